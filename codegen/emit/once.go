package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// What a kernel computes once for each cell is printed as a function of its own,
// NAMEOnce, which the kernel calls: it fills slabs (kernel.Args.Slab), the cells with
// one index on axis 0, some of them ahead of the loop. In one dimension there is one
// slab, which is filled before the loop.

// isOnce tells that a kernel computes what another one reads with role Once.
func isOnce(k *program.Kernel) bool { return strings.HasSuffix(k.Name, ".once") }

// inSlab tells that the elements of an array are found in the slab of their cell.
func (w *writer) inSlab(s ir.Sym) bool { return s.Role == ir.Once && w.loops.dim > 1 }

// inSlabs tells that the kernel touches such an array.
func (w *writer) inSlabs() bool {
	for _, s := range w.arraySyms() {
		if w.inSlab(s) {
			return true
		}
	}
	return false
}

// array is where the row of a place is cut from.
func (w *writer) array(pl place) *jen.Statement {
	if w.inSlab(pl.sym) {
		return slab(pl.sym, plus(w.loops.at(0), int(pl.off[0])))
	}
	return jen.Id(w.arrays[pl.sym])
}

func slab(s ir.Sym, i *jen.Statement) *jen.Statement {
	return jen.Id("a").Dot("Slab").Call(jen.Lit(int(s.Index)), i)
}

// slabCell is the place of the current cell in its slab.
func (l loops) slabCell() *jen.Statement {
	return jen.Id("g").Dot("SlabIndex").Call(l.at(1), l.at(2))
}

// beforeLoops prepares the slabs; in one dimension it fills the only one.
func (w *writer) beforeLoops() (code []jen.Code) {
	lo, hi := jen.Id("lo"), jen.Id("hi")
	if once := w.kernel.Once; once != nil {
		low, high := once.Reach[0][0], once.Reach[0][1]
		slabs := jen.Id("a").Dot("Slabs").Call(jen.Lit(len(once.Out)), jen.Lit(low+high))
		if w.loops.dim > 1 {
			return []jen.Code{define("ahead", slabs), define("ready", plus(lo, -low))}
		}
		code = append(code, slabs, jen.Id(w.once).Call(jen.Id("a"), plus(lo, -low), plus(hi, high)))
	}
	if w.loops.dim > 1 {
		return code
	}
	for _, s := range w.arraySyms() {
		if s.Role == ir.Once {
			code = append(code, define(w.arrays[s], slab(s, jen.Lit(0))))
		}
	}
	return code
}

// slabsInTime fills slabs up to the last one that the present cells read.
func (w *writer) slabsInTime() []jen.Code {
	if w.kernel.Once == nil {
		return nil
	}
	high := w.kernel.Once.Reach[0][1]
	ready, ahead := jen.Id("ready"), jen.Id("ahead")
	upTo := jen.Min(ready.Clone().Op("+").Add(ahead), plus(jen.Id("hi"), high))
	return []jen.Code{jen.For(
		jen.Empty(), ready.Clone().Op("<=").Add(plus(jen.Id(index(0)), high)), ready.Clone().Op("+=").Add(ahead),
	).Block(jen.Id(w.once).Call(jen.Id("a"), ready, upTo))}
}
