package discretize

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// source is an array that the equations read: a state, new or lagged, or a
// coefficient field, at either time.
type source struct {
	coef  bool
	index int
}

// offsets tells how far a source is read along each axis.
type offsets map[source][3]int

// offCentre collects the offsets at which the equations read their sources.
func (b *builder) offCentre() offsets {
	out := offsets{}
	for _, eq := range b.p.Equations {
		roots := []ir.ID{eq.Mass, eq.Cell}
		for a := range b.m.Axes {
			roots = append(roots, eq.Flux[a], b.g.Shift(eq.Flux[a], ir.Along(a, 1)))
		}
		for _, id := range b.g.Loads(roots...) {
			n := b.g.Node(id)
			s := source{n.Sym.Role == ir.Coef || n.Sym.Role == ir.CoefLag, int(n.Sym.Index)}
			r := out[s]
			for a, o := range n.Off {
				r[a] = max(r[a], int(o), -int(o))
			}
			out[s] = r
		}
	}
	return out
}

// reach finds how far the equations look, and refuses what the boundary
// conditions or the grid cannot serve.
func (b *builder) reach() {
	sources := b.offCentre()
	for s := range b.p.Equations {
		for a, r := range sources[source{false, s}] {
			b.p.Reach[a] = max(b.p.Reach[a], r)
		}
	}
	for c := range b.p.Coefs {
		for a, r := range sources[source{true, c}] {
			b.p.Reach[a] = max(b.p.Reach[a], r)
		}
	}
	for a, x := range b.m.Axes {
		r := b.p.Reach[a]
		b.p.Halo = max(b.p.Halo, r)
		if r > 1 && !x.Periodic {
			b.report(codeWide, b.widest(a),
				fmt.Sprintf("this reaches %d cells along `%s`, which needs %d conditions on each of its faces", r, x.Name, r),
				fmt.Sprintf("write second derivatives as `lap(u)` or `div(k*grad(u))`, which reach one cell; "+
					"what reaches further is for periodic axes: `%s: periodic`", x.Name))
		}
		if need := max(4, 2*r); r > 0 && x.Cells < need {
			b.report(codeSmallGrid, x.Span,
				fmt.Sprintf("the stencil needs at least %d cells along `%s`, and there are %d", need, x.Name, x.Cells),
				fmt.Sprintf("write `cells %d` or more", need))
		}
	}
}

// widest is the place of the equation that reaches furthest along an axis.
func (b *builder) widest(axis int) ast.Span {
	var span ast.Span
	best := -1
	for i, eq := range b.p.Equations {
		r := 0
		for _, id := range b.g.Loads(eq.Cell, eq.Flux[axis], b.g.Shift(eq.Flux[axis], ir.Along(axis, 1))) {
			o := int(b.g.Node(id).Off[axis])
			r = max(r, o, -o)
		}
		if r > best {
			best, span = r, b.m.Equations[i].Span
		}
	}
	return span
}

// faceRules gives every coefficient field its rule on every face.
func (b *builder) faceRules() {
	rules := make([]*model.FaceRule, len(b.p.Coefs))
	for _, r := range b.m.FaceRules {
		of := []*model.Expr{r.Of}
		if r.Of.Op == model.OpVector {
			of = r.Of.Args
		}
		for _, e := range of {
			b.faceRule(r, e, rules)
		}
	}
	sources := b.offCentre()
	for i := range b.p.Coefs {
		c := &b.p.Coefs[i]
		var missing []string
		for a, x := range b.m.Axes {
			for side, name := range [...]string{"min", "max"} {
				switch {
				case x.Periodic:
					c.Rule[a][side] = "periodic"
				case rules[i] != nil:
					c.Rule[a][side] = rules[i].Rule
				case sources[source{true, i}][a] > 0:
					missing = append(missing, fmt.Sprintf("`%s = %s`", x.Name, name))
				}
			}
		}
		if len(missing) > 0 {
			text := b.text(c.Span, c.Name)
			rule := "zero_gradient"
			if b.formula(c.Expr) {
				rule = "value"
			}
			b.report(codeNoFaceRule, c.Span,
				fmt.Sprintf("`%s` is needed beyond %s, where there are no cells", text, strings.Join(missing, ", ")),
				fmt.Sprintf("add `face(%s): %s` to the boundary block", text, rule))
		}
	}
}

// faceRule finds the coefficient field that a rule is for.
func (b *builder) faceRule(r *model.FaceRule, e *model.Expr, rules []*model.FaceRule) {
	text := b.text(e.Span, "this")
	if f := b.of(e); !f.coefficient() {
		why := "depends on an unknown"
		if !f.state {
			why = "is the same everywhere and needs no rule"
		}
		b.report(codeFaceRule, e.Span, fmt.Sprintf("`%s` is no coefficient field: it %s", text, why), b.coefList())
		return
	}
	id := b.canonical(e)
	if n := b.g.Node(id); n.Op == ir.Neg {
		id = n.X
	}
	_, id = b.g.Split(id)
	i, ok := b.coefs[id]
	switch {
	case !ok:
		b.report(codeFaceRule, e.Span, fmt.Sprintf("no equation uses `%s` as a coefficient", text), b.coefList())
	case rules[i] != nil:
		b.report(codeFaceRule, r.Span, fmt.Sprintf("`%s` has a face rule already", text), "")
	case r.Rule == "value" && !b.formula(id):
		b.report(codeFaceRule, r.Span,
			fmt.Sprintf("`%s` has no value outside of the grid: it is not a formula of coordinates and parameters", text),
			fmt.Sprintf("write `face(%s): zero_gradient`", text))
	default:
		rules[i] = r
	}
}

// formula tells that an expression can be evaluated anywhere.
func (b *builder) formula(id ir.ID) bool { return !b.g.UsesRole(id, ir.Base) }

// coefList says which coefficient fields there are.
func (b *builder) coefList() string {
	if len(b.p.Coefs) == 0 {
		return "the equations use no coefficient field; remove the rule"
	}
	var names []string
	for _, c := range b.p.Coefs {
		names = append(names, "`"+b.text(c.Span, c.Name)+"`")
	}
	return "coefficient fields are " + strings.Join(names, ", ")
}

// text is what the user wrote at a place, on one line, without brackets around it.
func (b *builder) text(s ast.Span, otherwise string) string {
	if s.Start < 0 || s.Start >= s.End || s.End > len(b.m.Source) {
		return otherwise
	}
	text := strings.Join(strings.Fields(string(b.m.Source[s.Start:s.End])), " ")
	if inner, ok := strings.CutPrefix(text, "("); ok && strings.IndexAny(inner, "()") == len(inner)-1 {
		text = inner[:len(inner)-1]
	}
	return text
}
