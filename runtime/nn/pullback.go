package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// pullback adds to wBar the gradient of <yBar, y> in the weights; w and x are
// those of the run.
func (r *record[T]) pullback(w, x, yBar, wBar []T, p *pool.Pool) {
	r.prepareBackward(p.Workers())
	r.x, r.yBar = x, yBar
	r.packBackward(w)
	for g := range r.groups() {
		if g == len(r.work.partial) {
			r.work.partial = append(r.work.partial, nil)
		}
		r.work.partial[g] = grow(r.work.partial[g], r.n.weights)
	}
	p.Run(r.groups(), r.backwardItem)
	for i := range r.n.layers {
		l := &r.n.layers[i]
		for _, part := range r.work.partial[:r.groups()] {
			vec.Axpy(T(l.gain), part[l.weight:l.bias+l.out], wBar[l.weight:l.bias+l.out])
		}
	}
	r.x, r.yBar = nil, nil
}

// packBackward readies the matrices of cotangents; w is that of the run.
func (r *record[T]) packBackward(w []T) {
	if r.ready {
		return
	}
	for i := range r.n.layers {
		l := &r.n.layers[i]
		r.backward[i].Pack(l.w(w), l.out, l.in, T(l.gain))
	}
	r.ready = true
}

// backwardGroup takes the blocks of one group backward, in order.
func (r *record[T]) backwardGroup(worker, g int) {
	wBar := r.work.partial[g]
	clear(wBar)
	first, end := g*r.blocks()/r.groups(), (g+1)*r.blocks()/r.groups()
	for b := first; b < end; b++ {
		r.backwardBlock(&r.work.scratch[worker], b, wBar)
	}
}

// backwardBlock adds one block's gradient to wBar, without the gains.
//
// With zBar the cotangent of z_l: that of W_l is zBar' h_{l-1}, that of b_l the
// column sums of zBar, that of h_{l-1} is gain_l zBar W_l, and, where layer l+1
// skips, gain_{l+1} times the cotangent of z_{l+1}.
func (r *record[T]) backwardBlock(s *scratch[T], b int, wBar []T) {
	lo, hi := r.rows(b)
	rows := hi - lo
	if !r.kept {
		r.forwardRows(s, lo, hi, true)
	}
	var after []T // cotangent of z one layer on
	zBar := r.yBar[lo*r.n.out() : hi*r.n.out()]
	for i := r.n.last(); i >= 0; i-- {
		l := &r.n.layers[i]
		h, d := r.into(s, i, lo, hi)
		mat.MulTransposed(l.w(wBar), l.in, zBar, l.out, l.out, h, l.in, l.in, rows)
		bias := l.b(wBar)
		for at := 0; at < len(zBar); at += l.out {
			vec.Axpy(1, zBar[at:at+l.out], bias)
		}
		if i == 0 {
			break
		}
		after, zBar = zBar, r.through(s, i, zBar, after, d)
	}
}

// into is what enters layer i at points lo to hi, h_{i-1}, and the activation's
// derivative there (of no meaning for the first layer).
func (r *record[T]) into(s *scratch[T], i, lo, hi int) (h, d []T) {
	in := r.n.layers[i].in
	if i == 0 {
		return r.x[lo*in : hi*in], nil
	}
	h, d = s.h[0][:(hi-lo)*in], s.d[:(hi-lo)*in]
	r.n.layers[i-1].act.both(h, d, r.zOf(s, i-1, lo, hi))
	return h, d
}

// through is the cotangent of z_{i-1} from those of z_i and z_{i+1} (after); d
// is the derivative of the activation between.
func (r *record[T]) through(s *scratch[T], i int, zBar, after, d []T) []T {
	l := &r.n.layers[i]
	rows := len(zBar) / l.out
	bar := s.bar[i%3][:rows*l.in]
	if i < r.n.last() && r.n.layers[i+1].skip {
		vec.Axpby(T(r.n.layers[i+1].gain), after, 0, bar)
	} else {
		clear(bar)
	}
	mat.Mul(bar, l.in, zBar, l.out, rows, &r.backward[i])
	vec.Mul(bar, bar, d)
	return bar
}
