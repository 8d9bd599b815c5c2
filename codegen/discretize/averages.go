package discretize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// average is the mean over the low face of a product of coefficients. It notes those
// that depend on unknowns: they read states beyond walls.
func (b *builder) average(scheme string, fs []factor, axis int) ir.ID {
	for _, f := range fs {
		if !b.probe && b.of(f.e).state {
			b.averaged = append(b.averaged, f)
		}
	}
	return b.meanOf(scheme, b.product(fs), axis)
}

// noCondition refuses a state that is read beyond faces on which nothing is known of
// it. No equation differentiates it, or the checker would have asked for conditions:
// a coefficient is averaged there.
func (b *builder) noCondition(s *model.Symbol, faces []string) {
	on := strings.Join(faces, ", ")
	i := slices.IndexFunc(b.averaged, func(f factor) bool { return dependsOn(f.e, s) })
	if i < 0 {
		b.report(codeUnsupported, b.m.Equations[s.Index].Span,
			fmt.Sprintf("`%s` has no condition on %s", s.Name, on),
			fmt.Sprintf("add one to the boundary block, `dn(%s) = 0` for instance", s.Name))
		return
	}
	f := b.averaged[i]
	text := b.text(f.e.Span, "this")
	if f.lag {
		text = "lag(" + text + ")"
	}
	b.report(codeNoCondition, f.e.Span,
		fmt.Sprintf("`%s` is averaged over %s, beyond which nothing gives `%s`", text, on, s.Name),
		fmt.Sprintf("add `face(%s): zero_gradient` to the boundary block, which takes the cell's own value there, or conditions for `%s`", text, s.Name))
}

// dependsOn tells that an expression reads a state, through lets and closures.
func dependsOn(e *model.Expr, s *model.Symbol) bool {
	seen := map[*model.Expr]bool{}
	var visit func(e *model.Expr) bool
	visit = func(e *model.Expr) bool {
		if e == nil || seen[e] {
			return false
		}
		seen[e] = true
		if e.Op == model.OpRef {
			return e.Sym == s || e.Sym.Kind == model.KindLet && visit(e.Sym.Value)
		}
		return slices.ContainsFunc(e.Args, visit)
	}
	return visit(e)
}
