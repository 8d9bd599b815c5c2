package precond_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// newGrid has axes of these lengths; a negative one is periodic.
func newGrid(t testing.TB, elem, halo int, cells ...int) *grid.Grid {
	axes := make([]grid.Axis, len(cells))
	for i, n := range cells {
		axes[i] = grid.Axis{Hi: 1, Cells: max(n, -n), Periodic: n < 0}
	}
	g, err := grid.New(axes, halo, elem)
	require.NoError(t, err)
	return g
}

// star couples every equation to every state at the cell and its neighbours.
func star(dim, states int) (list []precond.Entry) {
	for e := range states {
		for s := range states {
			list = append(list, precond.Entry{Equation: e, State: s})
			for a := range dim {
				for _, o := range []int{-1, 1} {
					off := [3]int{}
					off[a] = o
					list = append(list, precond.Entry{Equation: e, State: s, Off: off})
				}
			}
		}
	}
	return list
}

// fill gives every entry random values of order 1, and adds shift to those that
// couple an equation to its own state at the cell.
func fill[T vec.Float](m *precond.Matrix[T], shift float64, rng *rand.Rand) {
	for k, e := range m.Entries {
		for i := range m.Values[k] {
			x := rng.NormFloat64()
			if e.Off == [3]int{} && e.Equation == e.State {
				x += shift
			}
			m.Values[k][i] = T(x)
		}
	}
}

// dense is the matrix of a linear map on packed vectors.
func dense[T vec.Float](s grid.Space[T], apply func(dst, src []T)) *mat.Dense {
	n := s.Fields * s.Cells
	a := mat.NewDense(n, n, nil)
	x, y, packed := s.New(), s.New(), make([]T, n)
	for j := range n {
		clear(packed)
		packed[j] = 1
		s.Unpack(x, packed)
		for i := range y {
			y[i] = 9 // must be overwritten
		}
		apply(y, x)
		s.Pack(packed, y)
		for i, v := range packed {
			a.Set(i, j, float64(v))
		}
	}
	return a
}

// part keeps the elements of a dense matrix that couple cells less than two apart
// along one axis, or, with axis -1, within the cell.
func part[T vec.Float](s grid.Space[T], a *mat.Dense, axis int) *mat.Dense {
	n, _ := a.Dims()
	p := mat.NewDense(n, n, nil)
	cell := func(i int) (c [3]int) {
		i %= s.Cells
		c[2] = i % s.N[2]
		c[1] = i / s.N[2] % s.N[1]
		c[0] = i / s.N[2] / s.N[1]
		return c
	}
	for i := range n {
		for j := range n {
			x, y, same := cell(i), cell(j), true
			for b := range 3 {
				same = same && (b == axis || x[b] == y[b])
			}
			if same {
				p.Set(i, j, a.At(i, j))
			}
		}
	}
	return p
}

// requireInverse checks that a is the inverse of b.
func requireInverse(t *testing.T, a, b *mat.Dense, tol float64, name string) {
	n, _ := a.Dims()
	var one mat.Dense
	one.Mul(a, b)
	for i := range n {
		one.Set(i, i, one.At(i, i)-1)
	}
	require.Less(t, mat.Norm(&one, 2), tol, name)
}

// requireTransposed checks <M x, y> = <x, M' y>.
func requireTransposed[T vec.Float](t *testing.T, s grid.Space[T], apply, transposed func(dst, src []T), tol float64, name string) {
	rng := rand.New(rand.NewPCG(5, 6))
	x, y, mx, my := s.New(), s.New(), s.New(), s.New()
	for i := range x {
		x[i], y[i] = T(rng.NormFloat64()), T(rng.NormFloat64())
	}
	apply(mx, x)
	transposed(my, y)
	require.InDelta(t, s.Dot(mx, y), s.Dot(x, my), tol*s.Norm(mx)*s.Norm(y), name)
}
