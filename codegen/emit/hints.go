package emit

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// hint proposes a name for a local from what it is: a difference of one array
// (dPhiXm), a value at a face (faceXm), a product of two scalars (alphaRhoC),
// a face coordinate (xFace); t where nothing better is known.
func (w *writer) hint(id ir.ID) string {
	n := w.plan.graph.Node(id)
	switch {
	case n.Op == ir.Coord:
		return w.prog.Model.Axes[n.Sym.Index].Name + "Face"
	case w.plan.info[id].level == 0:
		return w.uniformHint(n)
	}
	side := w.faceOf(id)
	if side == "" {
		return "t"
	}
	if name, ok := w.difference(n); ok {
		return "d" + upperFirst(name) + side
	}
	if compares(n.Op) || n.Op == ir.Select && compares(w.plan.info[n.X].node.Op) {
		return "up" + side
	}
	return "face" + side
}

// uniformHint joins the names of two scalars that are multiplied or divided.
func (w *writer) uniformHint(n ir.Node) string {
	if n.Op != ir.Mul && n.Op != ir.Div {
		return "c"
	}
	x, okX := w.simpleName(n.X)
	y, okY := w.simpleName(n.Y)
	switch {
	case !okX || !okY || len(x)+len(y) > 20:
		return "c"
	case x == y:
		return x + "Sq"
	case n.Op == ir.Div:
		return x + "Over" + upperFirst(y)
	}
	return x + upperFirst(y)
}

// simpleName is the name of a scalar or of a local that has been named.
func (w *writer) simpleName(id ir.ID) (string, bool) {
	n := w.plan.graph.Node(id)
	if n.Op == ir.Scalar {
		return w.scalars[n.Sym], true
	}
	name, ok := w.local[id]
	return name, ok && len(name) > 2
}

// difference is the name of the array of which n is a difference.
func (w *writer) difference(n ir.Node) (string, bool) {
	if n.Op != ir.Sub {
		return "", false
	}
	x, y := w.plan.info[n.X].node, w.plan.info[n.Y].node
	if x.Op != ir.Load || y.Op != ir.Load || x.Sym != y.Sym {
		return "", false
	}
	return w.arrays[x.Sym], true
}

// faceOf names the face that a value belongs to: that between the cell and one
// neighbour, where it reads no other cells.
func (w *writer) faceOf(id ir.ID) string {
	offs := w.offsets[id]
	if len(offs) != 2 {
		return ""
	}
	here, far := offs[0], offs[1]
	if here != (ir.Offset{}) {
		here, far = far, here
	}
	if here != (ir.Offset{}) || abs(far[0])+abs(far[1])+abs(far[2]) != 1 {
		return ""
	}
	return w.wishes.offsetSuffix(far)
}

// findOffsets lists for every value the cells that it reads, as far as three.
func (w *writer) findOffsets() {
	w.offsets = make(map[ir.ID][]ir.Offset, len(w.plan.nodes))
	for _, id := range w.plan.nodes {
		n := w.plan.graph.Node(id)
		var offs []ir.Offset
		if n.Op == ir.Load {
			offs = append(offs, n.Off)
		}
		for _, x := range n.Operands() {
			if offs == nil {
				offs = w.offsets[x] // shared
				continue
			}
			for _, off := range w.offsets[x] {
				if len(offs) < 3 && !slices.Contains(offs, off) {
					offs = append(slices.Clip(offs), off)
				}
			}
		}
		w.offsets[id] = offs
	}
}

func abs(d int16) int { return int(max(d, -d)) }
