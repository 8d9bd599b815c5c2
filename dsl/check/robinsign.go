package check

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// inflow warns of a Robin condition whose signs let a state feed itself: of
// a*u + b*dn(u) = e with a/b negative for the values of the params that are declared.
func (c *checker) inflow(cond *model.Condition) {
	of := slopes{cond.State, map[*model.Expr]affine{}}
	l, r := of.expr(cond.Left), of.expr(cond.Expr)
	if (l.u-r.u)*(l.dn-r.dn) < 0 {
		c.warn("W0502", cond.Span, "the larger `%s` is on this face, the more of it enters", cond.State.Name).
			help("the normal points outward, and what leaves by diffusion is `-k*dn(%[1]s)`: a loss is `-k*dn(%[1]s) = h*(%[1]s - ...)`", cond.State.Name)
	}
}

// slopes are those of expressions in a state's value and normal derivative on a face.
type slopes struct {
	state *model.Symbol
	done  map[*model.Expr]affine // of the value of a let, which may stand in many places
}

// affine is c + u*state + dn*dn(state). What is not known before a run, or not linear,
// is NaN.
type affine struct{ c, u, dn float64 }

func (s slopes) expr(e *model.Expr) affine {
	switch e.Op {
	case model.OpNum:
		return affine{c: e.Value}
	case model.OpRef:
		switch {
		case e.Sym == s.state:
			return affine{u: 1}
		case e.Sym.Value != nil && (e.Sym.Kind == model.KindConst || e.Sym.Kind == model.KindParam || e.Sym.Kind == model.KindLet):
			x, ok := s.done[e.Sym.Value]
			if !ok {
				x = s.expr(e.Sym.Value)
				s.done[e.Sym.Value] = x
			}
			return x
		}
	case model.OpD:
		return affine{dn: 1}
	case model.OpNeg:
		x := s.expr(e.Args[0])
		return affine{-x.c, -x.u, -x.dn}
	case model.OpAdd:
		x, y := s.expr(e.Args[0]), s.expr(e.Args[1])
		return affine{x.c + y.c, x.u + y.u, x.dn + y.dn}
	case model.OpSub:
		x, y := s.expr(e.Args[0]), s.expr(e.Args[1])
		return affine{x.c - y.c, x.u - y.u, x.dn - y.dn}
	case model.OpMul:
		x, y := s.expr(e.Args[0]), s.expr(e.Args[1])
		if x.u == 0 && x.dn == 0 {
			x, y = y, x
		}
		if y.u == 0 && y.dn == 0 {
			return affine{times(x.c, y.c), times(x.u, y.c), times(x.dn, y.c)}
		}
	case model.OpDiv:
		x, y := s.expr(e.Args[0]), s.expr(e.Args[1])
		if y.u == 0 && y.dn == 0 {
			return affine{times(x.c, 1/y.c), times(x.u, 1/y.c), times(x.dn, 1/y.c)}
		}
	}
	if holds(e, func(x *model.Expr) bool { return isNormal(x) || x.Op == model.OpRef && x.Sym == s.state }) {
		return affine{math.NaN(), math.NaN(), math.NaN()}
	}
	return affine{c: math.NaN()}
}

// times is a product in which 0 makes 0 of what is not known.
func times(x, y float64) float64 {
	if x == 0 || y == 0 {
		return 0
	}
	return x * y
}
