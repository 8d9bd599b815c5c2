package solver

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// region is where a call is evaluated, as places in padded arrays.
type region struct {
	lo, hi int    // range of axis 0 for the kernel of its inputs
	points []int  // the cells evaluated
	copies []pair // every other cell that may be read, and the point it repeats
	folds  []pair // those copies whose cotangents go back to the point
}

type pair struct{ cell, point int }

// newRegion lists the cells of a call. Cells beyond it repeat: on a periodic axis
// the cell a period away (whose cotangent adjoints in gather form have already
// added there), else the nearest one.
//
// A call on a face of axis a is evaluated once the axes before it have their
// ghosts, and on Halo of those too, because the fill of that face covers them:
// so corners are right.
func newRegion(g *grid.Grid, c *kernel.CallInfo) *region {
	r := &region{lo: 0, hi: g.N[0]}
	var first, last, from, to [3]int // evaluated; all that may be read
	for a := range 3 {
		first[a], last[a] = 0, g.N[a]-1
		from[a], to[a] = first[a], last[a]
		if a >= g.Dim {
			continue
		}
		from[a], to[a] = -g.Depth, g.N[a]-1+g.Depth
		wide := c.Region == kernel.Extended || c.Region == kernel.OnFace && a < c.Axis
		if wide && !g.Periodic[a] {
			first[a], last[a] = -g.Halo, g.N[a]-1+g.Halo
		}
	}
	switch {
	case c.Region == kernel.OnFace:
		at := 0
		if c.High {
			at = g.N[c.Axis] - 1
		}
		first[c.Axis], last[c.Axis], from[c.Axis], to[c.Axis] = at, at, at, at
		r.lo, r.hi = -g.Depth, g.N[0]+g.Depth
	case c.Region == kernel.Extended:
		r.lo, r.hi = first[0], last[0]+1
	}
	if c.Uniform { // one evaluation serves all cells
		for a := range 3 {
			first[a], last[a] = max(first[a], 0), max(first[a], 0)
		}
		if c.Region != kernel.OnFace {
			r.lo, r.hi = 0, 1
		}
	}
	for i := from[0]; i <= to[0]; i++ {
		for j := from[1]; j <= to[1]; j++ {
			for k := from[2]; k <= to[2]; k++ {
				r.place(g, [3]int{i, j, k}, first, last, c)
			}
		}
	}
	return r
}

// place sorts one cell into points, copies and folds.
func (r *region) place(g *grid.Grid, at, first, last [3]int, c *kernel.CallInfo) {
	home, wrapped := at, false
	for a := range g.Dim {
		if g.Periodic[a] && !(c.Region == kernel.OnFace && a == c.Axis) && (at[a] < 0 || at[a] >= g.N[a]) {
			home[a] = (at[a]%g.N[a] + g.N[a]) % g.N[a]
			wrapped = true
		}
		home[a] = min(max(home[a], first[a]), last[a])
	}
	cell, point := g.Index(at[0], at[1], at[2]), g.Index(home[0], home[1], home[2])
	if cell == point {
		r.points = append(r.points, cell)
		return
	}
	r.copies = append(r.copies, pair{cell, point})
	if !wrapped {
		r.folds = append(r.folds, pair{cell, point})
	}
}
