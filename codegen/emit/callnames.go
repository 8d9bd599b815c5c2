package emit

import (
	"strconv"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// perInput names what belongs to one input of a call: f in, f slope; with a
// number behind it where the call has several inputs.
func (n symbolNames) perInput(s ir.Sym) string {
	word := " in"
	if s.Role == ir.Jac {
		word = " slope"
	}
	for i, c := range n.p.Calls {
		k := int(s.Index) - c.First
		if k < 0 || k >= len(c.Inputs) {
			continue
		}
		if len(c.Inputs) > 1 {
			word += strconv.Itoa(k)
		}
		return n.p.CallName(i) + word
	}
	return "input" + word
}

// entry names an entry of the Jacobian by the state and the neighbour that it
// belongs to, and by the equation where there are several: aXm, aPhiPsiC.
func (n symbolNames) entry(e program.Entry) string {
	name := "a"
	if states := n.p.Model.States; len(states) > 1 {
		name += upperFirst(identifier(states[e.Equation].Name)) + upperFirst(identifier(states[e.State].Name))
	}
	return name + n.offsetSuffix(e.Off)
}
