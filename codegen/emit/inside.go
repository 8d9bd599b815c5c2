package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// The mask of an axis, Args.In, is laid out as its coordinates: a number along
// the loop of an outer axis, a row along the innermost one.

// insides lists the masks that the kernel reads, in a fixed order.
func (w *writer) insides() []ir.Node {
	var list []ir.Node
	for _, id := range w.plan.nodes {
		if n := w.plan.graph.Node(id); n.Op == ir.Inside {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b ir.Node) int {
		if a.Sym != b.Sym {
			return a.Sym.Compare(b.Sym)
		}
		return slices.Compare(a.Off[:], b.Off[:])
	})
	return list
}

// insideSuffix names a mask: X at the cell, Xm one cell before it along x.
func (n symbolNames) insideSuffix(node ir.Node) string {
	if node.Off == (ir.Offset{}) {
		return upperFirst(identifier(n.p.Model.Axes[node.Sym.Index].Name))
	}
	return n.offsetSuffix(node.Off)
}

// inside prints a mask at the current cell.
func (w *writer) inside(n ir.Node) *jen.Statement {
	axis := int(n.Sym.Index)
	mask := jen.Id(w.masks[n])
	if w.rowCoord(axis) {
		mask.Index(jen.Id(index(axis)))
	}
	return mask
}

// insideRows defines the masks that vary along the rows of the body.
func (w *writer) insideRows(b body) (code []jen.Code) {
	for _, n := range w.insides() {
		axis := int(n.Sym.Index)
		if w.rowCoord(axis) {
			first := plus(w.loops.firstCoord(axis), int(n.Off[axis]))
			row := jen.Id("a").Dot("In").Index(jen.Lit(axis)).Index(first, jen.Empty())
			code = append(code, define(w.masks[n], b.row(w, row.Index(jen.Empty(), jen.Id("n")))))
		}
	}
	return code
}

// insideNumbers defines the masks that change with the loop of a level.
func (w *writer) insideNumbers(level int) (code []jen.Code) {
	for _, n := range w.insides() {
		axis := int(n.Sym.Index)
		if !w.rowCoord(axis) && w.loops.level(axis) == level {
			at := plus(w.loops.coord(axis), int(n.Off[axis]))
			code = append(code, define(w.masks[n], jen.Id("a").Dot("In").Index(jen.Lit(axis)).Index(at)))
		}
	}
	return code
}

// plus adds a whole number to an index.
func plus(s *jen.Statement, d int) *jen.Statement {
	switch {
	case d > 0:
		return s.Op("+").Lit(d)
	case d < 0:
		return s.Op("-").Lit(-d)
	}
	return s
}
