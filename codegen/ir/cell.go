package ir

// cell says of which cells an expression reads array elements.
type cell struct {
	reads reading
	off   Offset // oneCell: the cell
}

type reading uint8

const (
	noCell reading = iota
	oneCell
	severalCells // or a mask, which belongs to no cell
)

// Cell returns the one cell whose array elements id reads; ok is false where it reads
// none, or those of several. Moved by a shift, such an expression is a function of
// the values at a cell (and its coordinates), the same one wherever it stands.
func (g *Graph) Cell(id ID) (off Offset, ok bool) {
	c := g.cells[id]
	return c.off, c.reads == oneCell
}

// cellOf is that of a new node.
func (g *Graph) cellOf(n *Node) cell {
	switch n.Op {
	case Load:
		return cell{oneCell, n.Off}
	case Inside:
		return cell{reads: severalCells}
	}
	var c cell
	for _, x := range n.Operands() {
		c = c.with(g.cells[x])
	}
	return c
}

// with is the cells of both.
func (c cell) with(d cell) cell {
	switch {
	case d.reads == noCell || c == d:
		return c
	case c.reads == noCell:
		return d
	}
	return cell{reads: severalCells}
}

// Cost is a rough number of operations per cell that roots are made of, in additions,
// without what is uniform or below a node for which known holds.
func (g *Graph) Cost(known func(ID) bool, roots ...ID) (sum int) {
	m := marksPool.Get().(*marks)
	defer marksPool.Put(m)
	m.start(len(g.nodes))
	var list []ID
	add := func(x ID) {
		if !g.uniform[x] && m.set(x) && (known == nil || !known(x)) {
			list = append(list, x)
		}
	}
	for _, r := range roots {
		add(r)
	}
	for i := 0; i < len(list); i++ {
		n := &g.nodes[list[i]]
		sum += n.Op.cost()
		for _, x := range n.Operands() {
			add(x)
		}
	}
	return sum
}

// cost of one operation, as vector instructions have it.
func (op Op) cost() int {
	switch {
	case op.Leaf():
		return 0
	case op == Div || op == Sqrt:
		return 4
	case op == Pow || op >= Exp:
		return 30
	}
	return 1
}

// Dear is the Cost from which a function of the values at a cell is worth being
// computed once, and not wherever it stands.
const Dear = 16
