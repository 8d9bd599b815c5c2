package explain

import (
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// equations prints every discrete equation in index notation.
func (w *writer) equations() {
	for s, st := range w.p.Model.States {
		if marked(w.p.Algebraic, s) {
			w.section("equation of " + st.Name + ": 0 = f at every time, with")
		} else {
			w.section("equation of " + st.Name + ": dm/dt = f, with")
		}
		w.indent(w.p.EquationText(s))
		w.line("  reads %s", w.reads(s))
	}
	if w.lagged() {
		w.line("")
		w.line("names with _old stand for values at the start of the step")
	}
}

// scaled tells that an equation was divided by a factor of its time derivative.
func scaled(p *program.Program, s int) bool { return !p.Graph.IsNum(p.Equations[s].Scale, 1) }

// lagged tells whether an equation reads anything at the start of the step.
func (w *writer) lagged() bool {
	for s := range w.p.Equations {
		if w.p.Graph.Uses(func(s ir.Sym) bool { return s.Role.Lagged() }, parts(w.p, s)...) {
			return true
		}
	}
	for _, c := range w.p.Calls {
		if c.When == program.PerStep {
			return true
		}
	}
	return false
}

// parts are the expressions that an equation is made of, each flux at both faces
// of the cell.
func parts(p *program.Program, s int) []ir.ID {
	g, eq := p.Graph, p.Equations[s]
	roots := []ir.ID{eq.Mass, eq.Cell}
	if scaled(p, s) {
		roots = append(roots, eq.Scale)
	}
	for a := range g.Dim() {
		roots = append(roots, eq.Flux[a], g.Shift(eq.Flux[a], ir.Along(a, 1)))
	}
	return roots
}

// reads lists the elements of unknowns and calls that one cell's equation reads.
func (w *writer) reads(s int) string {
	g := w.p.Graph
	var names []string
	for _, id := range ordered(g, g.Loads(parts(w.p, s)...)) {
		switch g.Node(id).Sym.Role {
		case ir.State, ir.Lag, ir.Call:
			names = append(names, w.p.Text(id))
		}
	}
	if len(names) == 0 {
		return "no unknown"
	}
	return strings.Join(names, " ")
}
