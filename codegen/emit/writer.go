package emit

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// writer prints one kernel. Its maps are looked up, never ranged over.
type writer struct {
	prog   *program.Program
	kernel *program.Kernel
	elem   string
	once   string // the function that computes what the kernel reads with role Once, "": none
	plan   *plan
	loops  loops
	scope  *scope
	wishes symbolNames

	scalars map[ir.Sym]string
	arrays  map[ir.Sym]string
	rows    map[place]string // by place, or where they are long by line
	long    *longRows        // nil: rows are cut place by place
	coords  map[int]string
	masks   map[ir.Node]string // of Inside nodes
	local   map[ir.ID]string
	strides [3]string
	sums    []string
	values  []string              // of outputs, where they are buffered
	offsets map[ir.ID][]ir.Offset // see findOffsets
}

// place is an array seen from the current cell: the array and a neighbour.
type place struct {
	sym ir.Sym
	off ir.Offset
}

// newWriter plans a kernel and names what it reads and writes.
func newWriter(p *program.Program, k *program.Kernel, elem string, file *scope) *writer {
	l := newLoops(k, p.Model.Axes)
	w := &writer{
		prog: p, kernel: k, elem: elem, loops: l,
		plan:    newPlan(p.Graph, k, l),
		scope:   file.inner(),
		wishes:  symbolNames{p},
		scalars: map[ir.Sym]string{}, arrays: map[ir.Sym]string{}, rows: map[place]string{},
		coords: map[int]string{}, masks: map[ir.Node]string{}, local: map[ir.ID]string{},
	}
	w.scope.reserve("a", "g", "lo", "hi", "n", "p", "q")
	if k.Once != nil || l.once {
		w.scope.reserve("s", "ahead", "ready")
	}
	for axis := range l.dim {
		w.scope.reserve(index(axis))
	}
	w.findOffsets()
	w.nameAll()
	return w
}

// nameAll gives names in the order in which a reader meets them.
func (w *writer) nameAll() {
	for _, s := range w.scalarSyms() {
		w.scalars[s] = w.scope.name(w.wishes.of(s))
	}
	for _, s := range w.arraySyms() {
		w.arrays[s] = w.scope.name(w.wishes.array(s, w.loops.rows()))
	}
	for _, a := range w.coordAxes() {
		w.coords[a] = w.scope.name(w.prog.Model.Axes[a].Name)
	}
	for _, n := range w.insides() {
		w.masks[n] = w.scope.name("inside " + w.wishes.insideSuffix(n))
	}
	for a := range w.loops.dim - 1 {
		if w.strideUsed(a) {
			w.strides[a] = w.scope.name("stride " + upperFirst(w.prog.Model.Axes[a].Name))
		}
	}
	if w.loops.rows() {
		w.nameRows()
	}
	for _, id := range w.plan.nodes {
		if w.plan.info[id].local {
			w.local[id] = w.scope.name(w.hint(id))
		}
	}
	if w.buffered() {
		for _, o := range w.kernel.Out {
			w.values = append(w.values, w.scope.name(w.wishes.of(o.Sym)+" new"))
		}
	}
	for _, s := range w.kernel.Sums {
		w.sums = append(w.sums, w.scope.name(identifier(w.prog.Model.Params[s.Param].Name)+"Bar"))
	}
}

func spacing(axis int) ir.Sym { return ir.Sym{Role: ir.Spacing, Index: uint16(axis)} }

// scalarSyms lists the scalars that the kernel reads, the cell size of a
// coordinate at a face included.
func (w *writer) scalarSyms() []ir.Sym {
	syms := w.plan.symbols(ir.Scalar)
	for _, id := range w.plan.nodes {
		n := w.plan.graph.Node(id)
		if s := spacing(int(n.Sym.Index)); n.Op == ir.Coord && n.Off[0] != 0 && !slices.Contains(syms, s) {
			syms = append(syms, s)
		}
	}
	slices.SortFunc(syms, ir.Sym.Compare)
	return syms
}

// arraySyms lists the arrays that the kernel reads or writes.
func (w *writer) arraySyms() []ir.Sym {
	syms := w.plan.symbols(ir.Load)
	for _, o := range w.kernel.Out {
		if !slices.Contains(syms, o.Sym) {
			syms = append(syms, o.Sym)
		}
	}
	slices.SortFunc(syms, ir.Sym.Compare)
	return syms
}

// coordAxes lists the axes whose coordinate the kernel reads.
func (w *writer) coordAxes() []int {
	var axes []int
	for _, id := range w.plan.nodes {
		if n := w.plan.graph.Node(id); n.Op == ir.Coord && !slices.Contains(axes, int(n.Sym.Index)) {
			axes = append(axes, int(n.Sym.Index))
		}
	}
	slices.Sort(axes)
	return axes
}

// places lists the array elements that a cell touches.
func (w *writer) places() []place {
	var list []place
	for _, id := range w.plan.nodes {
		if n := w.plan.graph.Node(id); n.Op == ir.Load {
			list = append(list, place{n.Sym, n.Off})
		}
	}
	for _, o := range w.kernel.Out {
		if pl := (place{o.Sym, o.Off}); !slices.Contains(list, pl) {
			list = append(list, pl)
		}
	}
	slices.SortFunc(list, func(a, b place) int {
		return cmp.Or(a.sym.Compare(b.sym), slices.Compare(a.off[:], b.off[:]))
	})
	return list
}

func (w *writer) strideUsed(axis int) bool {
	return slices.ContainsFunc(w.places(), func(pl place) bool {
		return pl.off[axis] != 0 && pl.sym.Role != ir.Bound && !(axis == 0 && w.inSlab(pl.sym))
	})
}

// usesFace says that the kernel touches an array laid out on its face.
func (w *writer) usesFace() bool {
	return slices.ContainsFunc(w.arraySyms(), func(s ir.Sym) bool { return s.Role == ir.Bound })
}

// load prints an array element: its row at the loop index, or
// the array at the current cell plus an offset.
func (w *writer) load(s ir.Sym, off ir.Offset) *jen.Statement {
	i, pl := jen.Id(index(w.loops.dim-1)), place{s, off}
	switch {
	case w.long != nil:
		return jen.Id(w.rows[w.line(pl)]).Index(plus(i, int(off[w.loops.dim-1])))
	case w.loops.rows():
		return jen.Id(w.rows[pl]).Index(i)
	}
	return jen.Id(w.arrays[s]).Index(w.position(s, off))
}

// position is the current cell's place in an array, plus an offset.
func (w *writer) position(s ir.Sym, off ir.Offset) *jen.Statement {
	if s.Role == ir.Bound {
		return jen.Id("q")
	}
	if w.inSlab(s) {
		off[0] = 0
		return w.moved(jen.Id("s"), off)
	}
	return w.moved(jen.Id("p"), off)
}

// moved is a place in a padded array, plus an offset.
func (w *writer) moved(at *jen.Statement, off ir.Offset) *jen.Statement {
	for axis := range w.loops.dim {
		d := int(off[axis])
		if d == 0 {
			continue
		}
		op := "+"
		if d < 0 {
			op, d = "-", -d
		}
		at.Op(op)
		switch {
		case axis == w.loops.dim-1:
			at.Lit(d)
		case d == 1:
			at.Id(w.strides[axis])
		default:
			at.Lit(d).Op("*").Id(w.strides[axis])
		}
	}
	return at
}

// spans prints where in the spec an output comes from: heat.pde:17, 19.
func (w *writer) spans(o program.Output) string {
	var lines []int
	for _, s := range o.Spans {
		lines = append(lines, lineOf(w.prog.Model.Source, s.Start))
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	text := ""
	for i, n := range lines {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(n)
	}
	if text == "" {
		return ""
	}
	return clean(w.prog.Model.File) + ":" + text
}
