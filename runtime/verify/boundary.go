package verify

import (
	"math/rand/v2"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// shifted is the problem with b.bounds added to its boundary data, so that the
// gradient in them can be tested: they are no inputs of a run. The kernels of
// bounds are read only while a solver makes levels, never beside a change.
func (b *bench[T]) shifted(p *kernel.Problem[T]) *kernel.Problem[T] {
	q := *p
	q.Kernels.Bounds = append([]kernel.Forms[T](nil), p.Kernels.Bounds...)
	for i := range q.Kernels.Bounds {
		own, axis := p.Kernels.Bounds[i].Value, p.Bounds[i].Axis
		q.Kernels.Bounds[i].Value = func(a *kernel.Args[T], lo, hi int) {
			face := a.Val[kernel.Bound][i]
			if own != nil {
				own(a, lo, hi)
			}
			if i < len(b.bounds) {
				addFace(a.Grid, face, b.bounds[i], axis)
			}
		}
	}
	return &q
}

// addFace adds dense values to the interior cells of a face array.
func addFace[T vec.Float](g *grid.Grid, face, dense []T, axis int) {
	probe, place := make([]T, len(face)), make([]T, len(dense))
	for k := range face { // the place of each cell of the face, by its number
		probe[k] = T(k)
	}
	grid.PackFaceAdd(g, place, probe, axis)
	for c, k := range place {
		face[int(k)] += dense[c]
	}
}

// boundDirection is random, of a tenth of the size of each datum, however small: the
// coefficients of a condition may be 1e-9 in SI units. A datum that is 0 moves by a
// little of its state. A datum that is the same on its whole face stays so where a
// network, or its hypernetwork, is evaluated once for a face.
func (b *bench[T]) boundDirection(s *solver.Solver[T], rng *rand.Rand) [][]T {
	t := b.newStage(s, rng)
	lo, hi := -t.grid.Depth, t.grid.N[0]+t.grid.Depth
	once := slices.ContainsFunc(b.p.Calls, func(c kernel.CallInfo) bool {
		return c.Region == kernel.OnFace && (c.Uniform || b.p.Closures[c.Closure].Net.Hyper != nil)
	})
	var d [][]T
	for i, f := range b.p.Kernels.Bounds {
		f.Value(&t.a, lo, hi)
		size := vec.MaxAbs(t.a.Val[kernel.Bound][i])
		if size == 0 {
			size = 1e-3 * b.scale[b.p.Bounds[i].State]
		}
		v := make([]T, t.grid.FaceCells(b.p.Bounds[i].Axis))
		for k := range v {
			v[k] = T(0.1 * size * rng.NormFloat64())
		}
		if once && t.uniform(i) {
			for k := range v {
				v[k] = v[0]
			}
		}
		d = append(d, v)
	}
	return d
}

// uniform tells that the datum of a condition is the same in all cells of its face.
func (t *stage[T]) uniform(i int) bool {
	axis := t.b.p.Bounds[i].Axis
	dense := make([]T, t.grid.FaceCells(axis))
	grid.PackFaceAdd(t.grid, dense, t.a.Val[kernel.Bound][i], axis)
	return !slices.ContainsFunc(dense, func(v T) bool { return v != dense[0] })
}
