package pass

import "github.com/pindiff/pindiffc/codegen/program"

// markNull sets Null for algebraic states to which a constant can be added without
// any change of a residual, boundary rows included: a potential whose every face is
// periodic or has a given flux.
func markNull(p *program.Program) {
	p.Null = make([]bool, len(p.Model.States))
	copy(p.Null, p.Algebraic)
	for seed := range uint64(trials) {
		for s := range p.Null {
			if p.Null[s] && !newTrial(p, seed).indifferent(s) {
				p.Null[s] = false
			}
		}
	}
}

// indifferent tells that the derivative along the constant of one state is zero, but
// for round-off.
func (t *trial) indifferent(s int) bool {
	v := t.draw()
	for i := range v {
		if i != s {
			clear(v[i])
		}
	}
	size := t.norm(t.apply(v))
	for i := range v[s] {
		v[s][i] = 1
	}
	return t.norm(t.apply(v)) <= roundOff*size
}
