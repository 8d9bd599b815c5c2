package emit

import (
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// methods of vectors.
var methods = map[ir.Op]string{
	ir.Add: "Add", ir.Sub: "Sub", ir.Mul: "Mul", ir.Div: "Div", ir.Min: "Min", ir.Max: "Max",
	ir.Less: "Less", ir.LessEq: "LessEqual",
}

// expr prints a node as a vector.
func (b *vectorBody) expr(w *writer, id ir.ID) *jen.Statement {
	if name, ok := b.spread[id]; ok {
		return jen.Id(name)
	}
	if name, ok := w.local[id]; ok {
		return jen.Id(name)
	}
	return b.spell(w, id)
}

// spell prints a node's definition.
func (b *vectorBody) spell(w *writer, id ir.ID) *jen.Statement {
	n := w.plan.info[id].node
	j := jen.Id(index(w.loops.dim - 1))
	switch n.Op {
	case ir.Load:
		return jen.Id(b.lines[w.line(place{n.Sym, n.Off})]).Dot("At").Call(plus(j, int(n.Off[w.loops.dim-1])))
	case ir.Inside:
		return jen.Id(w.masks[n]).Dot("At").Call(j)
	case ir.Coord:
		x := jen.Id(w.coords[int(n.Sym.Index)]).Dot("At").Call(j)
		switch {
		case n.Off[0] > 0:
			return x.Dot("Add").Call(jen.Id(b.steps[n]))
		case n.Off[0] < 0:
			return x.Dot("Sub").Call(jen.Id(b.steps[n]))
		}
		return x
	case ir.Neg:
		return vecName("Neg", w.elem).Call(b.expr(w, n.X))
	case ir.Add, ir.Sub, ir.Mul, ir.Div:
		return b.method(w, n.Op, n.X, n.Y)
	case ir.Min, ir.Max:
		return b.extreme(w, n)
	case ir.Less, ir.LessEq:
		return vecName("Broadcast", w.elem).Call(jen.Lit(1)).Dot("Masked").Call(b.condition(w, id))
	case ir.Select:
		return b.expr(w, n.Y).Dot("Merge").Call(b.expr(w, n.Z), b.condition(w, n.X))
	}
	var args []jen.Code
	for _, x := range n.Operands() {
		args = append(args, b.expr(w, x))
	}
	return vecName(functions[n.Op], w.elem).Call(args...)
}

func (b *vectorBody) method(w *writer, op ir.Op, x, y ir.ID) *jen.Statement {
	return b.expr(w, x).Dot(methods[op]).Call(b.expr(w, y))
}

// extreme prints Min and Max; with a constant as the instruction, which costs half
// of a comparison and a choice. It gives its second operand where either is NaN,
// and the compiler (Go 1.26 and 1.27) may exchange them: NaN, which the scalar body
// keeps, can become the constant.
func (b *vectorBody) extreme(w *writer, n ir.Node) *jen.Statement {
	isNumber := func(id ir.ID) bool {
		n := w.plan.info[id].node
		return n.Op == ir.Const && !math.IsNaN(constant(n))
	}
	switch {
	case isNumber(n.X):
		return b.method(w, n.Op, n.X, n.Y)
	case isNumber(n.Y):
		return b.method(w, n.Op, n.Y, n.X)
	}
	return vecName(methods[n.Op], w.elem).Call(b.expr(w, n.X), b.expr(w, n.Y))
}

// condition prints a node as a mask.
func (b *vectorBody) condition(w *writer, id ir.ID) *jen.Statement {
	if n := w.plan.info[id].node; compares(n.Op) {
		return b.method(w, n.Op, n.X, n.Y)
	}
	return b.expr(w, id).Dot("NotEqual").Call(vecName("Broadcast", w.elem).Call(jen.Lit(0)))
}

// uniforms lists the values that are the same along a row and that the body uses,
// operands first.
func (b *vectorBody) uniforms(w *writer) (ids []ir.ID) {
	used := map[ir.ID]bool{}
	inner := w.loops.depth()
	for _, o := range w.kernel.Out {
		used[o.Root] = true
	}
	for _, id := range w.plan.nodes {
		i := w.plan.info[id]
		if i.level < inner {
			continue
		}
		for place, x := range i.node.Operands() {
			if cond := w.plan.info[x].node; i.node.Op == ir.Select && place == 0 && compares(cond.Op) {
				used[cond.X], used[cond.Y] = true, true // compared there
			} else {
				used[x] = true
			}
		}
	}
	for _, id := range w.plan.nodes {
		if used[id] && w.plan.info[id].level < inner {
			ids = append(ids, id)
		}
	}
	return ids
}

// spreadName proposes a name for a value in every element of a vector.
func spreadName(w *writer, id ir.ID) string {
	if name, ok := w.local[id]; ok {
		return name + "V"
	}
	switch n := w.plan.info[id].node; n.Op {
	case ir.Scalar:
		return w.scalars[n.Sym] + "V"
	case ir.Coord:
		return w.coords[int(n.Sym.Index)] + "V"
	case ir.Inside:
		return w.masks[n] + "V"
	case ir.Neg:
		return "minus " + spreadName(w, n.X)
	case ir.Const:
		for _, c := range []struct {
			value float64
			name  string
		}{{0, "zero"}, {0.5, "half"}, {1, "one"}, {2, "two"}, {3, "three"}, {4, "four"}} {
			if constant(n) == c.value {
				return c.name
			}
		}
	}
	return "number"
}
