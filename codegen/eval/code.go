package eval

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// code is a kernel's expressions as a list of instructions, operands first.
type code struct {
	steps []step
	vals  []float64
	place map[ir.ID]int
}

type step struct {
	node    ir.Node
	x, y, z int // operands, in vals
	eval    func(x, y, z float64) float64
	array   []float64
	shift   int
}

func compile(g *ir.Graph, k *program.Kernel) *code {
	c := &code{place: map[ir.ID]int{}}
	for i, id := range g.Reachable(k.Roots()...) {
		n := g.Node(id)
		s := step{node: n, eval: n.Op.Info().Eval}
		if !n.Op.Leaf() {
			s.x, s.y, s.z = c.place[n.X], c.place[n.Y], c.place[n.Z]
		}
		c.place[id] = i
		c.steps = append(c.steps, s)
		v, _ := g.Value(id) // of a constant; others are set by bind and run
		c.vals = append(c.vals, v)
	}
	return c
}

// bind looks up arrays and scalars, which stay the same over a kernel.
func (c *code) bind(m *Machine) {
	for i := range c.steps {
		switch s := &c.steps[i]; s.node.Op {
		case ir.Load:
			s.array = m.Array(s.node.Sym)
			s.shift = m.At([3]int{}, s.node.Off) - m.At([3]int{}, ir.Offset{})
		case ir.Scalar:
			c.vals[i] = m.scalar(s.node.Sym)
		}
	}
}

// run evaluates all expressions at a cell.
func (c *code) run(m *Machine, at [3]int) {
	cell := m.At(at, ir.Offset{})
	for k := range c.steps {
		switch s := &c.steps[k]; s.node.Op {
		case ir.Const, ir.Scalar:
		case ir.Load:
			c.vals[k] = s.array[cell+s.shift]
		case ir.Inside:
			a := int(s.node.Sym.Index)
			i := at[a] + int(s.node.Off[a])
			c.vals[k] = 0
			if 0 <= i && i < m.N[a] {
				c.vals[k] = 1
			}
		case ir.Coord:
			a := int(s.node.Sym.Index)
			c.vals[k] = m.coord(a, at[a], int(s.node.Off[0]))
		default:
			c.vals[k] = s.eval(c.vals[s.x], c.vals[s.y], c.vals[s.z])
		}
	}
}

func (c *code) value(id ir.ID) float64 { return c.vals[c.place[id]] }
