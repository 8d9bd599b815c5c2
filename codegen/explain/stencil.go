package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
					rows = append(rows, [2]string{w.p.Graph.Place(x.off), w.weightText(x.weight)})
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
			rows = joined(rows)
			width := 0
			for _, r := range rows {
				width = max(width, min(len(r[0]), maxPlaces))
			}
			for _, r := range rows {
				if len(r[0]) > maxPlaces {
					w.line("    %s", r[0])
					r[0] = ""
				}
				w.line("    %-*s  %s", width, r[0], r[1])
			}
		}
	}
}

// maxPlaces is the width up to which places stand before their weight, on its line.
const maxPlaces = 24

// joined puts the places of functions of the same arrays on one row.
func joined(rows [][2]string) (out [][2]string) {
	for _, r := range rows {
		same := slices.IndexFunc(out, func(o [2]string) bool { return o[1] == r[1] && strings.HasPrefix(r[1], functionOf) })
		if same < 0 {
			out = append(out, r)
			continue
		}
		out[same][0] += " " + r[0]
	}
	return out
}

// functionOf starts a weight that is too long to read.
const functionOf = "a function of "

// weightText prints a weight; of one that is too long to read, what it depends on:
// each array, with its place or in how many cells it is read.
func (w *writer) weightText(id ir.ID) string {
	text := w.p.Text(id)
	if len(text) <= maxWeight {
		return text
	}
	loads := ordered(w.p.Graph, w.p.Graph.Loads(id))
	cells := map[ir.Sym]int{}
	for _, l := range loads {
		cells[w.p.Graph.Node(l).Sym]++
	}
	var names []string
	for _, l := range loads {
		sym := w.p.Graph.Node(l).Sym
		switch n := cells[sym]; {
		case n == 1:
			names = append(names, w.p.Text(l))
		case n > 1:
			name, _, _ := strings.Cut(w.p.Text(l), "[")
			names = append(names, fmt.Sprintf("%s in %d cells", name, n))
			cells[sym] = 0 // told
		}
	}
	return functionOf + strings.Join(names, ", ")
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
	var out []weight
	for _, d := range p.Pull(f, g.Num(1), func(s ir.Sym) bool { return s.Role == ir.State && s.Variant == ir.Primal }) {
		if !g.IsNum(d.Root, 0) {
			out = append(out, weight{int(d.Sym.Index), d.Off, d.Root})
		}
	}
	slices.SortFunc(out, func(a, b weight) int {
		return cmp.Or(cmp.Compare(a.state, b.state), slices.Compare(a.off[:], b.off[:]))
	})
	return out
}
