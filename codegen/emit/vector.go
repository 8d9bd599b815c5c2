package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// vectorBody visits the cells of a row a vector at a time. The last vector overlaps
// the one before; a row shorter than a vector is left to the scalar body.
//
// Rows are short, so little may be done for each: bounds are checked once, for the
// cells of the whole loop nest, and neighbours along a row share its pointer.
type vectorBody struct {
	scalar string             // the function of the scalar body
	lines  map[place]string   // rows, by the place of the current cell's own or of a neighbour's across it
	wholes map[ir.Sym]string  // arrays whose bounds are checked before the loops
	first  string             // place of the first cell of the loop nest in padded arrays
	past   string             // place behind its last
	spread map[ir.ID]string   // values that are the same along a row, in every element of a vector
	steps  map[ir.Node]string // of coordinates at faces along the row: their distance from the cell's centre
	next   string             // the loop's variable
	far    *farRows           // of a kernel that may go past the caches, else nil
}

// newVectorBody names what the vector body has in addition to the scalar one.
func newVectorBody(w *writer, scalar string) *vectorBody {
	b := &vectorBody{
		scalar: scalar, lines: map[place]string{}, wholes: map[ir.Sym]string{},
		spread: map[ir.ID]string{}, steps: map[ir.Node]string{},
	}
	b.next = w.scope.name("next")
	b.nameRows(w)
	b.far = b.farRows(w)
	for _, id := range b.uniforms(w) {
		b.spread[id] = w.scope.name(spreadName(w, id))
	}
	for _, id := range w.plan.nodes {
		if n := w.plan.info[id].node; n.Op == ir.Coord && n.Off[0] != 0 && w.rowCoord(int(n.Sym.Index)) {
			b.steps[n] = w.scope.name("step " + w.prog.Model.Axes[n.Sym.Index].Name)
		}
	}
	return b
}

// vectorWords are the first words of the kernels that run often enough for a
// vector body.
var vectorWords = []string{"coefs", "held", "call", "apply", "matrix", "inputs", "sweep"}

// vectorised says that a kernel has a vector body: it runs along rows of the whole
// grid, sums nothing, and reads nothing that it writes, since cells of the overlap
// are computed twice.
func (e *emitter) vectorised(k *program.Kernel) bool {
	l := newLoops(k, e.prog.Model.Axes)
	if !l.rows() || l.face >= 0 || len(k.Sums) > 0 {
		return false
	}
	if !isOnce(k) && !slices.Contains(vectorWords, strings.Split(k.Name, ".")[0]) {
		return false
	}
	written := map[ir.Sym]bool{}
	for _, o := range k.Out {
		if o.Off != (ir.Offset{}) || written[o.Sym] {
			return false
		}
		written[o.Sym] = true
	}
	return !slices.ContainsFunc(e.prog.Graph.Loads(k.Roots()...), func(id ir.ID) bool {
		return written[e.prog.Graph.Node(id).Sym]
	})
}

// vectorType completes a name of package vec: F32 or F64.
func vectorType(elem string) string { return "F" + strings.TrimPrefix(elem, "float") }

// vecName is a name of package vec at the vector of the element type.
func vecName(name, elem string) *jen.Statement { return jen.Qual(pathVec, name+vectorType(elem)) }

// width is the number of elements of a vector.
func width(elem string) *jen.Statement {
	return jen.Qual(pathVec, "W"+strings.TrimPrefix(elem, "float"))
}

func (b *vectorBody) row(w *writer, slice *jen.Statement) *jen.Statement {
	return vecName("NewRow", w.elem).Call(slice)
}

func (b *vectorBody) begin(w *writer) (code []jen.Code) {
	lo, hi, short := jen.Id("lo"), jen.Id("hi"), jen.Id("n").Op("<").Add(width(w.elem))
	if len(b.wholes) > 0 {
		short.Op("||").Id("lo").Op(">=").Id("hi")
	}
	code = append(code, jen.If(short).Block(
		jen.Id(b.scalar).Call(jen.Id("a"), lo, hi),
		jen.Return(),
	))
	return append(code, append(b.far.leave(w), b.bounds(w)...)...)
}

func (b *vectorBody) end(*writer) []jen.Code {
	return []jen.Code{jen.Qual(pathVec, "ClearUpper").Call()}
}

// uniform puts the values of a level into vectors.
func (b *vectorBody) uniform(w *writer, level int) (code []jen.Code) {
	for _, id := range w.plan.nodes {
		if name, ok := b.spread[id]; ok && w.plan.info[id].level == level {
			code = append(code, define(name, vecName("Broadcast", w.elem).Call(w.expr(id, precLowest))))
		}
		if name, ok := b.steps[w.plan.info[id].node]; ok && level == 0 {
			code = append(code, define(name, vecName("Broadcast", w.elem).Call(w.step(w.plan.info[id].node))))
		}
	}
	return code
}

func (b *vectorBody) cells(w *writer) []jen.Code {
	return []jen.Code{b.loop(w, jen.Lit(0), jen.Id("n"), b.lines)}
}

// loop goes over the vectors of a row from one cell to another, with results in rows of
// the given names.
func (b *vectorBody) loop(w *writer, from, to *jen.Statement, results map[place]string) *jen.Statement {
	j, next := index(w.loops.dim-1), jen.Id(b.next)
	first := define(j, jen.Min(next.Clone(), jen.Id("n").Op("-").Add(width(w.elem)))).Comment("the last vector overlaps the one before")
	return jen.For(
		next.Clone().Op(":=").Add(from), next.Clone().Op("<").Add(to), next.Clone().Op("+=").Add(width(w.elem)),
	).Block(append([]jen.Code{first}, b.vector(w, j, results)...)...)
}

// vector prints the statements of the cells of one vector, as writer.cell does
// those of one cell. Results go to rows of the given names.
func (b *vectorBody) vector(w *writer, j string, results map[place]string) (code []jen.Code) {
	done := map[ir.ID]bool{}
	line := ""
	for _, o := range w.kernel.Out {
		if at := w.spans(o); at != line && at != "" {
			line = at
			code = append(code, jen.Comment(at))
		}
		for _, id := range w.plan.under(o.Root) {
			if !done[id] {
				done[id] = true
				code = append(code, define(w.local[id], b.spell(w, id)))
			}
		}
		row, value := jen.Id(results[w.line(place{o.Sym, o.Off})]), b.expr(w, o.Root)
		if o.Add {
			code = append(code, row.Dot("Add").Call(jen.Id(j), value, jen.Id(b.next).Op("-").Id(j)))
		} else {
			code = append(code, row.Dot("Set").Call(jen.Id(j), value))
		}
	}
	return code
}
