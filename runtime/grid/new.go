package grid

import (
	"fmt"
	"math"
)

// Axis is the extent of one coordinate: Cells of equal size from Lo to Hi.
type Axis struct {
	Lo, Hi   float64
	Cells    int
	Periodic bool
}

// rowBytes is the alignment of rows, a cache line and the widest vector.
const rowBytes = 64

// maxElements bounds a padded array: more cannot be meant.
const maxElements = 1 << 36

// New lays out a grid of one to three axes for kernels that reach halo cells
// from their own, and for elements of elemSize bytes (4 or 8). An axis needs at
// least 2*halo cells, because its ghosts mirror or repeat that many.
func New(axes []Axis, halo, elemSize int) (*Grid, error) {
	if len(axes) < 1 || len(axes) > 3 {
		return nil, fmt.Errorf("grid: %d axes, expected 1 to 3", len(axes))
	}
	if halo < 0 || halo > 8 {
		return nil, fmt.Errorf("grid: halo of %d cells, expected 0 to 8", halo)
	}
	if elemSize != 4 && elemSize != 8 {
		return nil, fmt.Errorf("grid: elements of %d bytes, expected 4 or 8", elemSize)
	}
	g := &Grid{Dim: len(axes), N: [3]int{1, 1, 1}, Halo: halo, Depth: 2 * halo}
	for i, a := range axes {
		if err := a.check(2 * halo); err != nil {
			return nil, fmt.Errorf("grid: axis %d: %w", i, err)
		}
		g.N[i], g.Lo[i], g.Hi[i], g.Periodic[i] = a.Cells, a.Lo, a.Hi, a.Periodic
		g.H[i] = (a.Hi - a.Lo) / float64(a.Cells)
	}
	if err := g.layout(rowBytes / elemSize); err != nil {
		return nil, err
	}
	g.layStrips()
	return g, nil
}

func (a Axis) check(least int) error {
	switch {
	case math.IsNaN(a.Lo) || math.IsInf(a.Lo, 0) || math.IsNaN(a.Hi) || math.IsInf(a.Hi, 0):
		return fmt.Errorf("bounds %g and %g must be finite", a.Lo, a.Hi)
	case !(a.Lo < a.Hi):
		return fmt.Errorf("lower bound %g must be below upper bound %g", a.Lo, a.Hi)
	case a.Cells < max(1, least):
		return fmt.Errorf("%d cells, but the stencil needs at least %d", a.Cells, max(1, least))
	case a.Cells > maxElements:
		return fmt.Errorf("%d cells are too many", a.Cells)
	}
	if h := (a.Hi - a.Lo) / float64(a.Cells); !(h > 0) || math.IsInf(h, 0) {
		return fmt.Errorf("cells of size %g between %g and %g", h, a.Lo, a.Hi)
	}
	return nil
}

// layout sets strides so that each row's first interior cell is `line` elements
// aligned.
func (g *Grid) layout(line int) error {
	last := g.Dim - 1
	lead := roundUp(g.Depth, line)
	size := roundUp(lead+g.N[last]+g.Depth, line)
	g.Stride[last], g.Origin, g.Cells = 1, lead, g.N[last]
	for a := last - 1; a >= 0; a-- {
		g.Stride[a] = size
		g.Origin += g.Depth * size
		g.Cells *= g.N[a]
		n := g.N[a] + 2*g.Depth
		if size > maxElements/n {
			return fmt.Errorf("grid: %v cells are too many", g.N[:g.Dim])
		}
		size *= n
	}
	g.Size = size
	return nil
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }
