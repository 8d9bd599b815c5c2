package explain

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// boundary prints the rows of the boundary: the formulas of the ghost cells, how
// a condition was solved for them, and the data in it.
func (w *writer) boundary() {
	written := false
	for _, k := range w.p.Kernels {
		if !k.FillsGhosts() {
			continue
		}
		if !written {
			w.section("ghost cells")
			written = true
		}
		w.indent(title(w.p, k))
		for _, o := range k.Out[:used(k)] {
			w.line("    %s%s = %s", w.p.Name(o.Sym), w.place(k, o.Off), w.faceText(k, o.Root))
		}
		for i := range w.p.Bounds {
			if w.feeds(i, k) {
				w.datum(i)
			}
		}
		w.line("    %s", elimination(w.p, k))
	}
}

// title is the condition as the spec states it, or at least where it holds.
func title(p *program.Program, k *program.Kernel) string {
	if k.Doc != "" {
		return k.Doc
	}
	return fmt.Sprintf("%s = %s: %s", p.Model.Axes[k.Axis].Name, side(k.High), p.Name(k.Out[0].Sym))
}

// kinds of conditions that are no equation for the ghosts.
var kinds = map[model.ConditionKind]string{
	model.Flux:     "the flux through the face is what the condition says; the state is continued linearly",
	model.Outflow:  "the state is continued linearly",
	model.Symmetry: "the mirror image",
}

// elimination says how a condition became a formula of its ghosts.
func elimination(p *program.Program, k *program.Kernel) string {
	for _, c := range p.Model.Boundary {
		if c.State.Index == int(k.Out[0].Sym.Index) && c.Axis == k.Axis && c.High == k.High && kinds[c.Kind] != "" {
			return kinds[c.Kind]
		}
	}
	g := p.Graph
	own := k.Out[0].Sym
	coupled, affine := false, true
	for _, o := range k.Out {
		bar := g.Pull(o.Root, g.Num(1), func(_ ir.ID, n ir.Node) bool {
			return n.Op == ir.Load && n.Sym.Variant == ir.Primal && (n.Sym.Role == ir.State || n.Sym.Role == ir.Call)
		})
		for _, id := range g.Loads(o.Root) {
			slope, ok := bar[id]
			if !ok {
				continue
			}
			coupled = coupled || g.Node(id).Sym != own
			affine = affine && !implicit(p, slope)
		}
	}
	if coupled || !affine {
		return "eliminated, with what is not affine in the ghost extrapolated to the face from the two cells next to it"
	}
	return "eliminated exactly"
}

// feeds tells that boundary data i belong to the face and state of a ghost fill.
func (w *writer) feeds(i int, k *program.Kernel) bool {
	b := w.p.Bounds[i]
	return b.State.Index == int(k.Out[0].Sym.Index) && b.Axis == k.Axis && b.High == k.High
}

// datum prints what boundary data are, and when they are evaluated.
func (w *writer) datum(i int) {
	k := w.p.Kernel(fmt.Sprintf("bound.%d", i))
	if k == nil {
		return
	}
	when := "once per parameter update"
	if w.p.Bounds[i].Time {
		when = "at each time level"
	}
	w.line("    %s = %s, %s", datumName(i), w.faceText(k, k.Out[0].Root), when)
}

func datumName(i int) string { return fmt.Sprintf("B%d", i) }

// used is the number of ghost layers that differ from the one before.
func used(k *program.Kernel) int {
	n := 1
	for n < len(k.Out) && k.Out[n].Root != k.Out[n-1].Root {
		n++
	}
	return n
}

// place is an offset from the cell at the face, as an index: 0 is the first cell.
func (w *writer) place(k *program.Kernel, off ir.Offset) string {
	return "[" + strings.Join(faceIndex(w.p, k, off), ",") + "]"
}

func faceIndex(p *program.Program, k *program.Kernel, off ir.Offset) []string {
	parts := strings.Split(strings.Trim(p.Graph.Place(off), "[]"), ",")
	n := int(off[k.Axis])
	parts[k.Axis] = fmt.Sprint(n)
	if k.High {
		parts[k.Axis] = "N"
		if n != 1 {
			parts[k.Axis] = fmt.Sprintf("N%+d", n-1)
		}
	}
	return parts
}

// faceText prints an expression at a face with the indices of cells there.
func (w *writer) faceText(k *program.Kernel, root ir.ID) string {
	text := w.p.Text(root)
	for _, id := range w.p.Graph.Loads(root) {
		n := w.p.Graph.Node(id)
		to := w.p.Name(n.Sym) + w.place(k, n.Off)
		if n.Sym.Role == ir.Bound {
			to = datumName(int(n.Sym.Index))
		}
		text = strings.ReplaceAll(text, w.p.Text(id), to)
	}
	return text
}
