// Package explain writes down what will be solved: the discrete equations in
// index notation, what is read where, coefficient fields and their values beyond
// the boundary, ghost cells, and what was recognised about the operator.
//
// It reads a lowered program and changes nothing; everything that it says is
// taken from the expressions that the kernels are made of.
package explain

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Text is the explanation of p as plain text.
func Text(p *program.Program) string {
	w := &writer{p: p}
	w.header()
	w.equations()
	w.coefficients()
	w.closures()
	w.boundary()
	w.operator()
	return w.String()
}

type writer struct {
	strings.Builder
	p *program.Program
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *writer) header() {
	m := w.p.Model
	w.line("%s", m.Name)
	w.line("")
	w.line("grid")
	for a, x := range m.Axes {
		kind := ""
		if x.Periodic {
			kind = ", periodic"
		}
		w.line("  %s  %d cells of d%s = %.6g%s, index %c%s", x.Name, x.Cells, x.Name,
			(x.Hi-x.Lo)/float64(x.Cells)/scale(x.Unit), unit(x.Unit), "ijk"[a], kind)
	}
	w.line("  %s  from %.6g to %.6g%s in %d steps, %s", m.Time.Symbol.Name, m.Time.Lo/scale(m.Time.Unit),
		m.Time.Hi/scale(m.Time.Unit), unit(m.Time.Unit), len(m.Time.Steps), m.Numerics.Scheme)
}

func scale(u model.Unit) float64 {
	if u.Scale == 0 {
		return 1
	}
	return u.Scale
}

func unit(u model.Unit) string {
	if u.Text == "" {
		return ""
	}
	return " " + u.Text
}

func (w *writer) equations() {
	for s, st := range w.p.Model.States {
		w.line("")
		w.line("equation of %s: dm/dt = f, with", st.Name)
		w.indent(w.p.EquationText(s))
		w.line("  reads %s", w.stencil(s))
	}
	if w.lagged() {
		w.line("")
		w.line("names with _old stand for values at the start of the step")
	}
}

// lagged tells whether an equation reads anything at the start of the step.
func (w *writer) lagged() bool {
	for _, eq := range w.p.Equations {
		if w.p.Graph.Uses(func(s ir.Sym) bool {
			return s.Role == ir.Lag || s.Role == ir.CoefLag || s.Role == ir.LagTime
		}, eq.Mass, eq.Cell, eq.Flux[0], eq.Flux[1], eq.Flux[2]) {
			return true
		}
	}
	return false
}

func (w *writer) indent(text string) {
	for _, l := range strings.Split(text, "\n") {
		w.line("  %s", l)
	}
}

// stencil lists the elements of unknowns that one cell's equation reads.
func (w *writer) stencil(s int) string {
	g, eq := w.p.Graph, w.p.Equations[s]
	roots := []ir.ID{eq.Mass, eq.Cell}
	for a := range g.Dim() {
		roots = append(roots, eq.Flux[a], g.Shift(eq.Flux[a], ir.Along(a, 1)))
	}
	var names []string
	for _, id := range ordered(g, g.Loads(roots...)) {
		if n := g.Node(id); n.Sym.Role == ir.State || n.Sym.Role == ir.Lag {
			names = append(names, w.p.Text(id))
		}
	}
	if len(names) == 0 {
		return "no unknown"
	}
	return strings.Join(names, " ")
}

func (w *writer) coefficients() {
	if len(w.p.Coefs) == 0 {
		return
	}
	w.line("")
	w.line("coefficient fields, computed before the unknowns")
	for _, c := range w.p.Coefs {
		when := "once per parameter update"
		if c.Time {
			when = "at each time level"
		}
		w.line("  %s = %s, %s", c.Name, w.p.Text(c.Expr), when)
		for a, x := range w.p.Model.Axes {
			for side, name := range [...]string{"min", "max"} {
				if r := c.Rule[a][side]; r != "" && !x.Periodic {
					w.line("    beyond %s = %s: %s", x.Name, name, rules[r])
				}
			}
		}
	}
}

var rules = map[string]string{
	"zero_gradient": "the value in the cell at the face",
	"value":         "its formula",
}

func (w *writer) closures() {
	m := w.p.Model
	if len(m.Closures) == 0 {
		return
	}
	w.line("")
	w.line("closures")
	for _, c := range m.Closures {
		var args []string
		space, time := false, false
		for _, a := range c.Closure.Args {
			args = append(args, a.Name)
			space = space || a.Kind == model.KindCoord
			time = time || a.Kind == model.KindTime
		}
		class := "a field: evaluated once per parameter update, shared by all steps and trajectories"
		if time {
			class = "evaluated once per time level, shared by all trajectories"
		}
		w.line("  %s(%s): %s", c.Name, strings.Join(args, ", "), class)
	}
}

func (w *writer) boundary() {
	written := false
	for _, k := range w.p.Kernels {
		if !strings.HasPrefix(k.Name, "ghost.") || strings.Count(k.Name, ".") != 3 {
			continue
		}
		if !written {
			w.line("")
			w.line("ghost cells")
			written = true
		}
		w.line("  %s", k.Doc)
		for _, o := range k.Out[:used(k)] {
			w.line("    %s%s = %s", w.p.Name(o.Sym), w.place(k, o.Off), w.ghostText(k, o.Root))
		}
	}
}

// used is the number of ghost layers that differ from the one before.
func used(k *program.Kernel) int {
	n := 1
	for n < len(k.Out) && k.Out[n].Root != k.Out[n-1].Root {
		n++
	}
	return n
}

// place is an offset from the cell at the face, as an index: 0 is the first cell.
func (w *writer) place(k *program.Kernel, off ir.Offset) string {
	parts := strings.Split(strings.Trim(w.p.Graph.Place(off), "[]"), ",")
	n := int(off[k.Axis])
	parts[k.Axis] = fmt.Sprint(n)
	if k.High {
		parts[k.Axis] = "N"
		if n != 1 {
			parts[k.Axis] = fmt.Sprintf("N%+d", n-1)
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// ghostText prints the expression of a ghost cell with face indices.
func (w *writer) ghostText(k *program.Kernel, root ir.ID) string {
	text := w.p.Text(root)
	for _, id := range w.p.Graph.Loads(root) {
		n := w.p.Graph.Node(id)
		to := w.p.Name(n.Sym) + w.place(k, n.Off)
		if n.Sym.Role == ir.Bound {
			to = "B"
		}
		text = strings.ReplaceAll(text, w.p.Text(id), to)
	}
	return text
}

func (w *writer) operator() {
	p := w.p
	w.line("")
	w.line("operator")
	if p.Linear {
		w.line("  linear in the unknowns: a step is one linear solve")
	} else {
		w.line("  not linear in the unknowns: a step is a nonlinear solve")
	}
	if p.Symmetric {
		w.line("  symmetric: conjugate gradients apply")
	}
	if dt, ok := StepLimit(p); ok {
		t := p.Model.Time
		w.line("  forward Euler is stable up to a step of about %.3g%s, rk4 up to %.3g%s",
			dt/scale(t.Unit), unit(t.Unit), radius["rk4"]*dt/scale(t.Unit), unit(t.Unit))
	}
}
