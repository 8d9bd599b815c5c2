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

	x, yBar []T // of the call in progress

	y []T   // points x out: z of the last layer
	z [][]T // by layer before the last, points x out

	forward    matrices[T]     // of the weights
	backward   []mat.Packed[T] // W of each layer, not transposed, for cotangents
	ready      bool            // backward is of the same weights as forward
	along      []matrices[T]   // of directions in the weights
	jac        []T             // of a call of linearise, with so many of the directions
	directions int
	partial    [][]T // by group, gradient of the weights without the gains
	scratch    []scratch[T]

	forwardItem, backwardItem, jacItem func(worker, item int) // built once: Run then allocates nothing
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
		*r = record[T]{n: n, z: make([][]T, n.last()), backward: make([]mat.Packed[T], len(n.layers))}
		r.forwardItem, r.backwardItem, r.jacItem = r.forwardBlock, r.backwardGroup, r.jacBlock
	}
	r.points, r.kept = points, keep
	r.y = grow(r.y, points*n.out())
	for i := range r.z {
		if keep {
			r.z[i] = grow(r.z[i], points*n.layers[i].out)
		}
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
// packed: w is what it was at the last run.
func (r *record[T]) run(w, x []T, packed bool, p *pool.Pool) {
	if !packed {
		r.forward.pack(r.n, w)
		r.ready = false
	}
	r.x = x
	p.Run(r.blocks(), r.forwardItem)
	r.x = nil
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
		r.start(z, i, r.forward.bias[i], before)
		mat.Mul(z, l.out, h, l.in, hi-lo, &r.forward.w[i])
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

// matrices are the layers of a stack as products read them, times their gains.
type matrices[T vec.Float] struct {
	w    []mat.Packed[T]
	bias [][]T
}

// pack sets m to the layers of n with weights (or a direction in them) w.
func (m *matrices[T]) pack(n *stack[T], w []T) {
	if len(m.w) == 0 {
		m.w, m.bias = make([]mat.Packed[T], len(n.layers)), make([][]T, len(n.layers))
	}
	for i := range n.layers {
		l := &n.layers[i]
		m.w[i].PackTransposed(l.w(w), l.in, l.out, T(l.gain))
		m.bias[i] = grow(m.bias[i], l.out)
		vec.Copy(m.bias[i], l.b(w))
		vec.Scale(T(l.gain), m.bias[i])
	}
}

func grow[T vec.Float](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n)
	}
	return x[:n]
}
