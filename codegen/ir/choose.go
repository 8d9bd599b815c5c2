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
