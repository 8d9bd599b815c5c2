package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// loops is the loop nest of a kernel: the axes it runs over, outermost first,
// and their bounds. Where the innermost axis is the contiguous one the body
// works on rows cut from the arrays; on a face normal to that axis it works on
// single cells.
type loops struct {
	dim    int
	region program.Region
	face   int  // normal axis of a face region, else -1
	high   bool // the face at the upper end
	whole  [3]bool
	axes   []int
	once   bool      // the caller asks for a range that is never too wide
	reach  [3][2]int // cells beyond the region, by axis and side
}

func newLoops(k *program.Kernel, axes []model.Axis) loops {
	l := loops{dim: len(axes), region: k.Region, face: -1, once: isOnce(k), reach: k.Reach}
	if k.Region == program.Face || k.Region == program.FaceExtended {
		l.face, l.high = k.Axis, k.High
	}
	for a, axis := range axes {
		l.whole[a] = axis.Periodic
		if a != l.face {
			l.axes = append(l.axes, a)
		}
	}
	return l
}

// depth is the number of nested loops.
func (l loops) depth() int { return len(l.axes) }

// level is the loop in which a coordinate of the axis changes.
func (l loops) level(axis int) int {
	for i, a := range l.axes {
		if a == axis {
			return i + 1
		}
	}
	return 0
}

// rows says that the innermost loop runs along rows.
func (l loops) rows() bool {
	return len(l.axes) > 0 && l.axes[len(l.axes)-1] == l.dim-1
}

// margin is how many ghost layers the kernel visits on an axis after the
// first, as a field of the grid, or "".
func (l loops) margin(axis int) string {
	switch {
	case l.region == program.Face:
		return "Depth"
	case l.whole[axis] || l.region == program.Interior:
		return ""
	case l.region == program.Extended || l.region == program.FaceExtended:
		return "Halo"
	}
	return "Depth"
}

// index is the name of the loop variable of an axis.
func index(axis int) string { return string("ijk"[axis]) }

// gridField is an element of one of the grid's fields, or the field itself.
func gridField(name string, axis ...int) *jen.Statement {
	s := jen.Id("g").Dot(name)
	for _, a := range axis {
		s.Index(jen.Lit(a))
	}
	return s
}

// start is the first index of an axis.
func (l loops) start(axis int) *jen.Statement {
	if axis == 0 {
		return jen.Id("lo")
	}
	if m := l.margin(axis); m != "" {
		return plus(jen.Op("-").Add(gridField(m)), -l.reach[axis][0])
	}
	return jen.Lit(-l.reach[axis][0])
}

// end is one past the last index of an axis.
func (l loops) end(axis int) *jen.Statement {
	if axis == 0 {
		return jen.Id("hi")
	}
	end := gridField("N", axis)
	if m := l.margin(axis); m != "" {
		end.Op("+").Add(gridField(m))
	}
	return plus(end, l.reach[axis][1])
}

// length is the number of cells in a row.
func (l loops) length() *jen.Statement {
	axis := l.dim - 1
	if axis == 0 {
		n := jen.Id("hi").Op("-").Id("lo")
		if l.clamped() || l.once {
			n = jen.Max(n, jen.Lit(0))
		}
		return n
	}
	n := gridField("N", axis)
	if m := l.margin(axis); m != "" {
		n.Op("+").Lit(2).Op("*").Add(gridField(m))
	}
	return plus(n, l.reach[axis][0]+l.reach[axis][1])
}

// at is the index of the current cell (of a row: of its first cell) on an axis.
func (l loops) at(axis int) *jen.Statement {
	switch {
	case axis >= l.dim:
		return jen.Lit(0)
	case axis == l.face && l.high:
		return gridField("N", axis).Op("-").Lit(1)
	case axis == l.face:
		return jen.Lit(0)
	case axis == l.dim-1:
		return l.start(axis)
	}
	return jen.Id(index(axis))
}

// cell is the place of the current cell in a padded array.
func (l loops) cell() *jen.Statement {
	return jen.Id("g").Dot("Index").Call(l.at(0), l.at(1), l.at(2))
}

// faceCell is the place of the current cell in an array of the face.
func (l loops) faceCell() *jen.Statement {
	args := []jen.Code{jen.Lit(l.face)}
	for a := range 3 {
		if a < l.dim && a != l.face {
			args = append(args, l.at(a))
		}
	}
	for len(args) < 3 {
		args = append(args, jen.Lit(0))
	}
	return jen.Id("g").Dot("FaceIndex").Call(args...)
}

// coord is the current cell's place in the list of coordinates of an axis.
func (l loops) coord(axis int) *jen.Statement {
	switch {
	case axis == l.face && l.high:
		return gridField("N", axis).Op("-").Lit(1).Op("+").Add(gridField("Depth"))
	case axis == l.face:
		return gridField("Depth")
	}
	return jen.Id(index(axis)).Op("+").Add(gridField("Depth"))
}

// firstCoord is the place of a row's first cell in the list of coordinates.
func (l loops) firstCoord(axis int) *jen.Statement {
	switch m := l.margin(axis); {
	case axis == 0:
		return jen.Id("lo").Op("+").Add(gridField("Depth"))
	case m == "Depth":
		return jen.Lit(0)
	case m == "":
		return plus(gridField("Depth"), -l.reach[axis][0])
	default:
		return plus(gridField("Depth").Op("-").Add(gridField(m)), -l.reach[axis][0])
	}
}

// header is the `for` of a loop over an outer axis, or over the cells of a face.
func (l loops) header(axis int) *jen.Statement {
	i := index(axis)
	return jen.For(jen.Id(i).Op(":=").Add(l.start(axis)), jen.Id(i).Op("<").Add(l.end(axis)), jen.Id(i).Op("++"))
}

// clamped says that the caller's range may be wider than the region.
func (l loops) clamped() bool {
	if l.once {
		return false
	}
	switch l.region {
	case program.Extended, program.FaceExtended, program.Padded:
		return l.usesRange()
	}
	return false
}

// clamp narrows the caller's range to the region.
func (l loops) clamp() *jen.Statement {
	low, high := jen.Lit(-l.reach[0][0]), gridField("N", 0)
	if m := l.margin(0); m != "" {
		low, high = plus(jen.Op("-").Add(gridField(m)), -l.reach[0][0]), high.Op("+").Add(gridField(m))
	}
	high = plus(high, l.reach[0][1])
	return jen.List(jen.Id("lo"), jen.Id("hi")).Op("=").List(jen.Max(jen.Id("lo"), low), jen.Min(jen.Id("hi"), high))
}

// usesRange says that the kernel's range arguments are read.
func (l loops) usesRange() bool { return l.face != 0 }
