package ir

import "math"

// New returns an empty graph for a grid of dim axes.
func New(dim int) *Graph {
	return &Graph{dim: dim, shifts: map[Offset]*shifted{}}
}

// Dim is the number of spatial axes.
func (g *Graph) Dim() int { return g.dim }

// Len is the number of nodes; IDs are 0 to Len-1.
func (g *Graph) Len() int { return len(g.nodes) }

// Node returns the node of an ID.
func (g *Graph) Node(id ID) Node { return g.nodes[id] }

// Uniform tells that id has the same value at every cell: it is made of
// constants and scalars only, and can be computed before a loop over cells.
func (g *Graph) Uniform(id ID) bool { return g.uniform[id] }

// Value returns the value of a constant.
func (g *Graph) Value(id ID) (v float64, isConst bool) {
	n := g.nodes[id]
	return math.Float64frombits(n.Bits), n.Op == Const
}

// IsNum tells that id is the constant v.
func (g *Graph) IsNum(id ID, v float64) bool {
	x, ok := g.Value(id)
	return ok && x == v
}

// intern returns the ID of n, which it adds if it is new.
func (g *Graph) intern(n Node) ID {
	id, slot, ok := g.index.find(g.nodes, &n)
	if ok {
		return id
	}
	uniform := n.Op == Const || n.Op == Scalar
	if !n.Op.Leaf() {
		uniform = true
		for _, x := range n.Operands() {
			uniform = uniform && g.uniform[x]
		}
	}
	id = ID(len(g.nodes))
	g.nodes = append(g.nodes, n)
	g.uniform = append(g.uniform, uniform)
	g.cells = append(g.cells, g.cellOf(&n))
	g.index.add(g.nodes, id, slot)
	return id
}

// Operands of a node, in order.
func (n *Node) Operands() []ID {
	return []ID{n.X, n.Y, n.Z}[:n.Op.Info().Arity]
}

// Num is a constant. There is one zero: -0 becomes 0.
func (g *Graph) Num(v float64) ID {
	if v == 0 {
		v = 0
	}
	if math.IsNaN(v) {
		v = math.NaN() // one NaN
	}
	return g.intern(Node{Op: Const, Bits: math.Float64bits(v)})
}

// ScalarSym is a scalar that is uniform over the grid.
func (g *Graph) ScalarSym(s Sym) ID { return g.intern(Node{Op: Scalar, Sym: s}) }

// Param is the scalar parameter of that index.
func (g *Graph) Param(index int) ID {
	return g.ScalarSym(Sym{Role: Param, Index: uint16(index)})
}

// Load is the element of array s at the current cell plus off.
func (g *Graph) Load(s Sym, off Offset) ID { return g.intern(Node{Op: Load, Sym: s, Off: off}) }

// Coord is the coordinate along axis at the cell centre plus so many half cells:
// -1 is the cell's low face, +1 its high face.
func (g *Graph) Coord(axis, half int) ID {
	return g.intern(Node{Op: Coord, Sym: Sym{Index: uint16(axis)}, Off: Offset{int16(half)}})
}

// Inside is 1 where the cell n cells along axis from the current one is within the
// grid along that axis, 0 where it is a ghost. On a periodic axis it has no meaning.
func (g *Graph) Inside(axis, n int) ID {
	return g.intern(Node{Op: Inside, Sym: Sym{Index: uint16(axis)}, Off: Along(axis, n)})
}

// Spacing and InvSpacing are the cell size along an axis and its reciprocal.
func (g *Graph) Spacing(axis int) ID {
	return g.ScalarSym(Sym{Role: Spacing, Index: uint16(axis)})
}

// InvSpacing is 1/Spacing.
func (g *Graph) InvSpacing(axis int) ID {
	return g.ScalarSym(Sym{Role: InvSpacing, Index: uint16(axis)})
}

// Op builds a node of any operator through its smart constructor.
func (g *Graph) Op(op Op, x, y, z ID) ID { return op.Info().Build(g, x, y, z) }

// fold interns op(x, y, z), or the constant that it is.
func (g *Graph) fold(op Op, x, y, z ID) ID {
	n := Node{Op: op, X: x, Y: y, Z: z}
	var v [3]float64
	for i, a := range n.Operands() {
		c, ok := g.Value(a)
		if !ok {
			return g.intern(n)
		}
		v[i] = c
	}
	return g.Num(op.Info().Eval(v[0], v[1], v[2]))
}
