package ir

import (
	"maps"
	"slices"
)

// Push is the tangent of root: dot returns the tangent of a leaf, and whether
// it has one.
func (g *Graph) Push(root ID, dot func(ID, Node) (ID, bool)) ID {
	tangent := map[ID]ID{} // absent: zero
	for _, id := range g.Reachable(root) {
		n := g.nodes[id]
		if n.Op.Leaf() {
			if t, ok := dot(id, n); ok {
				tangent[id] = t
			}
			continue
		}
		active := false
		for _, x := range n.Operands() {
			_, ok := tangent[x]
			active = active || ok
		}
		if !active {
			continue
		}
		partials, sum := n.Op.Info().Partials(g, id, n), g.Num(0)
		for i, x := range n.Operands() {
			if t, ok := tangent[x]; ok {
				sum = g.Add(sum, g.Mul(partials[i], t))
			}
		}
		tangent[id] = sum
	}
	if t, ok := tangent[root]; ok {
		return t
	}
	return g.Num(0)
}

// Pull is the reverse of Push: the cotangents of the wanted leaves of root,
// times the cotangent bar of root. Leaves that root does not depend on are absent.
//
// A dear function of the values at one cell keeps its own derivatives, which are such
// functions too: where its cotangent is of other cells, it is multiplied with them.
// So a kernel can compute them once for each cell.
func (g *Graph) Pull(root, bar ID, want func(ID, Node) bool) map[ID]ID {
	nodes := g.Reachable(root)
	active := map[ID]bool{}
	for _, id := range nodes {
		n := g.nodes[id]
		if n.Op.Leaf() {
			active[id] = want(id, n)
			continue
		}
		for _, x := range n.Operands() {
			active[id] = active[id] || active[x]
		}
	}
	cot := map[ID]ID{root: bar}
	leaves := map[ID]ID{}
	for i := len(nodes) - 1; i >= 0; i-- {
		id := nodes[i]
		w, ok := cot[id]
		if !ok || !active[id] {
			continue
		}
		n := g.nodes[id]
		if n.Op.Leaf() {
			leaves[id] = w
			continue
		}
		add := func(x, c ID) {
			if old, ok := cot[x]; ok {
				c = g.Add(old, c)
			}
			cot[x] = c
		}
		if g.local(id, w) {
			own := g.Pull(id, g.Num(1), want)
			for _, x := range slices.Sorted(maps.Keys(own)) {
				add(x, g.weigh(w, own[x]))
			}
			continue
		}
		partials := n.Op.Info().Partials(g, id, n)
		for j, x := range n.Operands() {
			if active[x] {
				add(x, g.weigh(w, partials[j]))
			}
		}
	}
	return leaves
}

// local tells that x is a dear function of the values at one cell, and its cotangent
// w not.
func (g *Graph) local(x, w ID) bool {
	if g.cells[x].reads != oneCell || g.cells[x].with(g.cells[w]) == g.cells[x] {
		return false
	}
	return g.Cost(nil, x) >= Dear
}

// weigh is w*p. Where w is 0 because a branch was not taken, p may be infinite
// or no number, and has no part.
func (g *Graph) weigh(w, p ID) ID {
	n := g.nodes[w]
	switch {
	case n.Op == Neg:
		return g.Neg(g.weigh(n.X, p))
	case n.Op == Select && g.IsNum(n.Z, 0):
		return g.Select(n.X, g.weigh(n.Y, p), n.Z)
	case n.Op == Select && g.IsNum(n.Y, 0):
		return g.Select(n.X, n.Y, g.weigh(n.Z, p))
	case (n.Op == Add || n.Op == Sub) && g.nodes[p].Op != Const && (g.masked(n.X) || g.masked(n.Y)):
		return g.Select(w, g.Mul(w, p), g.Num(0))
	}
	return g.Mul(w, p)
}

// masked tells that x is a choice between something and zero, or a multiple of one.
func (g *Graph) masked(x ID) bool {
	if n := g.nodes[x]; n.Op == Neg {
		x = n.X
	}
	_, v := g.Split(x)
	n := g.nodes[v]
	return n.Op == Select && (g.IsNum(n.Y, 0) || g.IsNum(n.Z, 0))
}
