package ir

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCell(t *testing.T) {
	g := New(2)
	u, v, p := Sym{Role: State}, Sym{Role: State, Index: 1}, g.Param(0)
	at := func(s Sym, x, y int16) ID { return g.Load(s, Offset{x, y}) }
	for name, c := range map[string]struct {
		id  ID
		off Offset
		ok  bool
	}{
		"element":        {at(u, 1, 0), Offset{1}, true},
		"two of a cell":  {g.Mul(p, g.Call(Exp, g.Mul(at(u, 0, -1), at(v, 0, -1)))), Offset{0, -1}, true},
		"with its place": {g.Add(at(u, 0, 1), g.Coord(0, 1)), Offset{0, 1}, true},
		"two cells":      {g.Sub(at(u, 1, 0), at(u, 0, 0)), Offset{}, false},
		"a mask":         {g.Mul(at(u, 0, 0), g.Inside(0, 1)), Offset{}, false},
		"scalars":        {g.Call(Exp, p), Offset{}, false},
		"places":         {g.Coord(1, 0), Offset{}, false},
	} {
		off, ok := g.Cell(c.id)
		require.Equal(t, c.ok, ok, name)
		if ok {
			require.Equal(t, c.off, off, name)
			there, _ := g.Cell(g.Shift(c.id, Offset{2, 1}))
			require.Equal(t, c.off.Plus(Offset{2, 1}), there, name)
		}
	}
}

func TestCost(t *testing.T) {
	g := New(1)
	u, p := g.Load(Sym{Role: State}, Offset{}), g.Param(0)
	e := g.Call(Exp, g.Mul(g.Call(Log, p), u))
	require.Equal(t, 31, g.Cost(nil, e), "what is uniform costs nothing")
	require.Equal(t, 32, g.Cost(nil, g.Add(e, u), e), "what is shared costs once")
	require.Equal(t, 5, g.Cost(func(x ID) bool { return x == e }, g.Div(g.Add(e, u), u)), "what is known costs nothing")
	require.Zero(t, g.Cost(nil, u, p))
}

func TestReplace(t *testing.T) {
	g := New(1)
	u, v := g.Load(Sym{Role: State}, Offset{}), g.Load(Sym{Role: State, Index: 1}, Offset{})
	e := g.Call(Exp, u)
	got := g.Replace(g.Add(g.Mul(e, u), g.Call(Sin, e)), func(id ID) (ID, bool) { return v, id == e })
	require.Equal(t, g.Add(g.Mul(u, v), g.Call(Sin, v)), got)
	require.Equal(t, v, g.Replace(e, func(ID) (ID, bool) { return v, true }), "a user is asked before its operands")
}

// The derivative of a dear function of one cell is a factor of what is of other cells;
// that of a cheap one is multiplied step by step.
func TestPullKeepsLocalDerivatives(t *testing.T) {
	g := New(1)
	u, w := g.Load(Sym{Role: State}, Offset{1}), g.Load(Sym{Role: Out, Variant: Cot}, Offset{})
	isState := func(_ ID, n Node) bool { return n.Op == Load && n.Sym.Role == State }
	dear := g.Mul(u, g.Call(Exp, g.Mul(u, u)))
	require.Equal(t, g.Mul(w, g.Pull(dear, g.Num(1), isState)[u]), g.Pull(dear, w, isState)[u])
	_, ok := g.Cell(g.Pull(dear, g.Num(1), isState)[u])
	require.True(t, ok)
	cheap := g.Mul(u, g.Mul(u, u))
	require.Equal(t, "z0[i+1]*z0[i+1]*w0_bar[i] + w0_bar[i]*z0[i+1]*z0[i+1] + z0[i+1]*z0[i+1]*w0_bar[i]", g.String(g.Pull(cheap, w, isState)[u]))
}
