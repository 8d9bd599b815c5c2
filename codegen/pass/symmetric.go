package pass

import (
	"math"

	"github.com/pindiff/pindiffc/codegen/program"
)

const (
	trials   = 5
	roundOff = 1e-12
)

// markSymmetric sets Symmetric if apply is linear and its derivative A in the state
// is self-adjoint, <Av, w> = <v, Aw> for random v and w, and its spatial part is not
// negative: <Av, v> >= 0 with alpha = 0, for random v and for the constant. Then
// conjugate gradients may be used.
func markSymmetric(p *program.Program) {
	if !p.Linear {
		return
	}
	for seed := range uint64(trials) {
		if t := newTrial(p, seed); !t.symmetric() || !t.positive() {
			return
		}
	}
	p.Symmetric = true
}

func (t *trial) symmetric() bool {
	v, w := t.draw(), t.draw()
	av, aw := t.apply(v), t.apply(w)
	size := t.norm(av)*t.norm(w) + t.norm(aw)*t.norm(v)
	return math.Abs(t.dot(av, w)-t.dot(v, aw)) <= roundOff*size
}

func (t *trial) positive() bool {
	defer func(alpha float64) { t.m.Alpha = alpha }(t.m.Alpha)
	t.m.Alpha = 0
	one := t.draw()
	for s := range one {
		for i := range one[s] {
			one[s][i] = 1
		}
	}
	for _, v := range [][][]float64{t.draw(), one} {
		av := t.apply(v)
		if t.dot(av, v) < -roundOff*t.norm(av)*t.norm(v) {
			return false
		}
	}
	return true
}
