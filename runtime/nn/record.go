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

// record is the memory of one evaluation of a stack: what its backward pass needs,
// and the weights as products read them. Of a layer that is kept, that is z:
// activations are computed again from it, which is cheaper than keeping them. Of
// layers that are not kept, nothing: z is computed again, for a block at a time.
type record[T vec.Float] struct {
	n      *stack[T]
	points int
	kept   bool // z is there, but for layers that are cheap

	x, yBar []T // of the call in progress

	y []T   // points x out: z of the last layer
	z [][]T // by layer before the last, points x out; nil where it is not kept

	forward    matrices[T]     // of the weights
	backward   []mat.Packed[T] // W of each layer, not transposed, for cotangents
	ready      bool            // backward is of the same weights as forward
	along      []matrices[T]   // of directions in the weights
	jac        []T             // of a call of linearise, with so many of the directions
	directions int
	work       *Workspace[T]

	forwardItem, backwardItem, jacItem func(worker, item int) // built once: Run then allocates nothing
}

// Workspace is the memory that evaluations and backward passes need only while they
// run. Tapes that are not at work at the same time may share one.
type Workspace[T vec.Float] struct {
	scratch []scratch[T] // by worker
	partial [][]T        // by group, gradient of the weights without the gains
}

// scratch is the workspace of one worker; each array holds a block of the widest layer.
type scratch[T vec.Float] struct {
	h   [3][]T // activations of the last three layers
	bar [3][]T // cotangents of z of the last three layers
	d   []T    // derivative of an activation
	z   [][]T  // by layer, computed again
}

// cheapInputs is up to how many inputs a layer's z is computed again rather than kept:
// that takes less than to write it to memory and read it back.
const cheapInputs = 16

// cheap says whether z of layer i is not kept even where others are.
func (n *stack[T]) cheap(i int) bool { return i == 0 && n.layers[0].in <= cheapInputs }

// kept is how many values are kept for each point.
func (n *stack[T]) kept() (values int) {
	for i := range n.last() {
		if !n.cheap(i) {
			values += n.layers[i].out
		}
	}
	return values
}

// prepare readies the record for a call.
func (r *record[T]) prepare(n *stack[T], points, workers int, keep bool, work *Workspace[T]) {
	if r.n != n {
		*r = record[T]{n: n, z: make([][]T, n.last()), backward: make([]mat.Packed[T], len(n.layers))}
		r.forwardItem, r.backwardItem, r.jacItem = r.forwardBlock, r.backwardGroup, r.jacBlock
	}
	r.points, r.kept, r.work = points, keep, work
	r.y = grow(r.y, points*n.out())
	for i := range r.z {
		if keep && !n.cheap(i) {
			r.z[i] = grow(r.z[i], points*n.layers[i].out)
		}
	}
	block := r.prepareScratch(workers)
	for worker := range work.scratch[:workers] {
		s := &work.scratch[worker]
		for i := range s.h {
			s.h[i] = grow(s.h[i], block)
		}
	}
}

// prepareScratch makes room for the workers, and returns the size of a block.
func (r *record[T]) prepareScratch(workers int) int {
	for len(r.work.scratch) < workers {
		r.work.scratch = append(r.work.scratch, scratch[T]{})
	}
	return min(r.points, blockRows) * r.n.width
}

// prepareBackward readies what only a backward pass or a tangent needs.
func (r *record[T]) prepareBackward(workers int) {
	block := r.prepareScratch(workers)
	for worker := range r.work.scratch[:workers] {
		s := &r.work.scratch[worker]
		for i := range s.h {
			s.h[i] = grow(s.h[i], block)
			s.bar[i] = grow(s.bar[i], block)
		}
		s.d = grow(s.d, block)
		if r.kept {
			continue
		}
		for len(s.z) < r.n.last() {
			s.z = append(s.z, nil)
		}
		for i := range r.n.last() {
			s.z[i] = grow(s.z[i], block)
		}
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
	r.forwardRows(&r.work.scratch[worker], lo, hi, false)
}

// forwardRows takes points lo to hi through the layers: to y, or once more, to z in
// the scratch.
func (r *record[T]) forwardRows(s *scratch[T], lo, hi int, again bool) {
	var before []T // h two layers back
	h := r.x[lo*r.n.in() : hi*r.n.in()]
	for i := range r.n.layers {
		l := &r.n.layers[i]
		next := s.h[i%3][:(hi-lo)*l.out]
		z := next
		switch {
		case i == r.n.last() && again:
			return
		case i == r.n.last():
			z = r.y[lo*l.out : hi*l.out]
		case again:
			z = s.z[i][:(hi-lo)*l.out]
		case r.kept && !r.n.cheap(i):
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

// zOf is z of layer i at points lo to hi: kept, or computed again by forwardRows, or
// here, in a part of the scratch that the next use overwrites.
func (r *record[T]) zOf(s *scratch[T], i, lo, hi int) []T {
	l := &r.n.layers[i]
	switch {
	case !r.kept:
		return s.z[i][:(hi-lo)*l.out]
	case !r.n.cheap(i):
		return r.z[i][lo*l.out : hi*l.out]
	}
	z := s.h[1][:(hi-lo)*l.out]
	r.start(z, i, r.forward.bias[i], nil)
	mat.Mul(z, l.out, r.x[lo*l.in:hi*l.in], l.in, hi-lo, &r.forward.w[i])
	return z
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
