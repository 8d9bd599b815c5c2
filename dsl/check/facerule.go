package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var faceRules = []string{"zero_gradient", "value"}

// faceRule reads `face(a), face(b): rule`.
func (c *checker) faceRule(d *ast.FaceRule) {
	rule := d.Rule.Name
	if !slices.Contains(faceRules, rule) {
		c.fail("E0208", d.Rule.Span, "unknown face rule `%s`", clip(rule)).nearest(rule, faceRules)
		return
	}
	for _, of := range d.Of {
		v := c.scalarExpr(of, inFace)
		if !v.ok() {
			continue
		}
		if rule == "value" && v.uses&(usesCentre) != 0 {
			c.fail("E0506", place(of), "the values of %s are known at cell centres only", c.quote(place(of), "this")).
				help("write `face(...): zero_gradient`, which takes the value of the nearest cell")
			continue
		}
		text := v.e.String()
		if i := slices.IndexFunc(c.m.FaceRules, func(r *model.FaceRule) bool { return r.Of.String() == text }); i >= 0 {
			c.fail("E0506", place(of), "a second face rule for %s", c.quote(place(of), "this")).note(c.m.FaceRules[i].Span, "the first is here")
			continue
		}
		c.m.FaceRules = append(c.m.FaceRules, &model.FaceRule{Of: v.e, Rule: rule, Span: d.Span})
	}
}
