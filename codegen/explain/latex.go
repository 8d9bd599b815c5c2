package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// maxTex bounds the length of an expression in LaTeX, of which a graph that
// shares its parts could make an enormous one.
const maxTex = 100_000

// LaTeX is the discrete system of p as an align* environment (package amsmath):
// the equations, their fluxes, coefficient fields, calls of networks, the ghost
// cells and the data in them.
func LaTeX(p *program.Program) string {
	t := &tex{p: p}
	t.place = func(n ir.Node) string { return t.indices(n.Off) }
	var rows []string
	for s := range p.Model.States {
		rows = append(rows, t.equation(s)...)
	}
	for _, c := range p.Coefs {
		if p.Graph.Node(c.Expr).Op == ir.Load && p.Name(p.Graph.Node(c.Expr).Sym) == c.Name {
			continue // the field itself
		}
		rows = append(rows, at(texName(c.Name), t.indices(ir.Offset{}))+" &= "+t.bounded(c.Expr))
	}
	for i := range p.Calls {
		rows = append(rows, t.call(i))
	}
	for _, k := range p.Kernels {
		if k.FillsGhosts() {
			rows = append(rows, t.ghost(k)...)
		}
	}
	for i := range p.Bounds {
		if k := p.Kernel(fmt.Sprintf("bound.%d", i)); k != nil {
			face := t.onFace(k)
			rows = append(rows, at(face.sym(k.Out[0].Sym), tangential(p, k))+" &= "+face.bounded(k.Out[0].Root))
		}
	}
	return "\\begin{align*}\n  " + strings.Join(rows, " \\\\\n  ") + "\n\\end{align*}\n"
}

// equation sets the rows of one equation: it, then its fluxes.
func (t *tex) equation(s int) []string {
	p, g, eq := t.p, t.p.Graph, t.p.Equations[s]
	var terms, fluxes []string
	if !g.IsNum(eq.Cell, 0) {
		terms = append(terms, t.bounded(eq.Cell))
	}
	for a, x := range p.Model.Axes {
		if g.IsNum(eq.Flux[a], 0) {
			continue
		}
		flux := "F^{" + x.Name + "}"
		if len(p.Model.States) > 1 {
			flux = "F^{" + x.Name + "," + texName(p.Model.States[s].Name) + "}"
		}
		here := flux + "_{" + t.indices(ir.Offset{}) + "}"
		terms = append(terms, fmt.Sprintf(`\frac{%s_{%s} - %s}{\Delta %s}`, flux, t.indices(ir.Along(a, 1)), here, texName(x.Name)))
		fluxes = append(fluxes, here+" &= "+t.bounded(eq.Flux[a]))
	}
	right := strings.Join(terms, " + ")
	if right == "" {
		right = "0"
	}
	if scaled(p, s) {
		right = t.bounded(eq.Scale) + ` \left(` + right + `\right)`
	}
	left := "0"
	if !marked(p.Algebraic, s) {
		left = `\frac{\mathrm{d}}{\mathrm{d}` + texName(p.Model.Time.Symbol.Name) + `} \left(` + t.bounded(eq.Mass) + `\right)`
	}
	return append([]string{left + " &= " + right}, fluxes...)
}

// call sets a call as the network of its closure at its inputs.
func (t *tex) call(i int) string {
	p, call := t.p, t.p.Calls[i]
	x, place := t, t.indices(ir.Offset{})
	if k := p.Kernel(fmt.Sprintf("call.%d", i)); k != nil && (k.Region == program.Face || k.Region == program.FaceExtended) {
		x, place = t.onFace(k), strings.Join(faceIndex(p, k, ir.Offset{}), ",")
	}
	var inputs []string
	for _, in := range call.Inputs {
		inputs = append(inputs, x.bounded(in))
	}
	network := `\mathcal{N}_{` + texName(p.Model.Closures[call.Closure].Name) + `}`
	return at(texName(p.CallName(i)), place) + " &= " + network + `\left(` + strings.Join(inputs, ", ") + `\right)`
}

// ghost sets the formulas of the ghost cells of a face; N is the number of cells.
func (t *tex) ghost(k *program.Kernel) (rows []string) {
	face := t.onFace(k)
	for _, o := range k.Out[:used(k)] {
		rows = append(rows, at(face.sym(o.Sym), strings.Join(faceIndex(t.p, k, o.Off), ","))+" &= "+face.bounded(o.Root))
	}
	return rows
}

// onFace sets elements with indices on a kernel's face, boundary data with those
// along it.
func (t *tex) onFace(k *program.Kernel) *tex {
	return &tex{p: t.p, place: func(n ir.Node) string {
		if n.Sym.Role == ir.Bound {
			return tangential(t.p, k)
		}
		return strings.Join(faceIndex(t.p, k, n.Off), ",")
	}}
}

// tangential are the indices along a kernel's face.
func tangential(p *program.Program, k *program.Kernel) string {
	index := faceIndex(p, k, ir.Offset{})
	return strings.Join(slices.Delete(index, k.Axis, k.Axis+1), ",")
}

// bounded sets an expression, or dots where it would be too long.
func (t *tex) bounded(id ir.ID) string {
	if t.length(id) > maxTex {
		return `\dots`
	}
	return t.expr(id, 0)
}

// length is about how many operands an expression has when it is written out.
func (t *tex) length(id ir.ID) float64 {
	g := t.p.Graph
	size := map[ir.ID]float64{}
	for _, x := range g.Reachable(id) {
		n := g.Node(x)
		size[x] = 10
		for _, y := range n.Operands() {
			size[x] += size[y]
		}
	}
	return size[id]
}
