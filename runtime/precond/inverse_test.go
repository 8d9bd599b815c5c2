package precond_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/precond"
	"github.com/pindiff/pindiffc/runtime/vec"
)

func TestInverses(t *testing.T) {
	t.Run("float64", func(t *testing.T) { inverses[float64](t, 8, 1e-11) })
	t.Run("float32", func(t *testing.T) { inverses[float32](t, 4, 1e-4) })
}

// inverses: each preconditioner is the inverse of the part of the matrix that it
// claims, and its transpose is exact, on walls and rings of every length.
func inverses[T vec.Float](t *testing.T, elem int, tol float64) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, cells := range [][]int{{6}, {-6}, {1}, {-1}, {-2}, {-3}, {5, 4}, {-5, 4}, {5, -4}, {-2, -3}, {3, -3, 4}, {-3, 2, -3}} {
		for _, states := range []int{1, 2, 3} {
			halo := 1
			for _, n := range cells {
				if max(n, -n) < 2 {
					halo = 0
				}
			}
			g := newGrid(t, elem, halo, cells...)
			entries := star(g.Dim, states)
			if halo == 0 { // no neighbours but oneself
				entries = star(0, states)
			}
			m, err := precond.NewMatrix[T](g, states, entries)
			require.NoError(t, err)
			fill(m, 6*float64(states), rng)
			s := grid.Space[T]{Grid: g, Fields: states}
			a := dense(s, m.Apply)

			point := precond.NewPointBlock(m)
			require.NoError(t, point.Update())
			requireInverse(t, dense(s, point.Precondition), part(s, a, -1), tol, "point")
			requireTransposed(t, s, point.Precondition, point.PreconditionTransposed, tol, "point")

			for axis := range g.Dim {
				line := precond.NewLine(m, axis)
				require.NoError(t, line.Update())
				requireInverse(t, dense(s, line.Precondition), part(s, a, axis), 10*tol, "line")
				requireTransposed(t, s, line.Precondition, line.PreconditionTransposed, tol, "line")
			}
			var axes []int
			for axis := range g.Dim {
				axes = append(axes, axis)
			}
			for name, l := range map[string]*precond.Lines[T]{
				"additive": precond.NewAdditive(m, axes...), "multiplicative": precond.NewMultiplicative(m, axes...),
			} {
				require.NoError(t, l.Update())
				requireTransposed(t, s, l.Precondition, l.PreconditionTransposed, 10*tol, name)
				var p precond.Preconditioner[T] = l
				requireTransposed(t, s, p.Precondition, precond.Transposed[T]{Of: p}.Precondition, 10*tol, name)
			}
		}
	}
}

// A ring of one cell is its own neighbour, twice.
func TestRingOfOne(t *testing.T) {
	g := newGrid(t, 8, 0, -1)
	g.Depth = 1 // lets entries reach the neighbour; nothing is read there
	m, err := precond.NewMatrix[float64](g, 1, star(1, 1))
	require.NoError(t, err)
	for k := range m.Values {
		m.Values[k][g.Origin] = float64(k + 1)
	}
	line := precond.NewLine(m, 0)
	require.NoError(t, line.Update())
	s := grid.Space[float64]{Grid: g, Fields: 1}
	require.InEpsilon(t, 1./6, dense(s, line.Precondition).At(0, 0), 1e-14)
}

// Multiplicative lines are what the iteration says; one axis more than once too.
func TestMultiplicative(t *testing.T) {
	g := newGrid(t, 8, 1, 4, -3)
	m, err := precond.NewMatrix[float64](g, 2, star(2, 2))
	require.NoError(t, err)
	fill(m, 14, rand.New(rand.NewPCG(9, 10)))
	s := grid.Space[float64]{Grid: g, Fields: 2}
	l := precond.NewMultiplicative(m, 0, 1, 0)
	require.NoError(t, l.Update())
	a, n := dense(s, m.Apply), 2*g.Cells
	want := mat.NewDense(n, n, nil)
	for _, axis := range []int{0, 1, 0} {
		var inv, r, d mat.Dense
		require.NoError(t, inv.Inverse(part(s, a, axis)))
		r.Mul(a, want)
		r.Scale(-1, &r)
		for i := range n {
			r.Set(i, i, r.At(i, i)+1)
		}
		d.Mul(&inv, &r)
		want.Add(want, &d)
	}
	require.True(t, mat.EqualApprox(want, dense(s, l.Precondition), 1e-12))
}

// Equations and states of very different units are no reason to call a block
// singular, and do not spoil its inverse.
func TestUnits(t *testing.T) {
	g := newGrid(t, 8, 1, 6)
	m, err := precond.NewMatrix[float64](g, 2, star(1, 2))
	require.NoError(t, err)
	fill(m, 9, rand.New(rand.NewPCG(11, 12)))
	row, col := []float64{1e-30, 1e12}, []float64{1e9, 1e-15}
	for k, e := range m.Entries {
		for i := range m.Values[k] {
			m.Values[k][i] *= row[e.Equation] * col[e.State]
		}
	}
	s := grid.Space[float64]{Grid: g, Fields: 2}
	a := dense(s, m.Apply)
	for _, p := range []precond.Preconditioner[float64]{precond.NewLine(m, 0), precond.NewPointBlock(m)} {
		require.NoError(t, p.Update())
	}
	line := precond.NewLine(m, 0)
	require.NoError(t, line.Update())
	inverse := dense(s, line.Precondition)
	var one mat.Dense
	one.Mul(inverse, a) // states to states
	for i := range 12 {
		for j := range 12 {
			want := 0.0
			if i == j {
				want = 1
			}
			require.InDelta(t, want, one.At(i, j)*col[i/6]/col[j/6], 1e-12)
		}
	}
}

func TestSingular(t *testing.T) {
	g := newGrid(t, 8, 1, 4, 5)
	m, err := precond.NewMatrix[float64](g, 2, star(2, 2))
	require.NoError(t, err)
	fill(m, 9, rand.New(rand.NewPCG(13, 14)))
	bad := g.Index(2, 3, 0)
	for k, e := range m.Entries {
		if e.Off == [3]int{} {
			m.Values[k][bad] = []float64{1, 3}[e.Equation] * []float64{2, 5}[e.State]
		}
	}
	err = precond.NewPointBlock(m).Update()
	var single *precond.SingularError
	require.ErrorAs(t, err, &single)
	require.Equal(t, []int{2, 3}, single.Cell)
	require.ErrorContains(t, err, "at cell (2, 3)")

	// a line with walls on both sides that nothing crosses has a constant in its null space
	g = newGrid(t, 8, 1, 8)
	for name, v := range map[string]float64{"null space": 0, "not a number": math.NaN()} {
		lap, err := precond.NewMatrix[float64](g, 1, star(1, 1))
		require.NoError(t, err)
		for i := range 8 {
			c := g.Origin + i
			lap.Values[0][c], lap.Values[1][c], lap.Values[2][c] = 2+v, -1, -1
		}
		lap.Values[0][g.Origin], lap.Values[0][g.Origin+7] = 1, 1
		err = precond.NewLine(lap, 0).Update()
		require.ErrorAs(t, err, &single, name)
		require.Equal(t, 0, single.Axis)
	}
}

func TestNoAllocations(t *testing.T) {
	g := newGrid(t, 8, 1, 8, -6)
	m, err := precond.NewMatrix[float64](g, 2, star(2, 2))
	require.NoError(t, err)
	fill(m, 14, rand.New(rand.NewPCG(15, 16)))
	s := grid.Space[float64]{Grid: g, Fields: 2}
	x, y := s.New(), s.New()
	for i := range x {
		x[i] = 1
	}
	for _, p := range []precond.Preconditioner[float64]{precond.NewPointBlock(m), precond.NewMultiplicative(m, 0, 1)} {
		require.NoError(t, p.Update())
		require.Zero(t, testing.AllocsPerRun(5, func() {
			_ = p.Update()
			p.Precondition(y, x)
			p.PreconditionTransposed(y, x)
		}))
	}
}
