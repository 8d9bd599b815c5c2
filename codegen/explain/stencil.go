package explain

import (
	"maps"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// maxWeight bounds the length of a weight in print.
const maxWeight = 240

// stencils prints, by equation and state, the weights with which neighbours enter
// f: the derivatives of f in them. Where f is affine they are its coefficients.
func (w *writer) stencils() {
	w.section("stencils: the weight of each neighbour in f")
	for s, eq := range w.p.Model.States {
		weights := stencil(w.p, s)
		if len(weights) == 0 {
			w.line("  %s: f reads no unknown", eq.Name)
		}
		for t, st := range w.p.Model.States {
			var rows [][2]string
			affine := true
			for _, x := range weights {
				if x.state == t {
					rows = append(rows, [2]string{w.p.Graph.Place(x.off), short(w.p.Text(x.weight))})
					affine = affine && !implicit(w.p, x.weight)
				}
			}
			if len(rows) == 0 {
				continue
			}
			kind := "weights"
			if !affine {
				kind = "slopes at the current state"
			}
			w.line("  %s in %s: %s", eq.Name, st.Name, kind)
			width := 0
			for _, r := range rows {
				width = max(width, len(r[0]))
			}
			for _, r := range rows {
				w.line("    %-*s  %s", width, r[0], r[1])
			}
		}
	}
}

func short(text string) string {
	if len(text) > maxWeight {
		return text[:maxWeight] + "..."
	}
	return text
}

// implicit tells that a weight depends on the unknowns.
func implicit(p *program.Program, weight ir.ID) bool {
	return p.Graph.Uses(func(s ir.Sym) bool {
		switch s.Role {
		case ir.State:
			return true
		case ir.Call:
			return p.Calls[s.Index].When == program.PerIteration
		case ir.Jac:
			for _, c := range p.Calls {
				if k := int(s.Index) - c.First; 0 <= k && k < len(c.Inputs) {
					return c.When == program.PerIteration
				}
			}
		}
		return false
	}, weight)
}

// weight is the derivative of an equation's f in a state at an offset.
type weight struct {
	state  int
	off    ir.Offset
	weight ir.ID
}

// stencil differentiates f = scale*(Cell + sum_a (Flux_a(+1) - Flux_a)/dx_a) in
// every unknown that it reads, through calls by their local Jacobians. Weights are
// ordered by state and offset.
func stencil(p *program.Program, s int) []weight {
	g, eq := p.Graph, p.Equations[s]
	f := eq.Cell
	for a := range g.Dim() {
		f = g.Add(f, g.Mul(g.InvSpacing(a), g.Sub(g.Shift(eq.Flux[a], ir.Along(a, 1)), eq.Flux[a])))
	}
	if scaled(p, s) {
		f = g.Mul(eq.Scale, f)
	}
	sums := map[ir.ID]ir.ID{} // by load, of unknowns and of calls
	pull(p, f, g.Num(1), sums)
	for i := len(p.Calls) - 1; i >= 0; i-- { // an input may read the calls before it
		for _, id := range ordered(g, slices.Collect(maps.Keys(sums))) {
			n := g.Node(id)
			if n.Sym.Role != ir.Call || int(n.Sym.Index) != i {
				continue
			}
			for k, x := range p.Calls[i].Inputs {
				jac := g.Load(ir.Sym{Role: ir.Jac, Index: uint16(p.Calls[i].First + k)}, n.Off)
				pull(p, g.Shift(x, n.Off), g.Mul(sums[id], jac), sums)
			}
		}
	}
	var out []weight
	for _, id := range ordered(g, slices.Collect(maps.Keys(sums))) {
		if n := g.Node(id); n.Sym.Role == ir.State && !g.IsNum(sums[id], 0) {
			out = append(out, weight{int(n.Sym.Index), n.Off, sums[id]})
		}
	}
	return out
}

// pull adds bar times the derivatives of root in unknowns and calls to sums.
func pull(p *program.Program, root, bar ir.ID, sums map[ir.ID]ir.ID) {
	g := p.Graph
	found := g.Pull(root, bar, func(_ ir.ID, n ir.Node) bool {
		return n.Op == ir.Load && n.Sym.Variant == ir.Primal && (n.Sym.Role == ir.State || n.Sym.Role == ir.Call)
	})
	for _, id := range g.Loads(root) {
		c, ok := found[id]
		if !ok {
			continue
		}
		if old, ok := sums[id]; ok {
			c = g.Add(old, c)
		}
		sums[id] = c
	}
}
