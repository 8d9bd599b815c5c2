package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Points are taken in blocks of blockRows, so that a block's arrays stay in the
// second-level cache through all layers. The gradient is summed by block in
// order within at most maxGroups groups of blocks, then over groups in order:
// the same bits for any number of workers.
const (
	blockRows = 256
	maxGroups = 16
)

// record is the memory of one evaluation of a stack: what its backward pass
// needs (z of every layer: activations are computed again from it, which is
// cheaper than keeping them) and all workspace.
type record[T vec.Float] struct {
	n      *stack[T]
	points int
	kept   bool // z is there

	w, x, yBar []T // of the call in progress

	y []T   // points x out: z of the last layer
	z [][]T // by layer before the last, points x out

	bias     [][]T // by layer, times its gain
	forward  []mat.Packed[T]
	backward []mat.Packed[T]
	tangent  []mat.Packed[T]
	partial  [][]T // by group, gradient of the weights without the gains
	scratch  []scratch[T]

	forwardItem, backwardItem func(worker, item int) // built once: Run then allocates nothing
}

// scratch is the workspace of one worker; each array holds a block of the widest layer.
type scratch[T vec.Float] struct {
	h   [3][]T // activations of the last three layers
	bar [3][]T // cotangents of z of the last three layers
	d   []T    // derivative of an activation
}

// prepare readies the record for a call.
func (r *record[T]) prepare(n *stack[T], points, workers int, keep bool) {
	if r.n != n {
		*r = record[T]{n: n, z: make([][]T, n.last()), bias: make([][]T, len(n.layers)),
			forward:  make([]mat.Packed[T], len(n.layers)),
			backward: make([]mat.Packed[T], len(n.layers)),
			tangent:  make([]mat.Packed[T], len(n.layers))}
		r.forwardItem, r.backwardItem = r.forwardBlock, r.backwardGroup
	}
	r.points, r.kept = points, keep
	r.y = grow(r.y, points*n.out())
	for i := range r.z {
		if keep {
			r.z[i] = grow(r.z[i], points*n.layers[i].out)
		}
	}
	for i, l := range n.layers {
		r.bias[i] = grow(r.bias[i], l.out)
	}
	for len(r.scratch) < workers {
		r.scratch = append(r.scratch, scratch[T]{})
	}
	block := min(points, blockRows) * n.width
	for worker := range r.scratch[:workers] {
		s := &r.scratch[worker]
		for i := range s.h {
			s.h[i] = grow(s.h[i], block)
		}
	}
}

// prepareBackward readies what only a backward pass or a tangent needs.
func (r *record[T]) prepareBackward(workers int) {
	for len(r.scratch) < workers {
		r.scratch = append(r.scratch, scratch[T]{})
	}
	block := min(r.points, blockRows) * r.n.width
	for worker := range r.scratch[:workers] {
		s := &r.scratch[worker]
		for i := range s.h {
			s.h[i] = grow(s.h[i], block)
			s.bar[i] = grow(s.bar[i], block)
		}
		s.d = grow(s.d, block)
	}
}

func (r *record[T]) blocks() int { return (r.points + blockRows - 1) / blockRows }
func (r *record[T]) groups() int { return min(r.blocks(), maxGroups) }

// rows of block b.
func (r *record[T]) rows(b int) (lo, hi int) {
	return b * blockRows, min(r.points, (b+1)*blockRows)
}

// run evaluates the stack at the points of x with weights w; the result is in y.
func (r *record[T]) run(w, x []T, p *pool.Pool) {
	r.w, r.x = w, x
	for i := range r.n.layers {
		l := &r.n.layers[i]
		r.forward[i].PackTransposed(l.w(w), l.in, l.out, T(l.gain))
		vec.Copy(r.bias[i], l.b(w))
		vec.Scale(T(l.gain), r.bias[i])
	}
	p.Run(r.blocks(), r.forwardItem)
	r.w, r.x = nil, nil
}

// forwardBlock takes one block of points through all layers.
func (r *record[T]) forwardBlock(worker, b int) {
	lo, hi := r.rows(b)
	s := &r.scratch[worker]
	var before []T // h two layers back
	h := r.x[lo*r.n.in() : hi*r.n.in()]
	for i := range r.n.layers {
		l := &r.n.layers[i]
		next := s.h[i%3][:(hi-lo)*l.out]
		z := next
		switch {
		case i == r.n.last():
			z = r.y[lo*l.out : hi*l.out]
		case r.kept:
			z = r.z[i][lo*l.out : hi*l.out]
		}
		r.start(z, i, r.bias[i], before)
		mat.Mul(z, l.out, h, l.in, hi-lo, &r.forward[i])
		if i < r.n.last() {
			l.act.value(next, z)
		}
		before, h = h, next
	}
}

// start sets the rows of z to the bias, and the skipped value where there is one.
func (r *record[T]) start(z []T, i int, bias, before []T) {
	l := &r.n.layers[i]
	for at := 0; at < len(z); at += l.out {
		row := z[at : at+l.out]
		copy(row, bias)
		if l.skip {
			vec.Axpy(T(l.gain), before[at:at+l.out], row)
		}
	}
}

func grow[T vec.Float](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}
