package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// scheme takes the name of a scheme, which stands first of two arguments, out of
// a call.
func (c *checker) scheme(e *ast.Call, known []string) (*ast.Call, *ast.Name, bool) {
	if len(e.Args) != 2 {
		return e, nil, true
	}
	word, ok := e.Args[0].(*ast.Name)
	if !ok || !slices.Contains(known, word.Name) {
		r := c.fail("E0208", place(e.Args[0]), "%s is not a scheme of `%s`", c.quote(place(e.Args[0]), "this"), e.Fun.Name)
		if ok {
			r.nearest(word.Name, known)
		} else {
			r.help("schemes are %s", quoted(known, len(known)))
		}
		return nil, nil, false
	}
	rest := *e
	rest.Args = e.Args[1:]
	return &rest, word, true
}

// schemes of div, by kind of term, and of the derivative along a coordinate.
var (
	transportSchemes = []string{model.SchemeUpwind, model.SchemeUpwindFace, model.SchemeCentral, model.SchemeCentralFlux,
		model.SchemeLinearUpwind, model.SchemeVanLeer, model.SchemeMinmod}
	diffusionSchemes = []string{model.SchemeArithmetic, model.SchemeHarmonic}
	divSchemes       = slices.Concat(transportSchemes, diffusionSchemes)
	partialSchemes   = []string{model.SchemeCentral, model.SchemeCentral4, model.SchemeUpwind}
)

// div types div([scheme,] v).
func (c *checker) div(e *ast.Call, s *scope) value {
	call, scheme, ok := c.scheme(e, divSchemes)
	if !ok {
		return value{}
	}
	args, ok := c.operands(call, s, 1, 1)
	if !ok {
		return value{}
	}
	x := args[0]
	if x.e.Shape != model.Vector {
		if c.notBool(x, "`div`") {
			r := c.fail("E0301", x.e.Span, "`div` takes a vector").label("this is a scalar")
			switch {
			case len(c.m.Axes) == 1:
				r.help("a vector in one dimension is `[v]`: write `div([v]*u)`, or `d%s(...)`", c.m.Axes[0].Name)
			default:
				r.help("write a vector `[vx, vy]*u` or a gradient `k*grad(u)`")
			}
		}
		return value{}
	}
	v := c.differentiate(model.OpDiv_, e, model.Scalar, x, 0, 1)
	if v.ok() && scheme != nil {
		v.e.Scheme = scheme.Name
		c.schemeFits(scheme.Name, scheme.Span, x)
	}
	return v
}

// schemeFits warns of a scheme for a kind of term that the flux does not have.
func (c *checker) schemeFits(scheme string, at ast.Span, flux value) {
	switch {
	case slices.Contains(diffusionSchemes, scheme) && flux.uses&usesGrad == 0:
		c.warn("W0302", at, "`%s` is a scheme for diffusion, and nothing in this `div` is a gradient", scheme).
			help("schemes for transport are %s", quoted(transportSchemes, 9))
	case slices.Contains(transportSchemes, scheme) && allGradients(flux.e):
		c.warn("W0302", at, "`%s` is a scheme for transport, and everything in this `div` is diffusion", scheme).
			help("schemes for diffusion are %s", quoted(diffusionSchemes, 9))
	}
}

// allGradients reports whether every term of a flux has a gradient as a factor.
func allGradients(e *model.Expr) bool {
	switch e.Op {
	case model.OpGrad:
		return true
	case model.OpNeg, model.OpDiv, model.OpLag:
		return allGradients(e.Args[0])
	case model.OpMul:
		return allGradients(e.Args[0]) || allGradients(e.Args[1])
	case model.OpAdd, model.OpSub:
		return allGradients(e.Args[0]) && allGradients(e.Args[1])
	}
	return false
}
