package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// farRows is how a vector body goes over rows of arrays that no cache holds: a part of a
// row at a time, for which it asks for that part of the row after the last one that it
// reads, and which it stores past the caches at its end. That is a function of its own
// (see farBody), to which the body for arrays that are in a cache leaves the others: its
// loop has all registers.
type farRows struct {
	name     string // of that function
	from, to string
	ahead    []string         // rows of which the next ones are read soon
	lines    []place          // that are written
	rows     map[place]string // and their names
	results  map[place]string // where results are put together
}

// Kernels that go past the caches have few results, which are put together in memory that
// a cache holds, and compute little for each cell: others do not wait for memory.
const (
	mostResults = 4
	mostNodes   = 100
)

// farRows is nil for a kernel that gains nothing: all but apply and its derivatives, over
// whole rows of two or three axes.
func (b *vectorBody) farRows(w *writer) *farRows {
	last := w.loops.dim - 1
	if strings.Split(w.kernel.Name, ".")[0] != "apply" || last == 0 || len(w.kernel.Out) > mostResults || len(w.plan.nodes) > mostNodes ||
		w.loops.margin(last) != "" || w.loops.reach[last] != [2]int{} {
		return nil
	}
	f := &farRows{rows: map[place]string{}, results: map[place]string{}}
	for _, o := range w.kernel.Out {
		at := w.line(place{o.Sym, o.Off})
		if _, whole := b.wholes[o.Sym]; o.Add || !whole {
			return nil
		}
		f.lines = append(f.lines, at)
	}
	foremost := map[ir.Sym]place{}
	var read []ir.Sym
	for _, l := range w.lines() {
		if _, whole := b.wholes[l.sym]; !whole || slices.Contains(f.lines, l) {
			continue
		}
		before, ok := foremost[l.sym]
		if !ok {
			read = append(read, l.sym)
		}
		if !ok || slices.Compare(l.off[:], before.off[:]) > 0 {
			foremost[l.sym] = l
		}
	}
	for _, s := range read {
		f.ahead = append(f.ahead, b.lines[foremost[s]])
	}
	for _, at := range f.lines {
		f.rows[at] = b.lines[at]
		f.results[at] = w.scope.name("room for " + w.wishes.of(at.sym))
	}
	f.from, f.to = w.scope.name("from"), w.scope.name("to")
	return f
}

// leave is how the other body leaves arrays that no cache holds to the function.
func (f *farRows) leave(w *writer) []jen.Code {
	if f == nil {
		return nil
	}
	is := jen.Id("a").Dot("Past").Op("&&").Add(gridField("Size")).Op(">=").Qual(pathVec, "Far"+f.bits(w))
	return []jen.Code{jen.If(is).Block(jen.Id(f.name).Call(jen.Id("a"), jen.Id("lo"), jen.Id("hi")), jen.Return())}
}

func (f *farRows) bits(w *writer) string { return strings.TrimPrefix(w.elem, "float") }

// farBody is the vector body for such arrays.
type farBody struct{ *vectorBody }

func (b farBody) begin(w *writer) []jen.Code {
	code := b.bounds(w)
	for i, at := range b.far.lines {
		code = append(code, define(b.far.results[at], vecName("NewRow", w.elem).Call(jen.Id("a").Dot("Room").Call(jen.Lit(i), jen.Id("n")))))
	}
	return code
}

// cells goes over a row part by part.
func (b farBody) cells(w *writer) []jen.Code {
	f := b.far
	from, to, n, part := jen.Id(f.from), jen.Id(f.to), jen.Id("n"), jen.Qual(pathVec, "Part"+f.bits(w))
	next := gridField("Stride", w.loops.dim-2)
	if name := w.strides[w.loops.dim-2]; name != "" {
		next = jen.Id(name)
	}
	block := []jen.Code{define(f.to, jen.Min(from.Clone().Op("+").Add(part), n))}
	for _, row := range f.ahead {
		block = append(block, jen.Id(row).Dot("Fetch").Call(from.Clone().Op("+").Add(next)))
	}
	block = append(block, b.loop(w, from.Clone(), to, f.results))
	for _, at := range f.lines {
		block = append(block, jen.Id(f.rows[at]).Dot("Stream").Call(from.Clone(), to.Clone(), jen.Id(f.results[at])))
	}
	return []jen.Code{jen.For(from.Clone().Op(":=").Lit(0), from.Clone().Op("<").Add(n), from.Clone().Op("+=").Add(part)).Block(block...)}
}

func (b farBody) end(w *writer) []jen.Code {
	return append([]jen.Code{jen.Qual(pathVec, "Fence").Call()}, b.vectorBody.end(w)...)
}
