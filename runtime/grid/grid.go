// Package grid is the structured cell-centred grid: extents, spacing, and the
// layout of padded arrays. It knows nothing of what is stored.
//
// Arrays are C-ordered, last axis contiguous. Each axis has Depth ghost layers
// on both sides (at least; the last axis is padded further so that the first
// interior cell of every row lies on a 64-byte boundary and the stride is a
// multiple of 64 bytes).
package grid

// Grid is immutable after New. Unused axes have N = 1, no ghosts and Stride 0.
type Grid struct {
	Dim      int
	N        [3]int     // interior cells
	Lo, Hi   [3]float64 // domain
	H        [3]float64 // cell size
	Periodic [3]bool
	Halo     int    // ghost layers that a kernel reads around an interior cell
	Depth    int    // ghost layers stored and filled: 2*Halo
	Stride   [3]int // elements; Stride[Dim-1] == 1
	Origin   int    // index of interior cell (0,0,0)
	Size     int    // elements of a padded array
	Cells    int    // interior cells in all

	strips int
}

// Index of cell (i,j,k), interior or ghost, in a padded array.
func (g *Grid) Index(i, j, k int) int {
	return g.Origin + i*g.Stride[0] + j*g.Stride[1] + k*g.Stride[2]
}

// SlabIndex is the place of cell (i,j,k) among the Stride[0] elements of the cells with
// the same i, in two and three dimensions.
func (g *Grid) SlabIndex(j, k int) int {
	return g.Origin - g.Depth*g.Stride[0] + j*g.Stride[1] + k*g.Stride[2]
}

// Face arrays: for a face normal to axis a, tangential axes b < c (where they
// exist) with Depth ghosts each side, C-ordered. FaceSize is their length and
// FaceIndex the place of tangential cell (jb, jc).
func (g *Grid) FaceSize(axis int) int {
	n := 1
	for b := 0; b < g.Dim; b++ {
		if b != axis {
			n *= g.N[b] + 2*g.Depth
		}
	}
	return n
}

// FaceIndex returns the place of tangential cell (jb, jc) in a face array of
// axis; in two dimensions jc must be 0, in one both.
func (g *Grid) FaceIndex(axis, jb, jc int) int {
	switch g.Dim {
	case 1:
		return 0
	case 2:
		return jb + g.Depth
	}
	c := 2
	if axis == 2 {
		c = 1
	}
	return (jb+g.Depth)*(g.N[c]+2*g.Depth) + jc + g.Depth
}
