// Package explain writes down what will be solved: the discrete equations in
// index notation, stencils with their weights, coefficient fields and their
// values beyond the boundary, rows of the boundary, what is evaluated how often,
// the time scheme and the solver with the reasons behind automatic choices,
// limits of explicit steps, and sizes.
//
// Everything that it says is taken from a lowered program: from the expressions
// that the kernels are made of, and from the settings. It decides nothing, and
// must never import the runtime.
package explain

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Text is the explanation of p as plain text.
func Text(p *program.Program) string {
	w := &writer{p: p}
	w.header()
	w.equations()
	w.stencils()
	w.coefficients()
	w.closures()
	w.boundary()
	w.unknowns()
	w.scheme()
	w.solver()
	w.limits()
	w.sizes()
	return w.String()
}

type writer struct {
	strings.Builder
	p *program.Program
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// section starts a part, after an empty line.
func (w *writer) section(title string) {
	w.line("")
	w.line("%s", title)
}

func (w *writer) indent(text string) {
	for _, l := range strings.Split(text, "\n") {
		w.line("  %s", l)
	}
}

func (w *writer) header() {
	m := w.p.Model
	w.line("%s", m.Name)
	w.section("grid")
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

// marked is a list's element, false beyond its end.
func marked(list []bool, i int) bool { return i < len(list) && list[i] }
