package pass

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/derive"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// perArray is how many operations of a kernel a further array must save in every cell:
// as many as take the time in which memory brings an element. (A core that loads 16 to
// 24 GB a second brings eight bytes in 0.3 to 0.5 ns, and does some thirty additions a
// nanosecond on vectors of 512 bits; half as many bytes with twice as many for elements
// of four.) In a cache an array costs a third of that. So what is held pays on grids of
// any size, and one set of kernels serves all.
const perArray = 12

// hold lets the fluxes of an equation read coefficients that are computed once, before
// a solve, where apply has then at least perArray operations less for each array that
// it reads more, and for the first even if there are no more. Kernels other than apply
// and its derivatives in the state stay as they are: they run once in a step or less,
// and so derivatives in coefficients are those of the equations as they were written.
// Inexact: association and distribution.
func hold(p *program.Program) {
	apply := p.Kernel("apply")
	if apply == nil {
		return
	}
	h := &holder{p: p, static: map[ir.ID]bool{}}
	equations := slices.Clone(p.Equations)
	for s, eq := range equations {
		before := len(h.p.Held)
		for a := range p.Graph.Dim() {
			eq.Flux[a] = h.flux(s, a)
		}
		was, is := h.cost(apply.Out[s].Root), h.cost(p.Residual(s, eq))
		if was.operations-is.operations < perArray*max(is.arrays-was.arrays, 1) {
			p.Held = p.Held[:before]
			continue
		}
		equations[s] = eq
	}
	if len(p.Held) == 0 {
		return
	}
	derive.Operator(p, equations)
	h.kernel()
}

// holder knows what is held.
type holder struct {
	p      *program.Program
	static map[ir.ID]bool // memo of isStatic
}

// price of a kernel, for a cell.
type price struct{ operations, arrays int }

func (h *holder) cost(root ir.ID) price {
	g, read := h.p.Graph, map[ir.Sym]bool{}
	for _, id := range g.Loads(root) {
		read[g.Node(id).Sym] = true
	}
	return price{g.Cost(nil, factored(g, []ir.ID{root})...), len(read)}
}

// isStatic tells that nothing in id changes during a solve or between time levels.
func (h *holder) isStatic(id ir.ID) bool {
	if known, ok := h.static[id]; ok {
		return known
	}
	n, is := h.p.Graph.Node(id), true
	switch n.Op {
	case ir.Load:
		is = n.Sym.Role == ir.Coef && n.Sym.Variant == ir.Primal && !h.p.Coefs[n.Sym.Index].Time
	case ir.Scalar:
		is = n.Sym.Role == ir.Param || n.Sym.Role == ir.Spacing || n.Sym.Role == ir.InvSpacing
	default:
		for _, x := range n.Operands() {
			is = is && h.isStatic(x)
		}
	}
	h.static[id] = is
	return is
}

// held is an expression that is static, read from an array where it is more than an
// element of one. The sign and uniform factors but for numbers stay outside, so that
// equations share arrays.
func (h *holder) held(id ir.ID, name string) ir.ID {
	g := h.p.Graph
	n := g.Node(id)
	if n.Op == ir.Neg {
		return g.Neg(h.held(n.X, name))
	}
	u, v := g.Split(id)
	if g.Uniform(v) || g.Node(v).Op.Leaf() {
		return id
	}
	if _, ok := g.Value(u); ok {
		u, v = g.Num(1), id
	} else if n := g.Node(u); n.Op == ir.Mul {
		if _, ok := g.Value(n.X); ok {
			u, v = n.Y, g.Mul(n.X, v)
		}
	}
	i := slices.IndexFunc(h.p.Held, func(x program.Held) bool { return x.Expr == v })
	if i < 0 {
		i = len(h.p.Held)
		h.p.Held = append(h.p.Held, program.Held{Name: name, Expr: v})
	}
	return g.Mul(u, g.Load(ir.Sym{Role: ir.Held, Index: uint16(i)}, ir.Offset{}))
}

// kernel adds the one that computes what is held, before apply, over all cells in which
// apply and its derivatives read it.
func (h *holder) kernel() {
	p := h.p
	k := &program.Kernel{Name: "held", Doc: "coefficients of fluxes that stay the same during a solve", Region: program.Extended}
	for i, x := range p.Held {
		k.Out = append(k.Out, program.Output{Sym: ir.Sym{Role: ir.Held, Index: uint16(i)}, Root: x.Expr})
	}
	for _, reader := range p.Kernels {
		for _, id := range p.Graph.Loads(reader.Roots()...) {
			n := p.Graph.Node(id)
			if n.Sym.Role != ir.Held {
				continue
			}
			for a, x := range p.Model.Axes {
				beyond := 0 // of layers that k visits and the reader does not
				if reader.Region == program.Interior && !x.Periodic {
					beyond = p.Halo
				}
				k.Reach[a][0] = max(k.Reach[a][0], -int(n.Off[a])-beyond)
				k.Reach[a][1] = max(k.Reach[a][1], int(n.Off[a])-beyond)
			}
		}
	}
	at := slices.IndexFunc(p.Kernels, func(k *program.Kernel) bool { return k.Name == "apply" })
	p.Kernels = slices.Insert(p.Kernels, at, k)
}
