package ir

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// expr draws a random expression over three loads, a scalar and constants. It
// returns the built ID and its value by plain evaluation in the same order.
func expr(t *rapid.T, g *Graph, env map[ID]float64, depth int) (ID, float64) {
	if depth == 0 || rapid.IntRange(0, 4).Draw(t, "leaf") == 0 {
		k := rapid.IntRange(0, 4).Draw(t, "which")
		if k == 4 {
			v := rapid.SampledFrom([]float64{-2, -1, -0.5, 0, 0.5, 1, 2, 3}).Draw(t, "const")
			return g.Num(v), v
		}
		id := g.Param(0)
		if k < 3 {
			id = g.Load(Sym{Role: State, Index: uint16(k)}, Along(0, k-1))
		}
		return id, env[id]
	}
	op := Op(rapid.IntRange(int(Neg), int(Tanh)).Draw(t, "op"))
	switch op {
	case Log, Sqrt, CubeRoot, Pow, Tan: // partial functions: replaced by one that is total
		op = Sin
	}
	var id [3]ID
	var v [3]float64
	for i := range op.Info().Arity {
		id[i], v[i] = expr(t, g, env, depth-1)
	}
	if op == Div {
		id[1], v[1] = g.Add(g.Num(1.5), g.Mul(id[1], id[1])), 1.5+v[1]*v[1]
	}
	if op == Exp {
		id[0], v[0] = g.Call(Tanh, id[0]), math.Tanh(v[0])
	}
	return g.Op(op, id[0], id[1], id[2]), op.Info().Eval(v[0], v[1], v[2])
}

// eval evaluates a built expression.
func eval(g *Graph, root ID, env map[ID]float64) float64 {
	v := map[ID]float64{}
	for _, id := range g.Reachable(root) {
		n := g.Node(id)
		switch {
		case n.Op == Const:
			v[id], _ = g.Value(id)
		case n.Op.Leaf():
			v[id] = env[id]
		default:
			v[id] = n.Op.Info().Eval(v[n.X], v[n.Y], v[n.Z])
		}
	}
	return v[root]
}

func environment(t *rapid.T, g *Graph) map[ID]float64 {
	env := map[ID]float64{}
	draw := func(id ID) { env[id] = rapid.Float64Range(-1.5, 1.5).Draw(t, "value") }
	draw(g.Param(0))
	for k := range 3 {
		draw(g.Load(Sym{Role: State, Index: uint16(k)}, Along(0, k-1)))
	}
	return env
}

func near(t require.TestingT, want, got float64) {
	require.InDelta(t, want, got, 1e-9*(1+math.Abs(want)))
}

// Reciprocals are divisors at the end of a product, so that no text has two
// readings.
func TestProductsReadOneWay(t *testing.T) {
	g := New(2)
	u := g.Load(Sym{Role: State}, Offset{})
	p, x, y := g.Param(0), g.InvSpacing(0), g.InvSpacing(1)
	for want, id := range map[string]ID{
		"p0*(z0[i+1,j] - z0[i,j])/dy": g.Mul(p, g.Mul(y, g.Sub(g.Shift(u, Offset{1}), u))),
		"p0/dx^2":                     g.Mul(x, g.Mul(p, x)),
		"1/dx":                        x,
		"1/dx^2/dy":                   g.Mul(g.Mul(x, y), x),
		"z0[i,j]/(1/dx + 1/dy)":       g.Div(u, g.Add(x, y)),
		"sin(z0[i,j]/dx)":             g.Call(Sin, g.Mul(x, u)),
		"-z0[i,j]/dx":                 g.Neg(g.Mul(x, u)),
		"p0 + 1/dx":                   g.Add(p, x),
	} {
		require.Equal(t, want, g.String(id))
	}
}

func TestRewritesKeepValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := New(1)
		env := environment(t, g)
		id, want := expr(t, g, env, 4)
		if discontinuous(g, id) || math.Abs(want) > 1e6 {
			t.Skip("a jump may fall to either side")
		}
		near(t, want, eval(g, id, env))
		require.Equal(t, id, g.Rewrite(id, func(id ID, _ Node) ID { return id }), "canonical form is a fixed point")
	})
}

func discontinuous(g *Graph, root ID) bool {
	for _, id := range g.Reachable(root) {
		switch g.Node(id).Op {
		case Less, LessEq, Sign, Select:
			return true
		}
	}
	return false
}

func TestPushMatchesPull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := New(1)
		env := environment(t, g)
		id, v := expr(t, g, env, 4)
		if math.Abs(v) > 1e6 {
			t.Skip("large")
		}
		isLoad := func(_ ID, n Node) bool { return n.Op == Load && n.Sym.Variant == Primal }
		direction := map[ID]float64{}
		root := g.Push(id, func(_ ID, n Node) (ID, bool) {
			if !isLoad(0, n) {
				return 0, false
			}
			n.Sym.Variant = Dir
			d := g.Load(n.Sym, n.Off)
			if _, ok := env[d]; !ok {
				env[d] = rapid.Float64Range(-1, 1).Draw(t, "direction")
			}
			n.Sym.Variant = Primal
			direction[g.Load(n.Sym, n.Off)] = env[d]
			return d, true
		})
		bar := g.Load(Sym{Role: Out, Variant: Cot}, Offset{})
		env[bar] = 0.7
		pulled := 0.0
		for leaf, c := range g.Pull(id, bar, isLoad) {
			pulled += direction[leaf] * eval(g, c, env)
		}
		near(t, 0.7*eval(g, root, env), pulled)
	})
}

func TestPartials(t *testing.T) {
	const h = 1e-6
	at := [3]float64{0.7, 0.4, 1.3}
	for op := Neg; op <= Tanh; op++ {
		g := New(1)
		var x [3]ID
		env := map[ID]float64{}
		for i := range x {
			x[i] = g.Load(Sym{Role: State, Index: uint16(i)}, Offset{})
			env[x[i]] = at[i]
		}
		id := g.Op(op, x[0], x[1], x[2])
		require.Equal(t, op, g.Node(id).Op)
		for i, p := range op.Info().Partials(g, id, g.Node(id)) {
			if i >= op.Info().Arity {
				break
			}
			up, down := at, at
			up[i] += h
			down[i] -= h
			want := (op.Info().Eval(up[0], up[1], up[2]) - op.Info().Eval(down[0], down[1], down[2])) / (2 * h)
			require.InDelta(t, want, eval(g, p, env), 1e-8, "%s operand %d", op, i)
		}
	}
}

// A branch that is not taken has no part in a derivative, however it is there.
func TestBranchNotTaken(t *testing.T) {
	g := New(1)
	u, zero := g.Load(Sym{}, Offset{}), g.Num(0)
	positive := g.Less(zero, u)
	env := map[ID]float64{u: -2}
	for name, branch := range map[string]ID{
		"pow": g.Pow(u, g.Num(1.5)), "log": g.Mul(u, g.Call(Log, u)), "div": g.Div(g.Num(1), g.Max(u, zero)),
	} {
		for _, where := range []ID{g.Select(positive, branch, zero), g.Select(g.LessEq(u, zero), zero, branch)} {
			down := g.Pull(g.Mul(g.Num(-3), where), g.Num(1), func(ID, Node) bool { return true })[u]
			require.Equal(t, 0.0, eval(g, down, env), name)
			up := g.Push(where, func(id ID, _ Node) (ID, bool) { return g.Num(1), id == u })
			require.Equal(t, 0.0, eval(g, up, env), name)
		}
	}
}

// Neither has a sum of branches, none of which is taken.
func TestBranchesNotTaken(t *testing.T) {
	g := New(1)
	u, zero := g.Load(Sym{}, Offset{}), g.Num(0)
	log := g.Call(Log, u)
	root := g.Num(0)
	for i := range 3 {
		branch := g.Mul(g.Num(float64(i+1)), log)
		root = g.Sub(root, g.Select(g.Less(g.Num(float64(i)), u), g.Mul(branch, u), zero))
	}
	down := g.Pull(root, g.Num(1), func(ID, Node) bool { return true })[u]
	require.Equal(t, 0.0, eval(g, down, map[ID]float64{u: 0}))
	require.InDelta(t, -3*(math.Log(1.5)+1), eval(g, down, map[ID]float64{u: 1.5}), 1e-12)
}

// A power of zero does not change with its exponent.
func TestPowerOfZero(t *testing.T) {
	g := New(1)
	u, p := g.Load(Sym{}, Offset{}), g.Param(0)
	env := map[ID]float64{u: 0, p: 1.5}
	down := g.Pull(g.Pow(u, p), g.Num(1), func(ID, Node) bool { return true })
	require.Equal(t, 0.0, eval(g, down[p], env))
	require.Equal(t, 0.0, eval(g, down[u], env))
}

// Sums of choices keep their value when they become one choice, on either side
// of the condition.
func TestJoinedChoices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := New(1)
		env := environment(t, g)
		load := func(i int) ID { return g.Load(Sym{Role: State, Index: uint16(i)}, Along(0, i-1)) }
		branch := func() ID { return rapid.SampledFrom([]ID{g.Num(0), load(0), load(1), load(2)}).Draw(t, "branch") }
		u, v := load(0), load(1)
		condition := func() ID {
			return rapid.SampledFrom([]ID{g.Less(u, v), g.LessEq(v, u), g.Less(v, u)}).Draw(t, "condition")
		}
		x, y := g.Select(condition(), branch(), branch()), g.Select(condition(), branch(), branch())
		near(t, eval(g, x, env)+eval(g, y, env), eval(g, g.Add(x, y), env))
		near(t, eval(g, x, env)-eval(g, y, env), eval(g, g.Sub(x, y), env))
	})
}

// At a tie one branch counts, so that upwind weights add up to one.
func TestPartialsAtTie(t *testing.T) {
	g := New(1)
	v, zero := g.Load(Sym{}, Offset{}), g.Num(0)
	env := map[ID]float64{v: 0}
	slope := func(id ID) float64 {
		return eval(g, g.Pull(id, g.Num(1), func(ID, Node) bool { return true })[v], env)
	}
	require.Equal(t, 1.0, slope(g.Max(v, zero)))
	require.Equal(t, 0.0, slope(g.Min(v, zero)))
	require.Equal(t, 0.0, slope(g.Call(Abs, v)))
	require.Equal(t, 0.0, slope(g.Call(Sqrt, g.Mul(v, v))))
}
