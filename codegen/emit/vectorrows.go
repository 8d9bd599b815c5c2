package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// nameRows names rows and the arrays that they are cut from without checks: all but
// slabs, and the arrays of a grid of one axis, which are one row.
func (b *vectorBody) nameRows(w *writer) {
	for _, l := range w.lines() {
		name, ok := w.rows[l]
		if !ok {
			name = w.scope.name(w.wishes.row(l))
		}
		b.lines[l] = name
	}
	if w.loops.dim == 1 {
		return
	}
	for _, s := range w.arraySyms() {
		if !w.inSlab(s) {
			b.wholes[s] = w.scope.name(w.wishes.of(s) + " rows")
		}
	}
	b.first, b.past = w.scope.name("first"), w.scope.name("end")
}

// extent is the least and the largest offset of an array's places, by axis.
func (w *writer) extent(s ir.Sym) (least, most ir.Offset) {
	for _, pl := range w.places() {
		for a := range w.loops.dim {
			if pl.sym == s {
				least[a], most[a] = min(least[a], pl.off[a]), max(most[a], pl.off[a])
			}
		}
	}
	return least, most
}

// bounds checks, for each array, that the cells from the first that the loops read to
// the last are its elements.
func (b *vectorBody) bounds(w *writer) []jen.Code {
	if len(b.wholes) == 0 {
		return nil
	}
	l, from, to := w.loops, [3]jen.Code{}, [3]jen.Code{}
	for a := range 3 {
		switch {
		case a >= l.dim:
			from[a], to[a] = jen.Lit(0), jen.Lit(0)
		case a == l.dim-1:
			from[a], to[a] = l.start(a), l.start(a)
		default:
			from[a], to[a] = l.start(a), plus(l.end(a), -1)
		}
	}
	code := []jen.Code{
		define(b.first, jen.Id("g").Dot("Index").Call(from[:]...)),
		define(b.past, jen.Id("g").Dot("Index").Call(to[:]...).Op("+").Id("n")),
	}
	for _, s := range w.arraySyms() {
		name, ok := b.wholes[s]
		if !ok {
			continue
		}
		least, most := w.extent(s)
		code = append(code, define(name, vecName("Rows", w.elem).Call(
			jen.Id(w.arrays[s]), w.moved(jen.Id(b.first), least), w.moved(jen.Id(b.past), most))))
	}
	return code
}

func (b *vectorBody) rows(w *writer) (code []jen.Code) {
	last := w.loops.dim - 1
	for _, l := range w.lines() {
		if name, ok := b.wholes[l.sym]; ok {
			code = append(code, define(b.lines[l], jen.Id(name).Dot("Shift").Call(w.position(l.sym, l.off))))
			continue
		}
		first, end := 0, 0
		for _, pl := range w.places() {
			if w.line(pl) == l {
				first, end = min(first, int(pl.off[last])), max(end, int(pl.off[last]))
			}
		}
		from := l
		from.off[last] = int16(first)
		row := b.row(w, w.cut(from, end-first))
		if first < 0 {
			row.Dot("Shift").Call(jen.Lit(-first))
		}
		code = append(code, define(b.lines[l], row))
	}
	return code
}
