package discretize

import (
	"math/rand/v2"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

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
	for _, d := range b.p.Pull(b.p.Spatial(probe), b.g.Num(1), func(s ir.Sym) bool { return s == z }) {
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
