package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// pushforward sets dy to the tangent of y along dw; w and x are those of the run
// that was kept. It runs on the caller: tangents in the weights serve tests.
//
//	dz_l = gain_l (dW_l h_{l-1} + W_l dh_{l-1} + db_l [+ dh_{l-2}])
func (r *record[T]) pushforward(w, dw, x, dy []T) {
	r.prepareBackward(1)
	for i := range r.n.layers {
		l := &r.n.layers[i]
		r.forward[i].PackTransposed(l.w(w), l.in, l.out, T(l.gain))
		r.tangent[i].PackTransposed(l.w(dw), l.in, l.out, T(l.gain))
		vec.Copy(r.bias[i], l.b(dw))
		vec.Scale(T(l.gain), r.bias[i])
	}
	for b := range r.blocks() {
		r.tangentBlock(&r.scratch[0], b, x, dy)
	}
}

func (r *record[T]) tangentBlock(s *scratch[T], b int, x, dy []T) {
	lo, hi := r.rows(b)
	rows := hi - lo
	var before, dh []T
	h := x[lo*r.n.in() : hi*r.n.in()]
	for i := range r.n.layers {
		l := &r.n.layers[i]
		dz := s.bar[i%3][:rows*l.out]
		if i == r.n.last() {
			dz = dy[lo*l.out : hi*l.out]
		}
		r.start(dz, i, r.bias[i], before)
		mat.Mul(dz, l.out, h, l.in, rows, &r.tangent[i])
		if i > 0 {
			mat.Mul(dz, l.out, dh, l.in, rows, &r.forward[i])
		}
		if i == r.n.last() {
			break
		}
		h = s.h[0][:rows*l.out]
		d := s.d[:rows*l.out]
		l.act.both(h, d, r.z[i][lo*l.out:hi*l.out])
		vec.Mul(dz, dz, d)
		before, dh = dh, dz
	}
}
