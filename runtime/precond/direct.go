package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// direct is the inverse of a small matrix as a whole.
type direct[T vec.Float] struct {
	m      *stencil[T]
	dense  *inverter
	place  []int // by unknown, state after state: where it is in a vector
	number []int // by place in a padded array: the cell's number
	b      []float64
}

func newDirect[T vec.Float](m *stencil[T]) *direct[T] {
	g := m.Grid
	v := &direct[T]{m: m, dense: newInverter(m.States * g.Cells), number: make([]int, g.Size), b: make([]float64, m.States*g.Cells)}
	n := g.N[g.Dim-1]
	for s := range m.States {
		for k := range g.Rows() {
			for i := range n {
				v.number[g.Row(k)+i] = k*n + i
				v.place = append(v.place, m.place(s)+g.Row(k)+i)
			}
		}
	}
	return v
}

// update inverts, and says whether the matrix is regular.
func (v *direct[T]) update() bool {
	vec.ClearUpper()
	n, cells := len(v.place), v.m.Grid.Cells
	clear(v.dense.a)
	for _, runs := range v.m.rows {
		for _, r := range runs {
			e := v.m.Entries[r.entry]
			for i := range r.n {
				row, col := e.Equation*cells+v.number[r.row+i], e.State*cells+v.number[r.col+i]
				v.dense.a[row*n+col] += float64(v.m.Values[r.entry][r.row+i])
			}
		}
	}
	v.dense.scale()
	return v.dense.invert(tiny[T](n))
}

// solve sets x = A^-1 b, or A^-T b.
func (v *direct[T]) solve(x, b []T, transposed bool) {
	vec.ClearUpper()
	n := len(v.place)
	for i, p := range v.place {
		v.b[i] = float64(b[p])
	}
	row, col := n, 1
	if transposed {
		row, col = 1, n
	}
	for i, p := range v.place {
		sum := 0.0
		for j, y := range v.b {
			sum += float64(v.dense.inverse[i*row+j*col] * y)
		}
		x[p] = T(sum)
	}
}
