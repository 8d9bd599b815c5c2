package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// schur is S, the matrix of the states that a partition keeps, in W, on a grid
// without ghosts, and its multigrid. Row e is scaled by the power of two row[e].
type schur[T, W vec.Float] struct {
	m     *Matrix[T]
	split *partition[T]
	s     *stencil[W]
	top   *level[W]
	row   []float64
	parts []schurPart  // by entry of s
	rows  [][]schurRun // by row of cells
	line  []T
	b, x  []W
}

// schurPart is what an entry of S is made of: entries of A, less products.
type schurPart struct {
	direct []int
	fills  []fill
}

// fill is an entry of A_KE times an element of A_EE^-1 A_EK at its neighbour.
type fill struct{ entry, gain int }

// schurRun is a run of an entry of S: where its values are, and where A has those of
// the same cells, and of the neighbours.
type schurRun struct{ entry, to, row, col, n int }

func newSchur[T, W vec.Float](m *Matrix[T], p *partition[T]) *schur[T, W] {
	c := &schur[T, W]{m: m, split: p, row: make([]float64, len(p.kept)), line: make([]T, m.Grid.N[m.Grid.Dim-1])}
	s := &Matrix[W]{Grid: withoutGhosts[W](m.Grid), States: len(p.kept)}
	c.layEntries(s)
	c.s = newStencil(s)
	c.layRuns()
	c.top = newTop(c.s)
	c.b, c.x = c.s.vector(), c.s.vector()
	return c
}

// layEntries lists the entries of S and what they are made of.
func (c *schur[T, W]) layEntries(s *Matrix[W]) {
	p := c.split
	place := func(e Entry) int {
		e.Equation, e.State = indexOf(p.kept, e.Equation), indexOf(p.kept, e.State)
		k := s.find(e)
		if k < 0 {
			k = len(s.Entries)
			s.Entries = append(s.Entries, e)
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
			if gain := x*len(p.kept) + s; reached[gain] {
				part := &c.parts[place(Entry{e.Equation, state, e.Off})]
				part.fills = append(part.fills, fill{k, gain})
			}
		}
	}
}

// layRuns lists where the values of S are, row by row.
func (c *schur[T, W]) layRuns() {
	c.rows = make([][]schurRun, len(c.s.rows))
	for r, runs := range c.s.rows {
		for _, q := range runs {
			e := c.s.Entries[q.entry]
			from := q.row - c.s.Grid.Row(r)
			for _, of := range appendRuns(nil, c.m.Grid, q.entry, r, e.Off) { // the same ones
				if of.row-c.m.Grid.Row(r) == from {
					c.rows[r] = append(c.rows[r], schurRun{q.entry, q.row, of.row, of.col, q.n})
				}
			}
		}
	}
}

// update computes S and its grids.
func (c *schur[T, W]) update() error {
	vec.ClearUpper()
	c.scale()
	for _, runs := range c.rows {
		for i := range runs {
			q := &runs[i]
			part, line := &c.parts[q.entry], c.line[:q.n]
			clear(line)
			for _, d := range part.direct {
				vec.Axpy(1, c.m.Values[d][q.row:q.row+q.n], line)
			}
			for _, f := range part.fills {
				vec.MulSub(line, c.split.outward.Values[f.entry][q.row:q.row+q.n], c.split.gain[f.gain][q.col:q.col+q.n])
			}
			convert(c.s.Values[q.entry][q.to:q.to+q.n], line, c.row[c.s.Entries[q.entry].Equation])
		}
	}
	g := c.m.Grid
	n := g.N[g.Dim-1]
	for a := range g.Dim {
		for i := range c.s.wall[a] {
			for r := range g.Rows() {
				row, to := g.Row(r), c.s.Grid.Row(r)
				convert(c.s.wall[a][i][to:to+n], c.m.wall[a][c.split.kept[i]][row:row+n], c.row[i])
			}
		}
	}
	return c.top.update()
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
	c.top.solve(c.x, c.b, transposed)
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
