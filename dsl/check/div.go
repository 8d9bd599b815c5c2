package check

import (
	"fmt"
	"slices"
	"strings"

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

// schemeFits refuses a scheme for a kind of term that the flux does not have.
func (c *checker) schemeFits(scheme string, at ast.Span, flux value) {
	switch {
	case slices.Contains(diffusionSchemes, scheme) && flux.uses&usesGrad == 0:
		c.fail("E0316", at, "`%s` is a scheme for diffusion, and nothing in this `div` is a gradient", scheme).
			help("schemes for transport are %s", quoted(transportSchemes, 9))
	case slices.Contains(transportSchemes, scheme) && allGradients(flux.e):
		r := c.fail("E0316", at, "`%s` is a scheme for transport, and everything in this `div` is diffusion", scheme)
		if g := carriedAlong(flux.e, false); g != nil {
			r.help("schemes for diffusion are %s; a velocity stands in brackets, what it carries behind them: `%s*...`",
				quoted(diffusionSchemes, 9), c.components(g))
		} else {
			r.help("schemes for diffusion are %s", quoted(diffusionSchemes, 9))
		}
	}
}

// carriedAlong is a gradient that is multiplied with what depends on a state, so that
// it may be meant as a velocity.
func carriedAlong(e *model.Expr, carried bool) *model.Expr {
	switch e.Op {
	case model.OpGrad:
		if carried {
			return e
		}
	case model.OpNeg, model.OpDiv, model.OpLag:
		return carriedAlong(e.Args[0], carried)
	case model.OpAdd, model.OpSub:
		if g := carriedAlong(e.Args[0], carried); g != nil {
			return g
		}
		return carriedAlong(e.Args[1], carried)
	case model.OpMul:
		v, s := e.Args[0], e.Args[1]
		if v.Shape != model.Vector {
			v, s = s, v
		}
		return carriedAlong(v, carried || s.Deps&model.DepState != 0)
	}
	return nil
}

// components writes a gradient in brackets, one derivative for each coordinate.
func (c *checker) components(g *model.Expr) string {
	of := "..."
	if g.Args[0].Op == model.OpRef {
		of = g.Args[0].Sym.Name
	}
	var each []string
	for _, a := range c.m.Axes {
		each = append(each, fmt.Sprintf("d%s(%s)", a.Name, of))
	}
	return "[" + strings.Join(each, ", ") + "]"
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
