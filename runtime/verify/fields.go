package verify

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// nearest hands out field i on the cells of another grid over the same domain:
// the value of the cell in which each centre lies.
func (f *Fields) nearest(i int, g *grid.Grid, set func(cell int, v float64)) error {
	size := 1
	for _, n := range f.Cells {
		size *= n
	}
	if len(f.Cells) != g.Dim || i >= len(f.Values) || len(f.Values[i]) != size {
		return fmt.Errorf("given field %d does not have the values of %v cells", i, f.Cells)
	}
	for c := range g.Cells {
		at, stride, rest := 0, 1, c
		for a := g.Dim - 1; a >= 0; a-- {
			k := rest % g.N[a]
			rest /= g.N[a]
			at += stride * ((2*k + 1) * f.Cells[a] / (2 * g.N[a]))
			stride *= f.Cells[a]
		}
		set(c, f.Values[i][at])
	}
	return nil
}
