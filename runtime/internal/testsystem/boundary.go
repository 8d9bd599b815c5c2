package testsystem

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// boundaries fills Bounds and Ghosts from the table of conditions: a value on
// low faces, a normal gradient on high ones.
func boundaries[T vec.Float](p *kernel.Problem[T], dim int, o Options) {
	for i, b := range p.Bounds {
		data := func(a *kernel.Args[T], s float64) (value, slope float64, param int) {
			if b.High {
				return float64(a.Param[Q]), 1, Q
			}
			t := 0.0
			if o.Unsteady {
				t = float64(a.Time)
			}
			w := 1 + 0.3*math.Sin(t+2*math.Pi*s)
			return float64(a.Param[Ub]) * w, w, Ub
		}
		along := func(a *kernel.Args[T], f func(s float64, q int)) {
			if dim == 1 {
				f(0, 0)
				return
			}
			other := 1 - b.Axis
			for j := -a.Grid.Depth; j < a.Grid.N[other]+a.Grid.Depth; j++ {
				f(float64(a.X[other][j+a.Grid.Depth]), a.Grid.FaceIndex(b.Axis, j, 0))
			}
		}
		p.Kernels.Bounds = append(p.Kernels.Bounds, kernel.Forms[T]{
			Value: func(a *kernel.Args[T], _, _ int) {
				along(a, func(s float64, q int) {
					v, _, _ := data(a, s)
					a.Val[kernel.Bound][i][q] = T(v)
				})
			},
			Tangent: func(a *kernel.Args[T], _, _ int) {
				along(a, func(s float64, q int) {
					_, d, k := data(a, s)
					a.Dir[kernel.Bound][i][q] = T(d * float64(a.DirParam[k]))
				})
			},
			Adjoint: func(a *kernel.Args[T], _, _ int) {
				along(a, func(s float64, q int) {
					_, d, k := data(a, s)
					a.BarParam[k] += d * float64(a.Bar[kernel.Bound][i][q])
				})
			},
		})
		p.Kernels.Ghosts = append(p.Kernels.Ghosts, ghost[T](i, b))
	}
}

// ghost fills one face: 2 b - mirror for a value, mirror + distance*b for a gradient.
func ghost[T vec.Float](i int, b kernel.BoundInfo) kernel.Ghost[T] {
	visit := func(a *kernel.Args[T], from, to, depth int, f func(ghost, mirror, face int, wb, wm T)) {
		g := a.Grid
		other := 1 - b.Axis
		lo, hi := 0, 1
		if g.Dim == 2 {
			lo, hi = -g.Depth, g.N[other]+g.Depth
		}
		if b.Axis > 0 {
			lo, hi = from, to
		}
		for t := lo; t < hi; t++ {
			for d := range depth {
				n, m := -1-d, d
				wb, wm := T(2), T(-1)
				if b.High {
					n, m = g.N[b.Axis]+d, g.N[b.Axis]-1-d
					wb, wm = T(float64(2*d+1)*g.H[b.Axis]), 1
				}
				at := [2][2]int{}
				at[0][b.Axis], at[1][b.Axis] = n, m
				if g.Dim == 2 {
					at[0][other], at[1][other] = t, t
				}
				f(g.Index(at[0][0], at[0][1], 0), g.Index(at[1][0], at[1][1], 0), g.FaceIndex(b.Axis, t, 0), wb, wm)
			}
		}
	}
	fill := func(z, bound []T, a *kernel.Args[T], lo, hi int) {
		visit(a, lo, hi, a.Grid.Depth, func(ghost, mirror, face int, wb, wm T) { z[ghost] = wb*bound[face] + wm*z[mirror] })
	}
	return kernel.Ghost[T]{State: 0, Axis: b.Axis, High: b.High, Forms: kernel.Forms[T]{
		Value: func(a *kernel.Args[T], lo, hi int) {
			fill(a.Val[kernel.State][0], a.Val[kernel.Bound][i], a, lo, hi)
		},
		Tangent: func(a *kernel.Args[T], lo, hi int) {
			fill(a.Dir[kernel.State][0], a.Dir[kernel.Bound][i], a, lo, hi)
		},
		Adjoint: func(a *kernel.Args[T], lo, hi int) {
			zbar, bar := a.Bar[kernel.State][0], a.Bar[kernel.Bound][i]
			visit(a, lo, hi, a.Grid.Halo, func(ghost, mirror, face int, wb, wm T) {
				bar[face] += wb * zbar[ghost]
				zbar[mirror] += wm * zbar[ghost]
				zbar[ghost] = 0
			})
		},
	}}
}
