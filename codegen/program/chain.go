package program

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// The chain rule through calls: a load of a call stands for a network of its
// inputs, whose derivatives are the arrays of role Jac. All of the derivatives of
// a program are taken by Push, Pull or, in gather form, by package derive.

// Want selects primal symbols to differentiate in.
type Want func(ir.Sym) bool

// Reads tells whether root reads a wanted symbol, itself or through calls.
func (p *Program) Reads(root ir.ID, w Want) bool {
	reads := p.CallsReading(w)
	return p.Graph.Uses(func(s ir.Sym) bool { return w(s) || IsCall(s) && reads(s.Index) }, root)
}

// CallsReading returns a function that tells whether the inputs of a call depend on a
// wanted symbol. It remembers: a call is looked at once.
func (p *Program) CallsReading(w Want) func(call uint16) bool {
	known := map[uint16]bool{}
	var reads func(call uint16) bool
	reads = func(call uint16) bool {
		found, ok := known[call]
		if !ok {
			found = p.Graph.Uses(func(s ir.Sym) bool { return w(s) || IsCall(s) && reads(s.Index) }, p.Calls[call].Inputs...)
			known[call] = found
		}
		return found
	}
	return reads
}

// IsCall tells that a symbol is the value of a call.
func IsCall(s ir.Sym) bool { return s.Role == ir.Call && s.Variant == ir.Primal }

// Jacobian is the derivative of call i in its k-th input, at an offset.
func (p *Program) Jacobian(i, k int, off ir.Offset) ir.ID {
	return p.Graph.Load(ir.Sym{Role: ir.Jac, Index: uint16(p.Calls[i].First + k)}, off)
}

// Push is the tangent of root; dot gives the tangents of leaves, as ir.Graph.Push.
// The tangent of a call is sum_k Jac(k)*(tangent of input k), and what dot gives.
func (p *Program) Push(root ir.ID, dot func(ir.ID, ir.Node) (ir.ID, bool)) ir.ID {
	made := map[uint16]ir.ID{} // tangents of calls at offset zero, without dot's part
	var leaf func(id ir.ID, n ir.Node) (ir.ID, bool)
	leaf = func(id ir.ID, n ir.Node) (ir.ID, bool) {
		t, ok := dot(id, n)
		if n.Op != ir.Load || !IsCall(n.Sym) {
			return t, ok
		}
		inner, done := made[n.Sym.Index]
		if !done {
			inner = p.Graph.Num(0)
			for k, x := range p.Calls[n.Sym.Index].Inputs {
				dx := p.Graph.Push(x, leaf)
				inner = p.Graph.Add(inner, p.Graph.Mul(p.Jacobian(int(n.Sym.Index), k, ir.Offset{}), dx))
			}
			made[n.Sym.Index] = inner
		}
		inner = p.Graph.Shift(inner, n.Off)
		if !ok {
			return inner, !p.Graph.IsNum(inner, 0)
		}
		return p.Graph.Add(inner, t), true
	}
	return p.Graph.Push(root, leaf)
}

// Partial is the derivative of an expression in one array element or scalar.
type Partial struct {
	Sym  ir.Sym
	Off  ir.Offset // zero for scalars
	Root ir.ID
}

// Pull are the derivatives of root, times bar, in all elements of wanted symbols
// that it reads, itself or through calls: by symbol, then offset.
func (p *Program) Pull(root, bar ir.ID, w Want) []Partial {
	total := partials{g: p.Graph, at: map[element]int{}}
	reads := p.CallsReading(w)
	leaf := func(_ ir.ID, n ir.Node) bool {
		return (n.Op == ir.Load || n.Op == ir.Scalar) && (w(n.Sym) || IsCall(n.Sym) && reads(n.Sym.Index))
	}
	total.addAll(p.Graph.Pull(root, bar, leaf))
	for i := len(p.Calls) - 1; i >= 0 && total.calls > 0; i-- {
		for _, c := range total.of(ir.Sym{Role: ir.Call, Index: uint16(i)}) {
			for k, x := range p.Calls[i].Inputs {
				weight := p.Graph.Mul(c.Root, p.Jacobian(i, k, c.Off))
				total.addAll(p.Graph.Pull(p.Graph.Shift(x, c.Off), weight, leaf))
			}
		}
	}
	return slices.DeleteFunc(total.sorted(), func(q Partial) bool { return !w(q.Sym) })
}

// element names what a partial derivative is in.
type element struct {
	sym ir.Sym
	off ir.Offset
}

// partials sums derivatives by element.
type partials struct {
	g     *ir.Graph
	at    map[element]int
	list  []Partial
	calls int // how many of them are in calls
}

func (t *partials) addAll(leaves map[ir.ID]ir.ID) {
	ids := make([]ir.ID, 0, len(leaves))
	for id := range leaves { // order is made below
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		n := t.g.Node(id)
		e := element{n.Sym, n.Off}
		if i, ok := t.at[e]; ok {
			t.list[i].Root = t.g.Add(t.list[i].Root, leaves[id])
			continue
		}
		if IsCall(n.Sym) {
			t.calls++
		}
		t.at[e] = len(t.list)
		t.list = append(t.list, Partial{n.Sym, n.Off, leaves[id]})
	}
}

// of are the partials in the elements of one symbol.
func (t *partials) of(s ir.Sym) (out []Partial) {
	for _, q := range t.list {
		if q.Sym == s {
			out = append(out, q)
		}
	}
	return out
}

func (t *partials) sorted() []Partial {
	slices.SortStableFunc(t.list, func(a, b Partial) int {
		return cmp.Or(a.Sym.Compare(b.Sym), slices.Compare(b.Off[:], a.Off[:]))
	})
	return t.list
}

// CallOf is the call that owns an input, by its common index.
func (p *Program) CallOf(input int) int {
	for i, c := range p.Calls {
		if c.First <= input && input < c.First+len(c.Inputs) {
			return i
		}
	}
	return -1
}
