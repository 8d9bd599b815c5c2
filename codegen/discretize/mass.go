package discretize

import (
	"fmt"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// mass lowers the terms with ddt, which are seen from the right-hand side: their
// sum, the reciprocal of a factor before ddt that depends on unknowns or time, and
// the sign by which the rest of the equation comes to the other side.
func (b *builder) mass(terms []term) (mass, scale ir.ID, side float64) {
	g := b.g
	mass, scale, side = g.Num(0), g.Num(1), -terms[0].sign
	for _, t := range terms {
		i := find(t.factors, model.OpDdt)
		d, before := t.factors[i], without(t.factors, i)
		if b.of(d.e.Args[0]).deriv {
			b.report(codeUnsupported, d.e.Span, "`ddt` of a spatial derivative is not supported", "")
		}
		if d.inverse || find(before, model.OpDdt) >= 0 {
			b.report(codeUnsupported, d.e.Span, "`ddt` stands once in a term, and in no denominator", "")
		}
		state := factor{e: d.e.Args[0], lag: d.lag}
		if !b.varies(before) {
			m := b.product(append(before, state))
			mass = g.Add(mass, g.Mul(g.Num(-side*t.sign), m))
			continue
		}
		if len(terms) > 1 {
			b.report(codeUnsupported, t.factors[0].e.Span,
				"a factor of `ddt` that depends on an unknown or on time stands before the only `ddt` of its equation",
				"bring the factor under the `ddt`, or divide the equation by it")
		}
		mass, scale = b.product([]factor{state}), b.product(before)
		if g.Node(scale).Op == ir.Neg {
			scale, side = g.Neg(scale), -side
		}
		scale = g.Div(g.Num(1), scale)
	}
	if g.Node(mass).Op == ir.Neg { // a negative number before ddt
		mass, side = g.Neg(mass), -side
	}
	return mass, scale, side
}

// varies tells that some factor depends on an unknown or on time.
func (b *builder) varies(fs []factor) bool {
	for _, f := range fs {
		if k := b.of(f.e); k.state || k.deriv || k.time {
			return true
		}
	}
	return false
}

// ownMass tells that the mass of an equation is a factor, free of states, times its
// own state.
func (b *builder) ownMass(s int) bool {
	g, mass := b.g, b.p.Equations[s].Mass
	own := ir.Sym{Role: ir.State, Index: uint16(s)}
	state := func(x ir.Sym) bool { return x.Role == ir.State && x.Variant == ir.Primal }
	ds := b.p.Pull(mass, g.Num(1), state)
	if len(ds) != 1 || ds[0].Sym != own || ds[0].Off != (ir.Offset{}) || b.p.Reads(ds[0].Root, state) {
		return false
	}
	without := g.Rewrite(mass, func(id ir.ID, n ir.Node) ir.ID {
		if n.Op == ir.Load && n.Sym == own {
			return g.Num(0)
		}
		return id
	})
	return g.IsNum(without, 0)
}

// diagonalSign is the sign of 0 = rhs - lhs for which -f, f its right-hand side, has
// a positive diagonal, as diffusion and decay have it: found at random values, with
// the params of the spec. Transport does not count: its sign is not its own. An
// equation without a diagonal stays as it is written.
func (b *builder) diagonalSign(eq *model.Equation, terms []term) float64 {
	b.probe = true
	var probe program.Equation
	b.space(&probe, eq, terms, 1)
	b.probe = false
	if b.failed() {
		return 1
	}
	z := ir.Sym{Role: ir.State, Index: uint16(eq.State.Index)}
	var diagonal ir.ID = -1
	for _, d := range b.p.Pull(b.spatial(probe), b.g.Num(1), func(s ir.Sym) bool { return s == z }) {
		if d.Off == (ir.Offset{}) {
			diagonal = d.Root
		}
	}
	if diagonal < 0 {
		return 1
	}
	const draws = 31
	positive := 0
	for seed := range uint64(draws) {
		switch v := b.sample(diagonal, rand.New(rand.NewPCG(seed, 5))); {
		case v > 0:
			positive++
		case v < 0:
			positive--
		}
	}
	if positive > 0 {
		return -1
	}
	return 1
}

// sample evaluates an expression of the equations at random values: unknowns, given
// fields and networks between 0.5 and 1.5, params at their defaults.
func (b *builder) sample(root ir.ID, rng *rand.Rand) float64 {
	g := b.g
	arrays := map[ir.Sym]float64{}
	draw := func() float64 { return 0.5 + rng.Float64() }
	var at [3]float64
	for a, x := range b.m.Axes {
		at[a] = x.Lo + (x.Hi-x.Lo)*rng.Float64()
	}
	var eval func(root ir.ID) float64
	leaf := func(n ir.Node) float64 {
		switch {
		case n.Op == ir.Coord:
			return at[n.Sym.Index]
		case n.Op == ir.Inside:
			return 1
		case n.Op == ir.Scalar && n.Sym.Role == ir.Param && b.m.Params[n.Sym.Index].Value != nil:
			return b.m.Params[n.Sym.Index].Value.Value
		case n.Sym.Role == ir.Spacing || n.Sym.Role == ir.InvSpacing:
			x := b.m.Axes[n.Sym.Index]
			h := (x.Hi - x.Lo) / float64(x.Cells)
			if n.Sym.Role == ir.InvSpacing {
				return 1 / h
			}
			return h
		case n.Sym.Role == ir.State || n.Sym.Role == ir.Lag:
			return draw()
		}
		v, ok := arrays[n.Sym]
		if !ok {
			v = draw()
			if n.Sym.Role == ir.Coef || n.Sym.Role == ir.CoefLag {
				v = eval(b.p.Coefs[n.Sym.Index].Expr)
			}
			arrays[n.Sym] = v
		}
		return v
	}
	eval = func(root ir.ID) float64 {
		vals := map[ir.ID]float64{}
		for _, id := range g.Reachable(root) {
			n := g.Node(id)
			switch {
			case n.Op == ir.Const:
				vals[id], _ = g.Value(id)
			case n.Op.Leaf():
				vals[id] = leaf(n)
			default:
				vals[id] = n.Op.Info().Eval(vals[n.X], vals[n.Y], vals[n.Z])
			}
		}
		return vals[root]
	}
	return eval(root)
}

// fluxConditions puts the conditions on the flux through faces in the place of the
// flux of the equation, which they give as it leaves the domain.
func (b *builder) fluxConditions(out *program.Equation, eq *model.Equation) {
	g := b.g
	for _, c := range b.m.Boundary {
		if c.State != eq.State || c.Kind != model.Flux || b.m.Axes[c.Axis].Periodic {
			continue
		}
		if g.IsNum(out.Flux[c.Axis], 0) {
			b.report(codeCondition, c.Span,
				fmt.Sprintf("no `div` in the equation of `%s` has a flux through this face", c.State.Name),
				"give the value or the normal derivative of the state instead")
			continue
		}
		f := b.fluxFace(c)
		given := f.lower(c.Expr)
		if c.High {
			out.Flux[c.Axis] = g.Select(g.Inside(c.Axis, 0), out.Flux[c.Axis], g.Neg(g.Shift(given, ir.Along(c.Axis, -1))))
		} else {
			out.Flux[c.Axis] = g.Select(g.Inside(c.Axis, -1), out.Flux[c.Axis], given)
		}
	}
}
