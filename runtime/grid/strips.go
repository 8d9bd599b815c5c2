package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// A strip is a range of indices of axis 0, what one worker takes at a time where several
// share a grid. Strips depend on the grid alone: sums are taken strip by strip, so that
// they have the same bits for any number of workers. A grid of one axis is one strip,
// and so is a small one.
const (
	stripCells = 2048 // a strip has at least so many cells
	mostStrips = 32
	blockCells = 1 << 14 // a block has at least so many, some arrays of which a core's cache holds
)

// Strips is the number of strips.
func (g *Grid) Strips() int { return g.strips }

// layStrips sets it.
func (g *Grid) layStrips() {
	g.strips = 1
	if g.Dim > 1 {
		g.strips = max(1, min(g.Cells/stripCells, g.N[0], mostStrips))
	}
}

// Span is the range lo <= i < hi of axis 0 that the strips from first to last-1 make up.
func (g *Grid) Span(first, last int) (lo, hi int) {
	return first * g.N[0] / g.strips, last * g.N[0] / g.strips
}

// blockStrips is the number of strips of a block: what is made for a pass is made, and
// gone over, a block at a time.
func (g *Grid) blockStrips() int {
	return max(1, min(g.strips, blockCells*g.strips/g.Cells))
}

// Blocks says whether what is made for a pass is made in several blocks.
func (g *Grid) Blocks() bool { return g.blockStrips() < g.strips }

// rows are the interior rows with lo <= i < hi on axis 0, as slabs that lie regularly:
// the index of the first cell of the first slab in a padded array, its rows, how many
// slabs there are and how far apart. In one dimension that is the one row there is.
func (g *Grid) rows(lo, hi int) (first int, r vec.Rows, slabs, apart int) {
	switch g.Dim {
	case 1:
		return g.Origin, vec.Rows{Count: 1, N: g.N[0], Stride: g.N[0]}, 1, 0
	case 2:
		return g.Index(lo, 0, 0), vec.Rows{Count: hi - lo, N: g.N[1], Stride: g.Stride[0]}, 1, 0
	}
	return g.Index(lo, 0, 0), vec.Rows{Count: g.N[1], N: g.N[2], Stride: g.Stride[1]}, hi - lo, g.Stride[0]
}
