package verify

import (
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// stage is a kernel's arguments, all values, directions and cotangents random
// where a kernel may look, with ghosts of periodic axes repeated.
type stage[T vec.Float] struct {
	b    *bench[T]
	grid *grid.Grid
	k    *kernel.Kernels[T]
	a    kernel.Args[T]
	rng  *rand.Rand
}

func (b *bench[T]) newStage(s *solver.Solver[T], rng *rand.Rand) *stage[T] {
	g := s.Grid()
	t := &stage[T]{b: b, grid: g, k: &b.p.Kernels, rng: rng}
	a := &t.a
	a.Grid = g
	counts := map[kernel.Role]int{
		kernel.State: len(b.p.States), kernel.Lag: len(b.p.States), kernel.Out: len(b.p.States), kernel.Rhs: len(b.p.States),
		kernel.Coef: len(b.p.Coefs), kernel.CoefLag: len(b.p.Coefs), kernel.Base: len(b.p.Fields) + len(b.p.Closures),
		kernel.Call: len(b.p.Calls), kernel.Entry: len(b.p.Matrix), kernel.Held: b.p.Held,
	}
	for _, c := range b.p.Calls {
		counts[kernel.Input] += c.Inputs
	}
	counts[kernel.Jac] = counts[kernel.Input]
	for role := range kernel.Roles {
		for _, set := range []*[kernel.Roles][][]T{&a.Val, &a.Dir, &a.Bar} {
			set[role], _ = grid.Alloc[T](g, counts[role])
		}
		for i := range counts[role] {
			size, spread := 1.0, 0.3
			if role == kernel.State || role == kernel.Lag {
				size = b.scale[i]
				spread = b.room(i, size, 0.3*size) / size
			}
			t.random(a.Val[role][i], 1, spread)
			t.random(a.Dir[role][i], 0, 1)
			if size != 1 {
				vec.Scale(T(size), a.Val[role][i])
				vec.Scale(T(size), a.Dir[role][i])
			}
		}
	}
	for i := range b.p.Bounds {
		n := g.FaceSize(b.p.Bounds[i].Axis)
		for _, set := range []*[kernel.Roles][][]T{&a.Val, &a.Dir, &a.Bar} {
			face := make([]T, n)
			for j := range face {
				face[j] = T(rng.NormFloat64())
			}
			set[kernel.Bound] = append(set[kernel.Bound], face)
		}
		clear(a.Bar[kernel.Bound][i])
	}
	for _, p := range b.at.params {
		a.Param = append(a.Param, T(p))
		a.DirParam = append(a.DirParam, T(rng.NormFloat64()*max(math.Abs(p), 1e-3)))
	}
	a.BarParam = make([]float64, len(b.at.params))
	dt := b.config.Steps[0]
	a.Time, a.LagTime = T(b.p.Time0+dt), T(b.p.Time0)
	a.Alpha, a.Beta, a.Gamma, a.Omega = 1, T(dt/2), 1, 0.9
	for axis := range g.Dim {
		a.X[axis] = grid.Centres[T](g, axis)
		a.In[axis] = make([]T, len(a.X[axis]))
		for i := range g.N[axis] {
			a.In[axis][i+g.Depth] = 1
		}
	}
	if f := t.k.Held; f != nil {
		f(a, -g.Depth, g.N[0]+g.Depth)
	}
	for i := range a.Bar[kernel.Out] {
		t.random(a.Bar[kernel.Out][i], 0, 1)
		vec.Scale(T(1/b.scale[i]), a.Bar[kernel.Out][i])
		t.cotangent(a.Bar[kernel.Out][i])
	}
	return t
}

// random fills a padded array, periodic where the grid is.
func (t *stage[T]) random(x []T, mean, spread float64) {
	for i := range x {
		x[i] = T(mean + spread*(2*t.rng.Float64()-1))
	}
	for axis := range t.grid.Dim {
		if t.grid.Periodic[axis] {
			grid.Wrap(t.grid, x, axis)
		}
	}
}

// cotangent makes ghosts zero, or periodic.
func (t *stage[T]) cotangent(x []T) {
	for axis := range t.grid.Dim {
		grid.ZeroFace(t.grid, x, axis, false)
		grid.ZeroFace(t.grid, x, axis, true)
		if t.grid.Periodic[axis] {
			grid.Wrap(t.grid, x, axis)
		}
	}
}

// inner sums x*y over the interior and depth ghost layers of axes that are not
// periodic.
func (t *stage[T]) inner(x, y [][]T, depth int) float64 {
	var lo, hi [3]int
	for axis := range 3 {
		hi[axis] = t.grid.N[axis]
		if axis < t.grid.Dim && !t.grid.Periodic[axis] {
			lo[axis], hi[axis] = -depth, hi[axis]+depth
		}
	}
	sum := 0.0
	for f := range x {
		for i := lo[0]; i < hi[0]; i++ {
			for j := lo[1]; j < hi[1]; j++ {
				for k := lo[2]; k < hi[2]; k++ {
					p := t.grid.Index(i, j, k)
					sum += float64(x[f][p]) * float64(y[f][p])
				}
			}
		}
	}
	return sum
}

func (t *stage[T]) reach(depth int) (lo, hi int) {
	if t.grid.Periodic[0] {
		depth = 0
	}
	return -depth, t.grid.N[0] + depth
}

// outputs is <J v, w> and |J v| |w| of a kernel that writes Out.
func (t *stage[T]) outputs() (left, norm float64) {
	jv, w := t.a.Dir[kernel.Out], t.a.Bar[kernel.Out]
	return t.inner(jv, w, 0), math.Sqrt(t.inner(jv, jv, 0) * t.inner(w, w, 0))
}

func (t *stage[T]) params() float64 {
	sum := 0.0
	for i, v := range t.a.DirParam {
		sum += float64(v) * t.a.BarParam[i]
	}
	return sum
}

// within clears what lies outside of the interior and depth ghost layers of axes
// that are not periodic.
func (t *stage[T]) within(x []T, depth int) {
	t.padded(func(at [3]int, p int) {
		for axis := range t.grid.Dim {
			d := depth
			if t.grid.Periodic[axis] {
				d = 0
			}
			if at[axis] < -d || at[axis] >= t.grid.N[axis]+d {
				x[p] = 0
			}
		}
	})
}

// padded visits all cells, ghosts included.
func (t *stage[T]) padded(visit func(at [3]int, p int)) {
	g := t.grid
	var lo, hi [3]int
	for a := range 3 {
		hi[a] = g.N[a]
		if a < g.Dim {
			lo[a], hi[a] = -g.Depth, hi[a]+g.Depth
		}
	}
	for i := lo[0]; i < hi[0]; i++ {
		for j := lo[1]; j < hi[1]; j++ {
			for k := lo[2]; k < hi[2]; k++ {
				visit([3]int{i, j, k}, g.Index(i, j, k))
			}
		}
	}
}

// tangent is the k-th axis other than axis.
func tangent(axis, k int) int {
	if k >= axis {
		return k + 1
	}
	return k
}
