package ir

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCanonicalForm(t *testing.T) {
	g := New(2)
	u := g.Load(Sym{Role: State}, Offset{})
	v := g.Load(Sym{Role: State, Index: 1}, Offset{-1, 1})
	p, q := g.Param(0), g.Param(1)
	zero, one, two := g.Num(0), g.Num(1), g.Num(2)
	for _, c := range []struct {
		id   ID
		want string
	}{
		{g.Add(u, zero), "z0[i,j]"},
		{g.Sub(zero, u), "-z0[i,j]"},
		{g.Sub(u, u), "0"},
		{g.Add(u, u), "2*z0[i,j]"},
		{g.Sub(u, g.Neg(v)), "z0[i,j] + z1[i-1,j+1]"},
		{g.Neg(g.Sub(u, v)), "z1[i-1,j+1] - z0[i,j]"},
		{g.Mul(g.Neg(u), g.Num(-3)), "3*z0[i,j]"},
		{g.Mul(u, zero), "0"},
		{g.Mul(g.Mul(u, p), g.Mul(two, g.Mul(v, q))), "2*p0*p1*z0[i,j]*z1[i-1,j+1]"},
		{g.Mul(q, g.Mul(two, p)), "2*p0*p1"},
		{g.Add(g.Mul(p, u), g.Mul(p, v)), "p0*(z0[i,j] + z1[i-1,j+1])"},
		{g.Add(g.Mul(p, u), g.Mul(q, u)), "(p0 + p1)*z0[i,j]"},
		{g.Div(u, two), "0.5*z0[i,j]"},
		{g.Div(u, p), "z0[i,j]/p0"},
		{g.Mul(g.Div(u, p), g.Div(one, q)), "z0[i,j]/p0/p1"},
		{g.Div(g.Mul(p, u), v), "p0*(z0[i,j]/z1[i-1,j+1])"},
		{g.Div(g.Mul(two, u), u), "2"},
		{g.Pow(u, two), "z0[i,j]*z0[i,j]"},
		{g.Pow(u, g.Num(-1)), "1/z0[i,j]"},
		{g.Pow(u, g.Num(0.5)), "sqrt(z0[i,j])"},
		{g.Pow(u, g.Num(2.5)), "pow(z0[i,j], 2.5)"},
		{g.Max(zero, u), "max(0, z0[i,j])"},
		{g.Select(one, u, v), "z0[i,j]"},
		{g.Mul(g.Select(g.Less(u, v), one, zero), p), "select(less(z0[i,j], z1[i-1,j+1]), p0, 0)"},
		{g.Add(g.Select(g.Less(u, v), p, zero), g.Select(g.Less(u, v), u, v)), "select(less(z0[i,j], z1[i-1,j+1]), z0[i,j] + p0, z1[i-1,j+1])"},
		{g.Sub(g.Select(g.Less(u, v), p, zero), g.Select(g.LessEq(v, u), q, zero)), "select(less(z0[i,j], z1[i-1,j+1]), p0, -p1)"},
		{g.Add(g.Select(g.Less(u, v), p, zero), g.Select(g.LessEq(u, v), q, zero)),
			"select(less(z0[i,j], z1[i-1,j+1]), p0, 0) + select(lessEq(z0[i,j], z1[i-1,j+1]), p1, 0)"},
		{g.Call(Abs, g.Neg(u)), "abs(z0[i,j])"},
		{g.Call(Sin, g.Neg(u)), "-sin(z0[i,j])"},
		{g.Call(Exp, zero), "1"},
		{g.Mul(g.Mul(g.InvSpacing(0), g.InvSpacing(0)), g.Mul(p, g.Sub(u, v))), "p0*(z0[i,j] - z1[i-1,j+1])/dx^2"},
	} {
		require.Equal(t, c.want, g.String(c.id))
	}
	require.Equal(t, g.Add(u, v), g.Add(v, u))
	require.NotEqual(t, g.Max(u, v), g.Max(v, u))
	require.Equal(t, g.Num(0), g.Num(math.Copysign(0, -1)))
}

func TestShift(t *testing.T) {
	g := New(2)
	u := g.Load(Sym{Role: State}, Offset{})
	face := g.Mul(g.Coord(0, -1), g.Sub(u, g.Shift(u, Along(0, -1))))
	require.Equal(t, "x[i-1/2]*(z0[i,j] - z0[i-1,j])", g.String(face))
	right := g.Shift(face, Along(0, 1))
	require.Equal(t, "x[i+1/2]*(z0[i+1,j] - z0[i,j])", g.String(right))
	require.Equal(t, face, g.Shift(right, Along(0, -1)))
	require.Equal(t, face, g.Shift(face, Offset{}))
	require.Equal(t, g.Param(0), g.Shift(g.Param(0), Along(1, 1)))
}

func TestReachable(t *testing.T) {
	g := New(1)
	u, v := g.Load(Sym{Role: State}, Offset{}), g.Load(Sym{Role: Coef}, Along(0, 1))
	x := g.Mul(u, v)
	g.Add(u, g.Num(7)) // not part of x
	require.Equal(t, []ID{u, v, x}, g.Reachable(x))
	require.Equal(t, []ID{u, v}, g.Loads(x))
	require.True(t, g.UsesRole(x, Coef))
	require.False(t, g.UsesRole(x, Lag))
	require.False(t, g.UsesVariant(x, Dir))
}
