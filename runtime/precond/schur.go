package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// schur is S, the matrix of the states that a partition keeps, in W, on a grid
// without ghosts, and its multigrid. Row e is scaled by the power of two row[e].
type schur[T, W vec.Float] struct {
	m     *Matrix[T]
	split *partition[T]
	s     *Matrix[W]
	cycle *Multigrid[W]
	row   []float64
	parts []schurPart // by entry of s
	rows  [][]fill    // by row of cells
	line  []T
	b, x  []W
}

// schurPart is what an entry of S is made of.
type schurPart struct {
	direct []int // entries of A
}

// fill is a run of an entry of A_KE times a row of A_EE^-1 A_EK, for an entry of S.
type fill struct{ to, entry, gain, from, col, n int }

func newSchur[T, W vec.Float](m *Matrix[T], p *partition[T]) *schur[T, W] {
	c := &schur[T, W]{m: m, split: p, row: make([]float64, len(p.kept)), line: make([]T, m.Grid.N[m.Grid.Dim-1])}
	axes := make([]grid.Axis, m.Grid.Dim)
	for a := range axes {
		axes[a] = grid.Axis{Hi: 1, Cells: m.Grid.N[a], Periodic: m.Grid.Periodic[a]}
	}
	g, err := grid.New(axes, 0, elemSize[W]())
	if err != nil {
		panic(err) // it is a grid that exists
	}
	c.s = &Matrix[W]{Grid: g, States: len(p.kept)}
	c.layEntries()
	c.s.Given = len(c.s.Entries)
	c.s.Values, _ = grid.Alloc[W](g, len(c.s.Entries))
	c.s.layRows()
	c.s.allocWall()
	c.cycle = NewMultigrid(c.s)
	space := grid.Space[W]{Grid: g, Fields: len(p.kept)}
	c.b, c.x = space.New(), space.New()
	return c
}

// layEntries lists the entries of S and what they are made of.
func (c *schur[T, W]) layEntries() {
	p := c.split
	place := func(e Entry) int {
		e.Equation, e.State = indexOf(p.kept, e.Equation), indexOf(p.kept, e.State)
		k := c.s.find(e)
		if k < 0 {
			k = len(c.s.Entries)
			c.s.Entries = append(c.s.Entries, e)
			c.parts = append(c.parts, schurPart{})
		}
		return k
	}
	for k, e := range c.m.Entries {
		if !p.isLocal[e.Equation] && !p.isLocal[e.State] {
			part := &c.parts[place(e)]
			part.direct = append(part.direct, k)
		}
	}
	c.rows = make([][]fill, c.m.Grid.Rows())
	if p.outward == nil {
		return
	}
	reached := make([]bool, len(p.gain)) // what A_EE^-1 A_EK can be made of
	for _, e := range p.inward.Entries {
		for x := range p.local {
			reached[x*len(p.kept)+indexOf(p.kept, e.State)] = true
		}
	}
	for k, e := range p.outward.Entries {
		x := indexOf(p.local, e.State)
		for s, state := range p.kept {
			if !reached[x*len(p.kept)+s] {
				continue
			}
			to := place(Entry{e.Equation, state, e.Off})
			for r, runs := range p.outward.rows {
				first := c.m.Grid.Row(r)
				for _, run := range runs {
					if run.entry == k {
						c.rows[r] = append(c.rows[r], fill{to, k, x*len(p.kept) + s, run.row - first, run.col, run.n})
					}
				}
			}
		}
	}
}

// update computes S and its grids.
func (c *schur[T, W]) update() error {
	vec.ClearUpper()
	g := c.m.Grid
	n := g.N[g.Dim-1]
	c.scale()
	for r := range g.Rows() {
		row, to := g.Row(r), c.s.Grid.Row(r)
		for k := range c.s.Entries {
			clear(c.line)
			for _, d := range c.parts[k].direct {
				vec.Axpy(1, c.m.Values[d][row:row+n], c.line)
			}
			for _, f := range c.rows[r] {
				if f.to == k {
					vec.MulSub(c.line[f.from:f.from+f.n], c.split.outward.Values[f.entry][row+f.from:][:f.n], c.split.gain[f.gain][f.col:f.col+f.n])
				}
			}
			convert(c.s.Values[k][to:to+n], c.line, c.row[c.s.Entries[k].Equation])
		}
		for a := range g.Dim {
			for i := range c.s.wall[a] {
				convert(c.s.wall[a][i][to:to+n], c.m.wall[a][c.split.kept[i]][row:row+n], c.row[i])
			}
		}
	}
	return c.cycle.Update()
}

// scale makes the rows' own entries of order 1.
func (c *schur[T, W]) scale() {
	for i, s := range c.split.kept {
		size := 0.0
		for k, e := range c.m.Entries {
			if e.Equation == s && e.State == s && e.Off == [3]int{} {
				size += c.m.size(k)
			}
		}
		c.row[i] = reciprocal(size / math.Sqrt(float64(c.m.Grid.Cells)))
	}
}

// solve sets the kept states of x to S^-1 b, or S^-T b.
func (c *schur[T, W]) solve(x, b []T, transposed bool) {
	g := c.m.Grid
	n := g.N[g.Dim-1]
	largest := 0.0
	for i, s := range c.split.kept {
		a := 1.0
		if !transposed {
			a = c.row[i]
		}
		for r := range g.Rows() {
			row := g.Row(r)
			largest = max(largest, a*vec.MaxAbs(c.m.part(b, s)[row:row+n]))
		}
	}
	unit := reciprocal(largest) // W may have a smaller range
	for i, s := range c.split.kept {
		a := unit
		if !transposed {
			a *= c.row[i]
		}
		for r := range g.Rows() {
			row := g.Row(r)
			convert(c.s.part(c.b, i)[c.s.Grid.Row(r):][:n], c.m.part(b, s)[row:row+n], a)
		}
	}
	if transposed {
		c.cycle.PreconditionTransposed(c.x, c.b)
	} else {
		c.cycle.Precondition(c.x, c.b)
	}
	for i, s := range c.split.kept {
		a := 1 / unit
		if transposed {
			a *= c.row[i]
		}
		for r := range g.Rows() {
			row := g.Row(r)
			convert(c.m.part(x, s)[row:row+n], c.s.part(c.x, i)[c.s.Grid.Row(r):][:n], a)
		}
	}
}

// convert sets dst = a src.
func convert[W, T vec.Float](dst []W, src []T, a float64) {
	dst = dst[:len(src)]
	for i, v := range src {
		dst[i] = W(a * float64(v))
	}
}
