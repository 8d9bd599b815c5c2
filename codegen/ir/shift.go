package ir

// shift is a memo key.
type shift struct {
	id  ID
	off Offset
}

// Plus is the sum of two offsets.
func (o Offset) Plus(p Offset) Offset {
	for a := range o {
		o[a] += p[a]
	}
	return o
}

// Minus is the opposite offset.
func (o Offset) Minus() Offset {
	for a := range o {
		o[a] = -o[a]
	}
	return o
}

// Along is the offset of n cells along one axis.
func Along(axis, n int) Offset {
	var o Offset
	o[axis] = int16(n)
	return o
}

// Shift is the value of id at the current cell plus off.
func (g *Graph) Shift(id ID, off Offset) ID {
	if off == (Offset{}) || g.uniform[id] {
		return id
	}
	if s, ok := g.shifts[shift{id, off}]; ok {
		return s
	}
	for _, x := range g.Reachable(id) {
		if _, ok := g.shifts[shift{x, off}]; ok {
			continue
		}
		n, s := g.nodes[x], x
		switch {
		case g.uniform[x]:
		case n.Op == Load:
			s = g.Load(n.Sym, n.Off.Plus(off))
		case n.Op == Inside:
			axis := int(n.Sym.Index)
			s = g.Inside(axis, int(n.Off[axis])+int(off[axis]))
		case n.Op == Coord:
			axis := int(n.Sym.Index)
			s = g.Coord(axis, int(n.Off[0])+2*int(off[axis]))
		default:
			var a [3]ID
			for i, x := range n.Operands() {
				a[i] = g.shifts[shift{x, off}]
			}
			s = g.Op(n.Op, a[0], a[1], a[2])
		}
		g.shifts[shift{x, off}] = s
	}
	return g.shifts[shift{id, off}]
}
