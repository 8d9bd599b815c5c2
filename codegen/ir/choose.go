package ir

// Min is the smaller of x and y.
func (g *Graph) Min(x, y ID) ID {
	if x == y {
		return x
	}
	return g.fold(Min, x, y, 0)
}

// Max is the larger of x and y.
func (g *Graph) Max(x, y ID) ID {
	if x == y {
		return x
	}
	return g.fold(Max, x, y, 0)
}

// Less is 1 where x < y, else 0.
func (g *Graph) Less(x, y ID) ID {
	if x == y {
		return g.Num(0)
	}
	return g.fold(Less, x, y, 0)
}

// LessEq is 1 where x <= y, else 0.
func (g *Graph) LessEq(x, y ID) ID {
	if x == y {
		return g.Num(1)
	}
	return g.fold(LessEq, x, y, 0)
}

// Select is y where c != 0, else z.
func (g *Graph) Select(c, y, z ID) ID {
	if v, ok := g.Value(c); ok {
		if v != 0 {
			return y
		}
		return z
	}
	if y == z {
		return y
	}
	return g.fold(Select, c, y, z)
}

// join makes one choice of the sum or difference of two on the same or on opposite
// conditions, where one of them is zero in one branch: so no branch does more than
// both did before.
func (g *Graph) join(op Op, x, y ID) (ID, bool) {
	nx, ny := g.nodes[x], g.nodes[y]
	if nx.Op != Select || ny.Op != Select {
		return 0, false
	}
	switch {
	case nx.X == ny.X:
	case g.opposite(nx.X, ny.X):
		ny.Y, ny.Z = ny.Z, ny.Y
	default:
		return 0, false
	}
	if !g.IsNum(nx.Y, 0) && !g.IsNum(nx.Z, 0) && !g.IsNum(ny.Y, 0) && !g.IsNum(ny.Z, 0) {
		return 0, false
	}
	return g.Select(nx.X, g.Op(op, nx.Y, ny.Y, 0), g.Op(op, nx.Z, ny.Z, 0)), true
}

// opposite tells that one of two conditions holds where the other does not:
// a < b and b <= a.
func (g *Graph) opposite(c, d ID) bool {
	m, n := g.nodes[c], g.nodes[d]
	return (m.Op == Less && n.Op == LessEq || m.Op == LessEq && n.Op == Less) && m.X == n.Y && m.Y == n.X
}

// Call applies a function of one variable.
func (g *Graph) Call(op Op, x ID) ID {
	if n := g.nodes[x]; n.Op == Neg {
		switch op {
		case Abs, Cos: // even
			return g.Call(op, n.X)
		case Sin, Tan, Tanh, Sign: // odd
			return g.Neg(g.Call(op, n.X))
		}
	}
	return g.fold(op, x, 0, 0)
}
