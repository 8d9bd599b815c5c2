package discretize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// faceRules gives every coefficient field its rule on every face.
func (b *builder) faceRules() {
	rules := make([]*model.FaceRule, len(b.p.Coefs))
	if !slices.ContainsFunc(b.m.Axes, func(x model.Axis) bool { return !x.Periodic }) {
		for _, r := range b.m.FaceRules {
			b.report(codeFaceRule, r.Of.Span, "there is no face for this rule: every axis is periodic",
				"remove the rule; on the seam of a period a coefficient is taken as between any two cells")
		}
	}
	b.eachFaceRule(func(r *model.FaceRule, e *model.Expr) {
		if !b.of(e).state {
			b.faceRule(r, e, rules)
		}
	})
	for _, e := range b.edges {
		if !e.used {
			b.report(codeFaceRule, e.span, fmt.Sprintf("no equation uses `%s` as a coefficient", b.text(e.span, "this")), b.coefList())
		}
	}
	sources := b.reads()
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
				case sources[source{ir.Coef, i}][a][side] > 0:
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
		why := "is the same everywhere and needs no rule"
		if f.deriv {
			why = "is a derivative"
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
