package ir

import "slices"

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
	memo := g.shifts[off]
	if memo == nil {
		memo = &shifted{}
		g.shifts[off] = memo
	}
	for _, x := range g.unshifted(id, memo) {
		memo.set(x, g.shiftNode(x, off, memo))
	}
	s, _ := memo.get(id)
	return s
}

// unshifted lists the nodes of id that vary and have not been shifted, operands
// before users.
func (g *Graph) unshifted(id ID, memo *shifted) []ID {
	m := marksPool.Get().(*marks)
	defer marksPool.Put(m)
	m.start(len(g.nodes))
	var out []ID
	add := func(x ID) {
		if _, ok := memo.get(x); !ok && !g.uniform[x] && m.set(x) {
			out = append(out, x)
		}
	}
	add(id)
	for i := 0; i < len(out); i++ {
		n := &g.nodes[out[i]]
		for _, x := range n.Operands() {
			add(x)
		}
	}
	slices.Sort(out)
	return out
}

func (g *Graph) shiftNode(id ID, off Offset, memo *shifted) ID {
	n := g.nodes[id]
	switch axis := int(n.Sym.Index); n.Op {
	case Load:
		return g.Load(n.Sym, n.Off.Plus(off))
	case Inside:
		return g.Inside(axis, int(n.Off[axis])+int(off[axis]))
	case Coord:
		return g.Coord(axis, int(n.Off[0])+2*int(off[axis]))
	}
	var a [3]ID
	for i, x := range n.Operands() {
		s, ok := memo.get(x)
		if !ok {
			s = x // uniform
		}
		a[i] = s
	}
	return g.Op(n.Op, a[0], a[1], a[2])
}

// shifted holds, by ID, one more than the ID of the expression shifted by one offset.
type shifted struct{ to []ID }

func (m *shifted) get(id ID) (ID, bool) {
	if int(id) >= len(m.to) || m.to[id] == 0 {
		return 0, false
	}
	return m.to[id] - 1, true
}

func (m *shifted) set(id, to ID) {
	if need := int(id) + 1; need > len(m.to) {
		m.to = append(m.to, make([]ID, need+need/2-len(m.to))...)
	}
	m.to[id] = to + 1
}
