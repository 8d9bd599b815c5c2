package ir

// Reachable returns the nodes that roots are made of, roots included, operands
// before users.
func (g *Graph) Reachable(roots ...ID) []ID {
	top := ID(-1)
	for _, r := range roots {
		top = max(top, r)
	}
	seen := make([]bool, top+1)
	for _, r := range roots {
		seen[r] = true
	}
	count := 0
	for id := top; id >= 0; id-- {
		if !seen[id] {
			continue
		}
		count++
		n := g.nodes[id]
		for _, x := range n.Operands() {
			seen[x] = true
		}
	}
	out := make([]ID, 0, count)
	for id, s := range seen {
		if s {
			out = append(out, ID(id))
		}
	}
	return out
}

// Loads returns the array elements that root reads, in topological order.
func (g *Graph) Loads(roots ...ID) []ID { return g.leaves(Load, roots) }

// Scalars returns the scalars that root reads, in topological order.
func (g *Graph) Scalars(roots ...ID) []ID { return g.leaves(Scalar, roots) }

func (g *Graph) leaves(op Op, roots []ID) []ID {
	var out []ID
	for _, id := range g.Reachable(roots...) {
		if g.nodes[id].Op == op {
			out = append(out, id)
		}
	}
	return out
}

// Uses tells whether root reads a symbol for which pred holds, array or scalar.
func (g *Graph) Uses(pred func(Sym) bool, roots ...ID) bool {
	for _, id := range g.Reachable(roots...) {
		if n := g.nodes[id]; (n.Op == Load || n.Op == Scalar) && pred(n.Sym) {
			return true
		}
	}
	return false
}

// UsesVariant tells whether root reads a symbol of that variant.
func (g *Graph) UsesVariant(root ID, v Variant) bool {
	return g.Uses(func(s Sym) bool { return s.Variant == v }, root)
}

// UsesRole tells whether root reads a primal symbol of that role.
func (g *Graph) UsesRole(root ID, r Role) bool {
	return g.Uses(func(s Sym) bool { return s.Role == r && s.Variant == Primal }, root)
}

// Rewrite rebuilds root with leaves replaced: leaf returns what stands for a
// leaf (itself, to keep it).
func (g *Graph) Rewrite(root ID, leaf func(ID, Node) ID) ID {
	nodes := g.Reachable(root)
	made := make(map[ID]ID, len(nodes))
	for _, id := range nodes {
		n := g.nodes[id]
		if n.Op.Leaf() {
			made[id] = leaf(id, n)
			continue
		}
		made[id] = g.Op(n.Op, made[n.X], made[n.Y], made[n.Z])
	}
	return made[root]
}
