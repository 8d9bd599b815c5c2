// Package kernelbench times and compares kernels of generated packages, for benchmarks
// and tests in those packages: a kernel's scalar and vector body in one program.
package kernelbench

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Body is one of a kernel's functions.
type Body[T vec.Float] struct {
	Name string
	Run  kernel.Func[T]
}

// Run times bodies on a grid of so many cells, in random arrays, and reports
// nanoseconds per cell.
func Run[T vec.Float](b *testing.B, p *kernel.Problem[T], cells []int, bodies ...Body[T]) {
	a := arguments(b, p, cells)
	n := a.Grid.N[0] * a.Grid.N[1] * a.Grid.N[2]
	for _, body := range bodies {
		b.Run(body.Name, func(b *testing.B) {
			for b.Loop() {
				body.Run(a, 0, a.Grid.N[0])
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/cell")
		})
	}
}

// SamePast requires that bodies have the same results where these are stored past the
// caches, on a grid that is large enough for that.
func SamePast[T vec.Float](t *testing.T, p *kernel.Problem[T], cells []int, bodies ...Body[T]) {
	a := arguments(t, p, cells)
	results := append(append([][]T{}, a.Val[kernel.Out]...), append(a.Dir[kernel.Out], a.Bar[kernel.State]...)...)
	for _, body := range bodies {
		var want [][]T
		for _, past := range []bool{false, true} {
			for _, r := range results {
				clear(r)
			}
			a.Past = past
			body.Run(a, 0, a.Grid.N[0])
			for i, r := range results {
				if !past {
					want = append(want, slices.Clone(r))
				} else if !slices.Equal(want[i], r) {
					t.Errorf("%s: other results past the caches", body.Name)
				}
			}
		}
	}
}

// arguments are arrays of every role, of numbers between 0.5 and 1.5.
func arguments[T vec.Float](b testing.TB, p *kernel.Problem[T], cells []int) *kernel.Args[T] {
	var axes []grid.Axis
	for i, a := range p.Axes {
		axes = append(axes, grid.Axis{Lo: a.Lo, Hi: a.Hi, Cells: cells[i], Periodic: a.Periodic})
	}
	g, err := grid.New(axes, p.Halo, int(unsafe.Sizeof(T(0))))
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	a := &kernel.Args[T]{Grid: g, BarParam: make([]float64, len(p.Params)), Alpha: 1, Beta: 0.01, Gamma: 1, Omega: 1}
	for axis := range g.Dim {
		a.X[axis] = grid.Centres[T](g, axis)
		a.In[axis] = make([]T, len(a.X[axis]))
	}
	for _, q := range p.Params {
		a.Param, a.DirParam = append(a.Param, T(q.Default)), append(a.DirParam, 1)
	}
	arrays := max(len(p.States), len(p.Coefs), len(p.Fields)+len(p.Closures), len(p.Matrix), len(p.Calls))
	for _, c := range p.Calls {
		arrays = max(arrays, c.First+c.Inputs)
	}
	for _, list := range []*[kernel.Roles][][]T{&a.Val, &a.Dir, &a.Bar} {
		for role := range list {
			views, all := grid.Alloc[T](g, arrays)
			for i := range all {
				all[i] = T(0.5 + rng.Float64())
			}
			list[role] = views
		}
	}
	return a
}
