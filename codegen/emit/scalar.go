package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// scalarBody visits cells one by one.
type scalarBody struct{}

func (scalarBody) rows(w *writer) (code []jen.Code) {
	if w.long != nil {
		return w.cutLong()
	}
	for _, pl := range w.places() {
		code = append(code, define(w.rows[pl], w.cut(pl, 0)))
	}
	return code
}

func (scalarBody) row(_ *writer, slice *jen.Statement) *jen.Statement { return slice }
func (scalarBody) begin(*writer) []jen.Code                           { return nil }
func (scalarBody) uniform(*writer, int) []jen.Code                    { return nil }
func (scalarBody) end(*writer) []jen.Code                             { return nil }

func (scalarBody) cells(w *writer) []jen.Code {
	if !w.loops.rows() {
		return w.cell()
	}
	if w.long != nil {
		return w.alongLong(w.cell())
	}
	i := index(w.loops.dim - 1)
	return []jen.Code{jen.For(jen.Id(i).Op(":=").Range().Id("n")).Block(w.cell()...)}
}

// cell prints the statements of one cell, output by output, each with the
// locals that it is the first to need.
func (w *writer) cell() []jen.Code {
	var code []jen.Code
	done := map[ir.ID]bool{}
	need := func(root ir.ID) {
		for _, id := range w.plan.under(root) {
			if !done[id] {
				done[id] = true
				code = append(code, w.define(id)...)
			}
		}
	}
	line := ""
	buffered := len(w.values) > 0
	if buffered {
		for i, o := range w.kernel.Out {
			need(o.Root)
			code = append(code, define(w.values[i], w.typed(o.Root)))
		}
	}
	for i, o := range w.kernel.Out {
		if at := w.spans(o); at != line && at != "" {
			line = at
			code = append(code, jen.Comment(at))
		}
		need(o.Root)
		var value *jen.Statement
		if buffered {
			value = jen.Id(w.values[i])
		}
		code = append(code, w.assign(w.load(o.Sym, o.Off), o.Root, o.Add, value))
	}
	for k, s := range w.kernel.Sums {
		need(s.Root)
		sum := wide(w.expr(s.Root, precLowest), w.elem)
		code = append(code, jen.Id(w.sums[k]).Op("+=").Add(sum))
	}
	return code
}

// assign prints how a value (nil: the expression itself) goes to its target. Adding
// a negated expression is subtracting it.
func (w *writer) assign(target *jen.Statement, root ir.ID, add bool, value *jen.Statement) *jen.Statement {
	if !add {
		if value == nil {
			value = w.expr(root, precLowest)
		}
		return target.Op("=").Add(value)
	}
	if n := w.plan.info[root].node; value == nil && n.Op == ir.Neg && w.local[root] == "" {
		return target.Op("-=").Add(w.expr(n.X, precLowest))
	}
	if value == nil {
		value = w.expr(root, precLowest)
	}
	return target.Op("+=").Add(value)
}

// buffered says that an output reads an element which an earlier one writes, so
// that all values must be known before the first is written.
func (w *writer) buffered() bool {
	written := map[place]bool{}
	for _, o := range w.kernel.Out {
		written[place{o.Sym, o.Off}] = true
	}
	reads := func(id ir.ID) bool {
		n := w.plan.graph.Node(id)
		return n.Op == ir.Load && written[place{n.Sym, n.Off}]
	}
	if !slices.ContainsFunc(w.plan.nodes, reads) {
		return false
	}
	clear(written)
	for _, o := range w.kernel.Out {
		for _, id := range w.plan.graph.Loads(o.Root) {
			if n := w.plan.info[id].node; written[place{n.Sym, n.Off}] {
				return true
			}
		}
		written[place{o.Sym, o.Off}] = true
	}
	return false
}

// define prints the statements that compute a local.
func (w *writer) define(id ir.ID) []jen.Code {
	n, name := w.plan.info[id].node, w.local[id]
	switch {
	case n.Op == ir.Select:
		choose := jen.If(w.condition(n.X)).Block(jen.Id(name).Op("=").Add(w.expr(n.Y, precLowest)))
		if w.named(n.Z) {
			return []jen.Code{define(name, w.typed(n.Z)), choose}
		}
		return []jen.Code{
			jen.Var().Id(name).Id(w.elem),
			choose.Else().Block(jen.Id(name).Op("=").Add(w.expr(n.Z, precLowest))),
		}
	case compares(n.Op):
		return []jen.Code{
			jen.Var().Id(name).Id(w.elem),
			jen.If(w.condition(id)).Block(jen.Id(name).Op("=").Lit(1)),
		}
	}
	return []jen.Code{define(name, w.spell(id, precLowest))}
}

// named says that a value costs nothing to write: it is a leaf or has a name.
func (w *writer) named(id ir.ID) bool { return w.plan.leaf(id) || w.local[id] != "" }

// wide turns a value of the element type into a float64.
func wide(x *jen.Statement, elem string) *jen.Statement {
	if elem == "float64" {
		return x
	}
	return jen.Float64().Call(x)
}
