package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// longRows is how a scalar body holds rows where an array is read at neighbours along
// them: each line of places is cut once, from its first neighbour to its last,
//
//	phiC := phi[p-1:][:n+2]
//	for last := 2; last < n+2; last++ {
//		j := last - 1
//		... phiC[j-1], phiC[j], phiC[j+1]
//
// for a slice of each place would be more pointers than a processor has registers. All
// rows are as long, and the loop counts the last neighbour: then the Go compiler can
// tell that no index is out of bounds.
type longRows struct {
	least, most int    // offsets along the rows, of all places
	last        string // the index of the last neighbour
}

// line is the place without its offset along the rows.
func (w *writer) line(pl place) place {
	pl.off[w.loops.dim-1] = 0
	return pl
}

// lines are those of all places, in order.
func (w *writer) lines() (list []place) {
	for _, pl := range w.places() {
		if l := w.line(pl); !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

// nameRows names rows, and decides whether they are long.
func (w *writer) nameRows() {
	named := w.places()
	if w.long = w.findLong(); w.long != nil {
		named = w.lines()
		w.long.last = "last"
		w.scope.reserve(w.long.last)
	}
	for _, pl := range named {
		w.rows[pl] = w.scope.name(w.wishes.row(pl))
	}
}

// findLong is nil where no two places are on a line, and where something else than
// arrays of the whole grid varies along the rows.
func (w *writer) findLong() *longRows {
	if len(w.lines()) == len(w.places()) || w.usesFace() || w.kernel.Once != nil ||
		slices.ContainsFunc(w.coordAxes(), w.rowCoord) ||
		slices.ContainsFunc(w.insides(), func(n ir.Node) bool { return w.rowCoord(int(n.Sym.Index)) }) {
		return nil
	}
	l := new(longRows)
	for _, pl := range w.places() {
		off := int(pl.off[w.loops.dim-1])
		l.least, l.most = min(l.least, off), max(l.most, off)
	}
	return l
}

// cutLong cuts the rows.
func (w *writer) cutLong() (code []jen.Code) {
	for _, l := range w.lines() {
		first := l
		first.off[w.loops.dim-1] = int16(w.long.least)
		code = append(code, define(w.rows[l], w.cut(first, w.long.most-w.long.least)))
	}
	return code
}

// alongLong loops over the cells of long rows.
func (w *writer) alongLong(cell []jen.Code) []jen.Code {
	l, i := w.long, index(w.loops.dim-1)
	count := i
	if l.most > 0 {
		count = l.last
		cell = append([]jen.Code{define(i, plus(jen.Id(count), -l.most))}, cell...)
	}
	past := plus(jen.Id("n"), l.most-l.least)
	return []jen.Code{jen.For(jen.Id(count).Op(":=").Lit(l.most-l.least), jen.Id(count).Op("<").Add(past), jen.Id(count).Op("++")).Block(cell...)}
}
