package emit

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// maxInline is the number of operands up to which an expression stays on one line.
const maxInline = 16

// plan says how the expressions of one kernel become statements: which nodes
// get a local of their own, and in which loop each of those is computed.
type plan struct {
	graph *ir.Graph
	loops loops

	nodes []ir.ID // what the kernel needs, ascending: operands first
	info  map[ir.ID]*nodeInfo
}

type nodeInfo struct {
	node  ir.Node
	level int  // loop in which the value changes: 0 is outside all, loops.depth() the innermost
	needs int  // innermost level at which it is used
	uses  int  // places in which it is written out
	size  int  // operands when written out in place
	root  bool // an output or a sum
	local bool // computed once, under a name
	value bool // Less: used as a number, not only as a condition
}

func newPlan(graph *ir.Graph, k *program.Kernel, l loops) *plan {
	roots := k.Roots()
	p := &plan{graph: graph, loops: l, nodes: graph.Reachable(roots...)}
	p.info = make(map[ir.ID]*nodeInfo, len(p.nodes))
	infos := make([]nodeInfo, len(p.nodes))
	for i, id := range p.nodes {
		infos[i].node = graph.Node(id)
		p.info[id] = &infos[i]
		p.setLevel(id)
	}
	for _, r := range roots {
		p.use(r, l.depth(), false)
		p.info[r].root = true
	}
	for _, id := range slices.Backward(p.nodes) {
		p.useOperands(id)
	}
	for _, id := range p.nodes {
		p.choose(id)
	}
	return p
}

func (p *plan) setLevel(id ir.ID) {
	i := p.info[id]
	switch i.node.Op {
	case ir.Const, ir.Scalar:
	case ir.Load:
		i.level = p.loops.depth()
	case ir.Coord, ir.Inside:
		i.level = p.loops.level(int(i.node.Sym.Index))
	default:
		for _, x := range i.node.Operands() {
			i.level = max(i.level, p.info[x].level)
		}
	}
}

func (p *plan) use(id ir.ID, level int, condition bool) {
	i := p.info[id]
	i.uses++
	i.needs = max(i.needs, level)
	if compares(i.node.Op) && !condition {
		i.value = true
	}
}

// useOperands counts id as a user of its operands. A node that will be computed
// at its own level needs them there; one that is written out, where it is used.
func (p *plan) useOperands(id ir.ID) {
	i := p.info[id]
	level := i.level
	if compares(i.node.Op) && !i.value { // written out in each condition
		level = max(level, i.needs)
	}
	for place, x := range i.node.Operands() {
		p.use(x, level, i.node.Op == ir.Select && place == 0)
		if compares(i.node.Op) && i.uses > 1 {
			p.info[x].uses++
		}
	}
}

// choose decides whether id gets a local.
func (p *plan) choose(id ir.ID) {
	i := p.info[id]
	i.size = 1
	for _, x := range i.node.Operands() {
		if !p.info[x].local {
			i.size += p.info[x].size
		} else {
			i.size++
		}
	}
	switch {
	case p.leaf(id):
		i.size = 1
	case compares(i.node.Op):
		i.local = i.value
	case i.node.Op == ir.Select:
		i.local = true
	default:
		i.local = i.uses > 1 || i.level < i.needs || i.size > maxInline && !i.root
	}
}

// leaf nodes are written as they are wherever they are used.
func (p *plan) leaf(id ir.ID) bool {
	n := p.info[id].node
	switch n.Op {
	case ir.Const, ir.Scalar, ir.Load, ir.Inside:
		return true
	case ir.Coord:
		return n.Off[0] == 0
	case ir.Neg:
		return p.leaf(n.X)
	}
	return false
}

// locals lists the locals of a level, operands first.
func (p *plan) locals(level int) []ir.ID {
	var ids []ir.ID
	for _, id := range p.nodes {
		if p.info[id].local && p.info[id].level == level {
			ids = append(ids, id)
		}
	}
	return ids
}

// under lists the locals of the innermost level that root is made of, operands first.
func (p *plan) under(root ir.ID) []ir.ID {
	var ids []ir.ID
	for _, id := range p.graph.Reachable(root) {
		if i := p.info[id]; i.local && i.level == p.loops.depth() {
			ids = append(ids, id)
		}
	}
	return ids
}

// symbols lists the scalars or the arrays that are read, in a fixed order.
func (p *plan) symbols(op ir.Op) []ir.Sym {
	var syms []ir.Sym
	for _, id := range p.nodes {
		if n := p.graph.Node(id); n.Op == op && !slices.Contains(syms, n.Sym) {
			syms = append(syms, n.Sym)
		}
	}
	slices.SortFunc(syms, ir.Sym.Compare)
	return syms
}

// compares says that an operator's value is a truth value.
func compares(op ir.Op) bool { return op == ir.Less || op == ir.LessEq }
