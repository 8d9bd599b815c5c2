package precond

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// stencil is a Matrix of a grid of Multigrid, laid out so that a product is one loop
// over all cells: there are no ghosts, and an entry is zero where its neighbour does
// not exist, and between rows. Every array, and a vector as a whole, stands between
// margins of zeros as wide as entries lead.
//
// Entries that lead around a ring are run by run, as those of any Matrix.
type stencil[T vec.Float] struct {
	*Matrix[T]
	margin            int
	store             []T // of all values
	forward, backward product[T]
}

// product is that with a vector.
type product[T vec.Float] struct {
	long  []vec.Products[T] // by row of states: all cells at once
	rings []stretch[T]      // and these
}

// newStencil lays out the entries of m, whose grid has no ghosts.
func newStencil[T vec.Float](m *Matrix[T]) *stencil[T] {
	s := &stencil[T]{Matrix: m}
	for _, e := range m.Entries {
		d := s.shift(e)
		s.margin = max(s.margin, d, -d)
	}
	line := 64 / elemSize[T]()
	s.margin = (s.margin + line - 1) / line * line
	size := m.Grid.Size
	s.store = grid.Aligned[T](s.margin + len(m.Entries)*(size+s.margin))
	m.Values = make([][]T, len(m.Entries))
	for k := range m.Values {
		m.Values[k] = s.store[s.start(k):][:size:size]
	}
	m.Given = len(m.Entries)
	m.layRuns()
	m.allocWall()
	s.forward.long, s.backward.long = make([]vec.Products[T], m.States), make([]vec.Products[T], m.States)
	for i := range m.States {
		var to, from []vec.Product[T]
		for k, e := range m.Entries {
			d := s.shift(e)
			if e.Equation == i && !s.rings(e) {
				to = append(to, vec.Product[T]{A: m.Values[k], At: s.place(e.State) + d})
			}
			if e.State == i && !s.rings(e) {
				from = append(from, vec.Product[T]{A: s.store[s.start(k)-d:][:size], At: s.place(e.Equation) - d})
			}
		}
		s.forward.long[i], s.backward.long[i] = vec.NewProducts(size, to), vec.NewProducts(size, from)
	}
	rings := func(e *Entry) bool { return s.rings(*e) }
	s.forward.rings = m.stretches(rings, func(r run, e *Entry) (to, from int) {
		return s.place(e.Equation) + r.row, s.place(e.State) + r.col
	})
	s.backward.rings = m.stretches(rings, func(r run, e *Entry) (to, from int) {
		return s.place(e.State) + r.col, s.place(e.Equation) + r.row
	})
	return s
}

// start is the place of an entry's values in their store.
func (s *stencil[T]) start(k int) int { return s.margin + k*(s.Grid.Size+s.margin) }

// place is that of a state in a vector.
func (s *stencil[T]) place(state int) int { return s.margin + state*s.Grid.Size }

// shift is how far an entry leads in an array.
func (s *stencil[T]) shift(e Entry) (d int) {
	for a, o := range e.Off {
		d += o * s.Grid.Stride[a]
	}
	return d
}

// rings says whether an entry leads around a ring.
func (s *stencil[T]) rings(e Entry) bool {
	for a, o := range e.Off {
		if o != 0 && s.Grid.Periodic[a] {
			return true
		}
	}
	return false
}

// vector is a zero one.
func (s *stencil[T]) vector() []T { return grid.Aligned[T](s.place(s.States) + s.margin) }

// part is the array of one state.
func (s *stencil[T]) part(x []T, state int) []T {
	return x[s.place(state):s.place(state+1)]
}

// inside is a vector without margins.
func (s *stencil[T]) inside(x []T) []T { return x[s.margin:s.place(s.States)] }

// residual sets r = b - A x, or b - A' x. r may be b.
func (s *stencil[T]) residual(r, b, x []T, transposed bool) {
	p := &s.forward
	if transposed {
		p = &s.backward
	}
	for i := range p.long {
		p.long[i].Mix(s.part(r, i), 1, s.part(b, i), -1, x)
	}
	for k := range p.rings {
		q := &p.rings[k]
		q.products.Sub(r[q.at:q.at+q.n], x)
	}
}

// take copies an entry's values, where neighbours exist, from an array of the same
// cells whose rows begin elsewhere.
func (s *stencil[T]) take(k int, values []T, at func(row int) int) {
	v := s.Values[k]
	for row, runs := range s.rows {
		shift := at(row) - s.Grid.Row(row)
		for _, r := range runs {
			if r.entry == k {
				copy(v[r.row:r.row+r.n], values[r.row+shift:][:r.n])
			}
		}
	}
}

// size is the norm of an entry's values.
func (s *stencil[T]) size(entry int) float64 {
	if sum := vec.Dot(s.Values[entry], s.Values[entry]); sum > 1e-25 && sum < 1e35 {
		return math.Sqrt(sum)
	}
	return s.Matrix.size(entry)
}

// blockwise is a matrix of blocks within cells, B or B', of a stencil.
type blockwise[T vec.Float] struct{ straight, flipped []vec.Products[T] }

func newBlockwise[T vec.Float](s *stencil[T], b blocks[T]) (w blockwise[T]) {
	n := s.States
	for i := range n {
		var straight, flipped []vec.Product[T]
		for j := range n {
			straight = append(straight, vec.Product[T]{A: b[i*n+j], At: s.place(j)})
			flipped = append(flipped, vec.Product[T]{A: b[j*n+i], At: s.place(j)})
		}
		w.straight = append(w.straight, vec.NewProducts(s.Grid.Size, straight))
		w.flipped = append(w.flipped, vec.NewProducts(s.Grid.Size, flipped))
	}
	return w
}

// mix sets y = a z + c B x, or with B'. y may be z.
func (w *blockwise[T]) mix(s *stencil[T], y []T, a T, z []T, c T, x []T, transposed bool) {
	p := w.straight
	if transposed {
		p = w.flipped
	}
	for i := range p {
		p[i].Mix(s.part(y, i), a, s.part(z, i), c, x)
	}
}
