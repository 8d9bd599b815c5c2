package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// body prints what happens at the cells of the innermost loop. There is one
// implementation per kind of body; a kernel's loops and prologue are the same
// for all.
type body interface {
	// rows cuts the rows of a loop over the innermost axis from the arrays.
	rows(w *writer) []jen.Code
	// row is how the body holds a slice of the cells of a row.
	row(w *writer, slice *jen.Statement) *jen.Statement
	// begin prints what the body needs to know of the length n of the rows.
	begin(w *writer) []jen.Code
	// uniform prints what the body makes of the values that become known at a
	// level outside the innermost loop.
	uniform(w *writer, level int) []jen.Code
	// cells prints the statements for the cells of one row (or for one cell,
	// where the kernel does not run along rows).
	cells(w *writer) []jen.Code
	// end prints what comes behind the loops.
	end(w *writer) []jen.Code
}

// function prints a kernel as a Go function.
func (w *writer) function(name string, b body) *jen.Statement {
	lo, hi := "lo", "hi"
	if !w.loops.usesRange() {
		lo, hi = "_", "_"
	}
	args := jen.Id("a").Op("*").Qual(pathKernel, "Args").Index(jen.Id(w.elem))
	return jen.Func().Id(name).Params(args, jen.List(jen.Id(lo), jen.Id(hi)).Int()).Block(w.statements(b)...)
}

func (w *writer) statements(b body) []jen.Code {
	code := []jen.Code{jen.Qual(pathVec, "ClearUpper").Call()}
	code = append(code, w.prologue(b)...)
	code = append(code, w.beforeLoops()...)
	code = append(code, w.nest(0, b)...)
	for i, s := range w.kernel.Sums {
		code = append(code, jen.Id("a").Dot("BarParam").Index(jen.Lit(s.Param)).Op("+=").Id(w.sums[i]))
	}
	return append(code, b.end(w)...)
}

// prologue fetches the arguments and computes what is uniform over the grid.
func (w *writer) prologue(b body) []jen.Code {
	code := []jen.Code{jen.Id("g").Op(":=").Id("a").Dot("Grid")}
	if w.loops.clamped() {
		code = append(code, w.loops.clamp())
	}
	for _, s := range w.scalarSyms() {
		code = append(code, define(w.scalars[s], scalar(s, w.elem)))
	}
	for _, s := range w.arraySyms() {
		if s.Role != ir.Once {
			code = append(code, define(w.arrays[s], array(s)))
		}
	}
	for axis, name := range w.strides {
		if name != "" {
			code = append(code, define(name, gridField("Stride", axis)))
		}
	}
	if w.loops.rows() {
		code = append(code, define("n", w.loops.length()))
		code = append(code, b.begin(w)...)
	}
	for _, axis := range w.coordAxes() {
		if w.rowCoord(axis) {
			row := jen.Id("a").Dot("X").Index(jen.Lit(axis)).Index(w.loops.firstCoord(axis), jen.Empty())
			code = append(code, define(w.coords[axis], b.row(w, row.Index(jen.Empty(), jen.Id("n")))))
		}
	}
	code = append(code, w.insideRows(b)...)
	for _, name := range w.sums {
		code = append(code, jen.Var().Id(name).Float64())
	}
	return append(code, w.enter(0, b)...)
}

// nest prints the loops from the given depth inward.
func (w *writer) nest(depth int, b body) []jen.Code {
	inner := len(w.loops.axes)
	if w.loops.rows() {
		inner--
	}
	if depth < inner {
		var block []jen.Code
		if depth == 0 {
			block = w.slabsInTime()
		}
		block = append(block, w.enter(depth+1, b)...)
		return []jen.Code{w.loops.header(w.loops.axes[depth]).Block(append(block, w.nest(depth+1, b)...)...)}
	}
	var code []jen.Code
	if w.usesPadded() {
		code = append(code, define("p", w.loops.cell()))
	}
	if w.usesFace() {
		code = append(code, define("q", w.loops.faceCell()))
	}
	if w.inSlabs() {
		code = append(code, define("s", w.loops.slabCell()))
	}
	if w.loops.rows() {
		code = append(code, b.rows(w)...)
	}
	return append(code, b.cells(w)...)
}

// enter prints what becomes known at a level: coordinates, and the locals that
// depend on nothing further inside. The innermost level is the body's.
func (w *writer) enter(level int, b body) []jen.Code {
	var code []jen.Code
	for _, axis := range w.coordAxes() {
		if !w.rowCoord(axis) && w.loops.level(axis) == level {
			code = append(code, define(w.coords[axis], jen.Id("a").Dot("X").Index(jen.Lit(axis)).Index(w.loops.coord(axis))))
		}
	}
	code = append(code, w.insideNumbers(level)...)
	if level == w.loops.depth() {
		return code
	}
	for _, id := range w.plan.locals(level) {
		code = append(code, w.define(id)...)
	}
	return append(code, b.uniform(w, level)...)
}

// cut is the row of a place, some cells longer.
func (w *writer) cut(pl place, more int) *jen.Statement {
	row := w.array(pl).Index(w.position(pl.sym, pl.off), jen.Empty())
	return row.Index(jen.Empty(), plus(jen.Id("n"), more))
}

// rowCoord says that a coordinate varies along the rows of the body.
func (w *writer) rowCoord(axis int) bool {
	return w.loops.rows() && axis == w.loops.dim-1
}

func (w *writer) usesPadded() bool {
	for _, s := range w.arraySyms() {
		if s.Role != ir.Bound && !w.inSlab(s) {
			return true
		}
	}
	return false
}

func define(name string, value *jen.Statement) *jen.Statement {
	return jen.Id(name).Op(":=").Add(value)
}
