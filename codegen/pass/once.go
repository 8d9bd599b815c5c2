package pass

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// onceForEachCell moves to Kernel.Once what a kernel would compute at several cells,
// though it is, moved there, the same function of the values at a cell. Exact, but for
// the order of commutative operands.
func onceForEachCell(p *program.Program) {
	for _, k := range p.Kernels {
		if k.Region == program.Interior || k.Region == program.Extended {
			o := &oncer{g: p.Graph, k: k, home: map[ir.ID]ir.ID{}, stands: map[ir.ID][]ir.Offset{}}
			o.find()
			o.move(o.choose())
		}
	}
}

// oncer works on one kernel. Expressions are told apart by their home, which is what
// they are when moved to the current cell.
type oncer struct {
	g      *ir.Graph
	k      *program.Kernel
	nodes  []ir.ID               // of the kernel, operands first
	home   map[ir.ID]ir.ID       // of the nodes that are functions of the values at one cell
	stands map[ir.ID][]ir.Offset // by home: where it stands
}

// find fills home and stands.
func (o *oncer) find() {
	o.nodes = o.g.Reachable(o.k.Roots()...)
	for _, id := range o.nodes {
		off, ok := o.g.Cell(id)
		if n := o.g.Node(id); !ok || n.Op.Leaf() {
			continue
		}
		home := o.g.Shift(id, off.Minus())
		o.home[id] = home
		o.stands[home] = append(o.stands[home], off)
	}
}

// repeated tells that id stands at several cells, and where its home is.
func (o *oncer) repeated(id ir.ID) (home ir.ID, ok bool) {
	home, ok = o.home[id]
	return home, ok && len(o.stands[home]) > 1
}

// choose lists the homes that are worth it: of those that stand at several cells the
// largest, that is to say those that something else is made of, where they are dear.
// There are none where they would not save much together.
func (o *oncer) choose() (chosen []ir.ID) {
	var largest []ir.ID
	add := func(id ir.ID) {
		if home, ok := o.repeated(id); ok {
			largest = append(largest, home)
		}
	}
	for _, r := range o.k.Roots() {
		add(r)
	}
	for _, id := range o.nodes {
		if _, ok := o.repeated(id); ok {
			continue
		}
		n := o.g.Node(id)
		for _, x := range n.Operands() {
			add(x)
		}
	}
	slices.Sort(largest) // operands first
	known, saved := map[ir.ID]bool{}, 0
	for _, home := range slices.Compact(largest) {
		cost, times := o.g.Cost(func(x ir.ID) bool { return known[x] }, home), len(o.stands[home])
		if cost >= ir.Dear && len(chosen) < mostOnce {
			chosen, known[home] = append(chosen, home), true
			saved += (times-1)*cost - times - 1 // it is written once, and read
		}
	}
	if saved < leastSaved {
		return nil
	}
	return chosen
}

const (
	mostOnce   = 256 // values of a kernel; they take memory
	leastSaved = 40  // additions per cell, for which another loop is worth it
)

// move makes the chosen homes outputs of Once, and the kernel read them.
func (o *oncer) move(chosen []ir.ID) {
	if len(chosen) == 0 {
		return
	}
	once := &program.Kernel{Name: o.k.Name + ".once", Region: o.k.Region}
	for i, home := range chosen {
		once.Out = append(once.Out, program.Output{Sym: ir.Sym{Role: ir.Once, Index: uint16(i)}, Root: home})
	}
	read := func(id ir.ID) (ir.ID, bool) {
		home, ok := o.home[id]
		i, of := slices.BinarySearch(chosen, home)
		if !ok || !of {
			return 0, false
		}
		off, _ := o.g.Cell(id)
		for a := range off {
			once.Reach[a][0] = max(once.Reach[a][0], -int(off[a]))
			once.Reach[a][1] = max(once.Reach[a][1], int(off[a]))
		}
		return o.g.Load(once.Out[i].Sym, off), true
	}
	for i := range o.k.Out {
		o.k.Out[i].Root = o.g.Replace(o.k.Out[i].Root, read)
	}
	for i := range o.k.Sums {
		o.k.Sums[i].Root = o.g.Replace(o.k.Sums[i].Root, read)
	}
	o.k.Once = once
}
