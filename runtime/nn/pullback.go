package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// pullback adds to wBar the gradient of <yBar, y> in the weights; w and x are
// those of the run that was kept.
func (r *record[T]) pullback(w, x, yBar, wBar []T, p *pool.Pool) {
	r.prepareBackward(p.Workers())
	r.x, r.yBar = x, yBar
	for i := range r.n.layers {
		l := &r.n.layers[i]
		if i > 0 {
			r.backward[i].Pack(l.w(w), l.out, l.in, T(l.gain))
		}
	}
	for len(r.partial) < r.groups() {
		r.partial = append(r.partial, make([]T, r.n.weights))
	}
	p.Run(r.groups(), r.backwardItem)
	for i := range r.n.layers {
		l := &r.n.layers[i]
		for _, part := range r.partial[:r.groups()] {
			vec.Axpy(T(l.gain), part[l.weight:l.bias+l.out], wBar[l.weight:l.bias+l.out])
		}
	}
	r.x, r.yBar = nil, nil
}

// backwardGroup takes the blocks of one group backward, in order.
func (r *record[T]) backwardGroup(worker, g int) {
	clear(r.partial[g])
	first, end := g*r.blocks()/r.groups(), (g+1)*r.blocks()/r.groups()
	for b := first; b < end; b++ {
		r.backwardBlock(&r.scratch[worker], b, r.partial[g])
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
	var after []T // cotangent of z one layer on
	last := r.n.last()
	zBar := r.yBar[lo*r.n.out() : hi*r.n.out()]
	for i := last; i >= 0; i-- {
		l := &r.n.layers[i]
		h := r.x[lo*r.n.in() : hi*r.n.in()]
		d := s.d[:rows*l.in]
		if i > 0 {
			h = s.h[0][:rows*l.in]
			r.n.layers[i-1].act.both(h, d, r.z[i-1][lo*l.in:hi*l.in])
		}
		mat.MulTransposed(l.w(wBar), l.in, zBar, l.out, l.out, h, l.in, l.in, rows)
		bias := l.b(wBar)
		for at := 0; at < len(zBar); at += l.out {
			vec.Axpy(1, zBar[at:at+l.out], bias)
		}
		if i == 0 {
			break
		}
		bar := s.bar[i%3][:rows*l.in]
		if i < last && r.n.layers[i+1].skip {
			vec.Axpby(T(r.n.layers[i+1].gain), after, 0, bar)
		} else {
			clear(bar)
		}
		mat.Mul(bar, l.in, zBar, l.out, rows, &r.backward[i])
		vec.Mul(bar, bar, d)
		after, zBar = zBar, bar
	}
}
