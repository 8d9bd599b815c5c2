package nn

import (
	"github.com/pindiff/pindiffc/runtime/mat"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Linearise is Forward that also sets the partial derivatives of the output, its
// map and scale included: jac[k*len(out)+i] is that of out[i] in its input k,
// with the inputs of the coordinate network first, then those of the
// hypernetwork. The tape serves Backward and Tangent as that of Forward does.
//
// One sweep of cotangents through the layers gives them all:
//
//	d out/d x       = gain_0 zBar_0 W_0
//	d out/d hyper_k = sum_l <zBar_l, gain_l (dW_l h_{l-1} + db_l)>
//
// with zBar_l the cotangent of z_l at a point, and dW, db the derivative of the
// coordinate network's weights in hyper_k.
func (n *Network[T]) Linearise(w, x, hyper, out, jac []T, tape *Tape[T], p *pool.Pool) {
	fit("partial derivatives", len(jac), len(out)*(n.Inputs()+n.HyperInputs()))
	same := n.evaluate(w, x, hyper, out, tape, p, true)
	n.slopes(tape)
	if n.hyper == nil {
		tape.coord.linearise(w, x, tape.yBar, jac, 0, p)
		return
	}
	if !same || !tape.conditioned {
		n.condition(w, hyper, tape)
	}
	tape.coord.linearise(tape.weights, x, tape.yBar, jac, n.HyperInputs(), p)
}

// condition packs the derivatives of the coordinate network's weights in each
// input of the hypernetwork, M d latent/d hyper_k.
func (n *Network[T]) condition(w, hyper []T, tape *Tape[T]) {
	_, m, _ := n.parts(w)
	unit := grow(tape.unit, n.HyperInputs())
	tape.unit = unit
	tape.latentBar = grow(tape.latentBar, n.hyper.out())
	tape.weightsBar = grow(tape.weightsBar, n.coord.weights)
	for k := range unit {
		clear(unit)
		unit[k] = 1
		tape.hyper.pushforward(nil, hyper, unit, tape.latentBar)
		clear(tape.weightsBar)
		affine(tape.weightsBar, m, tape.latentBar, tape.weightsBar)
		tape.coord.direction(k, tape.weightsBar)
	}
	tape.conditioned = true
}

// linearise sets jac to the derivatives of <yBar, y> in the inputs, then along
// the first directions that are packed, input by input; w and x are those of the
// run that was kept.
func (r *record[T]) linearise(w, x, yBar, jac []T, directions int, p *pool.Pool) {
	r.prepareBackward(p.Workers())
	r.packBackward(w)
	r.x, r.yBar, r.jac, r.directions = x, yBar, jac, directions
	p.Run(r.blocks(), r.jacItem)
	r.x, r.yBar, r.jac = nil, nil, nil
}

// jacBlock takes one block of points backward.
func (r *record[T]) jacBlock(worker, b int) {
	s := &r.work.scratch[worker]
	lo, hi := r.rows(b)
	rows, in := hi-lo, r.n.in()
	for k := range r.directions {
		clear(r.jac[(in+k)*r.points+lo : (in+k)*r.points+hi])
	}
	var after []T
	zBar := r.yBar[lo*r.n.out() : hi*r.n.out()]
	for i := r.n.last(); i > 0; i-- {
		h, d := r.into(s, i, lo, hi)
		r.jacAlong(s, i, lo, h, zBar)
		after, zBar = zBar, r.through(s, i, zBar, after, d)
	}
	h, _ := r.into(s, 0, lo, hi)
	r.jacAlong(s, 0, lo, h, zBar)
	xBar := s.bar[0][:rows*in] // zBar is in another: there is a hidden layer
	clear(xBar)
	mat.Mul(xBar, in, zBar, r.n.layers[0].out, rows, &r.backward[0])
	for k := range in {
		jac := r.jac[k*r.points+lo : k*r.points+hi]
		for i := range jac {
			jac[i] = xBar[i*in+k]
		}
	}
}

// jacAlong adds layer i's part of the derivatives along the directions.
func (r *record[T]) jacAlong(s *scratch[T], i, lo int, h, zBar []T) {
	l := &r.n.layers[i]
	rows := len(zBar) / l.out
	for k := range r.directions {
		dz := s.h[1][:rows*l.out]
		for at := 0; at < len(dz); at += l.out {
			copy(dz[at:at+l.out], r.along[k].bias[i])
		}
		mat.Mul(dz, l.out, h, l.in, rows, &r.along[k].w[i])
		jac := r.jac[(r.n.in()+k)*r.points+lo:][:rows]
		for j := range jac {
			jac[j] += T(vec.Dot(zBar[j*l.out:(j+1)*l.out], dz[j*l.out:(j+1)*l.out]))
		}
	}
}
