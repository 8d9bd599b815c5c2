package ir

import (
	"slices"
	"sync"
)

// Reachable returns the nodes that roots are made of, roots included, operands
// before users. Its cost grows with their number, whatever the size of the graph.
func (g *Graph) Reachable(roots ...ID) []ID {
	m := marksPool.Get().(*marks)
	defer marksPool.Put(m)
	m.start(len(g.nodes))
	out := m.list[:0]
	for _, r := range roots {
		if m.set(r) {
			out = append(out, r)
		}
	}
	low, high := ID(len(g.nodes)), ID(-1)
	for i := 0; i < len(out); i++ {
		id := out[i]
		low, high = min(low, id), max(high, id)
		n := &g.nodes[id]
		for _, x := range n.Operands() {
			if m.set(x) {
				out = append(out, x)
			}
		}
	}
	m.list = out
	sorted := make([]ID, 0, len(out))
	if len(out) < int(high-low)/16 {
		sorted = append(sorted, out...)
		slices.Sort(sorted)
		return sorted
	}
	for id := low; id <= high; id++ {
		if m.has(id) {
			sorted = append(sorted, id)
		}
	}
	return sorted
}

// marks is a set of IDs that is cleared at once, and room for a list of some.
type marks struct {
	stamp []uint32
	now   uint32
	list  []ID
}

var marksPool = sync.Pool{New: func() any { return &marks{} }}

func (m *marks) start(n int) {
	m.now++
	if len(m.stamp) < n || m.now == 0 {
		m.stamp, m.now = make([]uint32, n+n/2), 1
	}
}

func (m *marks) has(id ID) bool { return m.stamp[id] == m.now }

// set adds id, and tells whether it is new.
func (m *marks) set(id ID) bool {
	if m.stamp[id] == m.now {
		return false
	}
	m.stamp[id] = m.now
	return true
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

// Replace rebuilds root with other expressions in the place of some: by returns what
// stands for one, and is asked about users before their operands.
func (g *Graph) Replace(root ID, by func(ID) (ID, bool)) ID {
	return g.replace(root, by, map[ID]ID{})
}

func (g *Graph) replace(id ID, by func(ID) (ID, bool), made map[ID]ID) ID {
	if to, ok := made[id]; ok {
		return to
	}
	to, ok := by(id)
	if n := g.nodes[id]; !ok {
		to = id
		if !n.Op.Leaf() {
			var a [3]ID
			for i, x := range n.Operands() {
				a[i] = g.replace(x, by, made)
			}
			to = g.Op(n.Op, a[0], a[1], a[2])
		}
	}
	made[id] = to
	return to
}
