package eval

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Grid is a padded grid, Depth = 2*Halo ghost layers on every axis.
type Grid struct {
	Dim      int
	N        [3]int
	Lo, H    [3]float64
	Periodic [3]bool
	Depth    int
	Size     int
	stride   [3]int
	origin   int
}

func newGrid(p *program.Program, cells []int) *Grid {
	g := &Grid{Dim: len(p.Model.Axes), N: [3]int{1, 1, 1}, Depth: 2 * p.Halo, Size: 1}
	for a, x := range p.Model.Axes {
		g.N[a] = x.Cells
		if a < len(cells) {
			g.N[a] = cells[a]
		}
		g.Lo[a], g.H[a] = x.Lo, (x.Hi-x.Lo)/float64(g.N[a])
		g.Periodic[a] = x.Periodic
	}
	for a := g.Dim - 1; a >= 0; a-- {
		g.stride[a] = g.Size
		g.origin += g.Depth * g.Size
		g.Size *= g.N[a] + 2*g.Depth
	}
	return g
}

// At is the place of a cell plus an offset in a padded array.
func (g *Grid) At(cell [3]int, off ir.Offset) int {
	i := g.origin
	for a := range 3 {
		i += (cell[a] + int(off[a])) * g.stride[a]
	}
	return i
}

// Cells calls f for every interior cell, in C order.
func (g *Grid) Cells(f func(cell [3]int)) {
	var c [3]int
	for c[0] = 0; c[0] < g.N[0]; c[0]++ {
		for c[1] = 0; c[1] < g.N[1]; c[1]++ {
			for c[2] = 0; c[2] < g.N[2]; c[2]++ {
				f(c)
			}
		}
	}
}

// Everywhere calls f for every cell, ghosts included.
func (g *Grid) Everywhere(f func(cell [3]int)) { g.padded(-1, f) }

// Center is the coordinates of a cell's centre.
func (g *Grid) Center(cell [3]int) (x [3]float64) {
	for a := range g.Dim {
		x[a] = g.coord(a, cell[a], 0)
	}
	return x
}

func (g *Grid) coord(axis, cell, half int) float64 {
	return g.Lo[axis] + (float64(cell)+0.5+0.5*float64(half))*g.H[axis]
}

// padded calls f for every cell with ghosts along all axes but skip, where it is 0.
func (g *Grid) padded(skip int, f func(cell [3]int)) {
	lo, hi := [3]int{}, [3]int{1, 1, 1}
	for a := range g.Dim {
		if a != skip {
			lo[a], hi[a] = -g.Depth, g.N[a]+g.Depth
		}
	}
	var c [3]int
	for c[0] = lo[0]; c[0] < hi[0]; c[0]++ {
		for c[1] = lo[1]; c[1] < hi[1]; c[1]++ {
			for c[2] = lo[2]; c[2] < hi[2]; c[2]++ {
				f(c)
			}
		}
	}
}

// ghosts calls f for each ghost of one side of an axis, with the cell that a
// periodic axis puts there and the cell at the face.
func (g *Grid) ghosts(axis, side int, f func(ghost, wrapped, edge int)) {
	g.padded(axis, func(c [3]int) {
		for d := range g.Depth {
			ghost, wrapped, edge := c, c, c
			if side == 0 {
				ghost[axis], wrapped[axis], edge[axis] = -1-d, g.N[axis]-1-d, 0
			} else {
				ghost[axis], wrapped[axis], edge[axis] = g.N[axis]+d, d, g.N[axis]-1
			}
			f(g.At(ghost, ir.Offset{}), g.At(wrapped, ir.Offset{}), g.At(edge, ir.Offset{}))
		}
	})
}

// Wrap fills the ghosts of the periodic axes.
func (g *Grid) Wrap(a []float64) {
	for axis := range g.Dim {
		if !g.Periodic[axis] {
			continue
		}
		for side := range 2 {
			g.ghosts(axis, side, func(ghost, wrapped, _ int) { a[ghost] = a[wrapped] })
		}
	}
}

// Pad makes an array a cotangent to be read off-centre: zero beyond the
// boundary, periodic on periodic axes.
func (g *Grid) Pad(a []float64) {
	for axis := range g.Dim {
		for side := range 2 {
			g.ghosts(axis, side, func(ghost, _, _ int) { a[ghost] = 0 })
		}
	}
	g.Wrap(a)
}

// Dot is the inner product over interior cells.
func (g *Grid) Dot(a, b []float64) (sum float64) {
	g.Cells(func(c [3]int) {
		i := g.At(c, ir.Offset{})
		sum += a[i] * b[i]
	})
	return sum
}
