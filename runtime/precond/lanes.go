package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// lanes is the layout in which lines along an axis are solved, all at once: place
// i of line q at [i*count+q], so that every loop runs over lines side by side.
type lanes struct {
	g             *grid.Grid
	length, count int   // cells of a line, lines
	start         []int // where the cells of a grid row go, by row: from here on,
	step          int   // and this far apart
}

func newLanes(g *grid.Grid, axis int) lanes {
	l := lanes{g: g, length: g.N[axis], count: g.Cells / g.N[axis], step: 1}
	last := g.Dim - 1
	if axis == last {
		l.step = l.count
	}
	seen := make([]int, l.length) // cells so far, by place
	for k := range g.Rows() {
		if axis == last {
			l.start = append(l.start, k)
			continue
		}
		i := cellOf(g, g.Row(k))[axis]
		l.start = append(l.start, i*l.count+seen[i])
		seen[i] += g.N[last]
	}
	return l
}

// pack copies the interior of a padded array into lanes.
func pack[T vec.Float](l *lanes, dst, padded []T) {
	n := l.g.N[l.g.Dim-1]
	for k, at := range l.start {
		r := l.g.Row(k)
		row := padded[r : r+n]
		if l.step == 1 {
			copy(dst[at:at+n], row)
			continue
		}
		for _, v := range row {
			dst[at] = v
			at += l.step
		}
	}
}

// unpack is the inverse of pack.
func unpack[T vec.Float](l *lanes, padded, src []T) {
	n := l.g.N[l.g.Dim-1]
	for k, at := range l.start {
		r := l.g.Row(k)
		row := padded[r : r+n]
		if l.step == 1 {
			copy(row, src[at:at+n])
			continue
		}
		for i := range row {
			row[i] = src[at]
			at += l.step
		}
	}
}

// cell is the index in a padded array of what pack moves to a place.
func (l *lanes) cell(place int) int {
	n := l.g.N[l.g.Dim-1]
	for k, at := range l.start {
		if d := place - at; d >= 0 && d%l.step == 0 && d/l.step < n {
			return l.g.Row(k) + d/l.step
		}
	}
	return l.g.Origin
}
