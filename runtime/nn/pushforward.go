package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// pushforward sets dy to the tangent of y along dw and dx, of which one may be
// nil; x is that of the run that was kept. It runs on the caller: it serves one
// point (a hypernetwork) and tests.
//
//	dz_l = gain_l (dW_l h_{l-1} + W_l dh_{l-1} + db_l [+ dh_{l-2}])    dh_{-1} = dx
func (r *record[T]) pushforward(dw, x, dx, dy []T) {
	r.prepareBackward(1)
	var along *matrices[T]
	if dw != nil {
		along = r.direction(0, dw)
	}
	r.x = x
	defer func() { r.x = nil }()
	for b := range r.blocks() {
		r.tangentBlock(&r.work.scratch[0], b, along, x, dx, dy)
	}
}

// direction packs direction k in the weights.
func (r *record[T]) direction(k int, dw []T) *matrices[T] {
	for len(r.along) <= k {
		r.along = append(r.along, matrices[T]{})
	}
	r.along[k].pack(r.n, dw)
	return &r.along[k]
}

func (r *record[T]) tangentBlock(s *scratch[T], b int, along *matrices[T], x, dx, dy []T) {
	lo, hi := r.rows(b)
	rows := hi - lo
	var before, dh []T
	h := x[lo*r.n.in() : hi*r.n.in()]
	if dx != nil {
		dh = dx[lo*r.n.in() : hi*r.n.in()]
	}
	for i := range r.n.layers {
		l := &r.n.layers[i]
		dz := s.bar[i%3][:rows*l.out]
		if i == r.n.last() {
			dz = dy[lo*l.out : hi*l.out]
		}
		clear(dz)
		if l.skip {
			vec.Axpy(T(l.gain), before, dz)
		}
		if along != nil {
			for at := 0; at < len(dz); at += l.out {
				vec.Axpy(1, along.bias[i], dz[at:at+l.out])
			}
			mat.Mul(dz, l.out, h, l.in, rows, &along.w[i])
		}
		if dh != nil {
			mat.Mul(dz, l.out, dh, l.in, rows, &r.forward.w[i])
		}
		if i == r.n.last() {
			break
		}
		h = s.h[0][:rows*l.out]
		d := s.d[:rows*l.out]
		l.act.both(h, d, r.zOf(s, i, lo, hi))
		vec.Mul(dz, dz, d)
		before, dh = dh, dz
	}
}
