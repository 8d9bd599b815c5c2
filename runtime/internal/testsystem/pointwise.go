package testsystem

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// rules fills the tables of coefficients and boundary conditions.
func rules[T vec.Float](p *kernel.Problem[T], dim int, o Options) {
	p.Coefs = []kernel.CoefInfo{{Name: "v", Time: o.Unsteady && o.Closure}, {Name: "k"}}
	for a := range dim {
		if o.Periodic[a] {
			for i := range p.Coefs {
				p.Coefs[i].Rule[a] = [2]kernel.Rule{kernel.Wrap, kernel.Wrap}
			}
			continue
		}
		p.Coefs[0].Rule[a] = [2]kernel.Rule{kernel.ZeroGradient, kernel.ZeroGradient}
		p.Coefs[1].Rule[a] = [2]kernel.Rule{kernel.ByValue, kernel.ZeroGradient}
		for side, name := range []string{"min", "max"} {
			p.Bounds = append(p.Bounds, kernel.BoundInfo{
				Name: "u." + p.Axes[a].Name + "." + name, Axis: a, High: side == 1, Time: o.Unsteady,
			})
		}
	}
}

// diffusivity at a point: kappa*(1 + 0.5 sin(2 pi x/1.5 + kappa)) cos-free in y.
func diffusivity(kappa num, x float64) num {
	return kappa.mul(sin(kappa.add(c(2 * math.Pi * x / 1.5))).scale(0.5).add(c(1)))
}

// point visits cells of the interior, or of the padded array on axes that are
// not periodic.
func point[T vec.Float](a *kernel.Args[T], padded bool, f func(x, y float64, p int)) {
	g := a.Grid
	var d [2]int
	for axis := range g.Dim {
		if padded && !g.Periodic[axis] {
			d[axis] = g.Depth
		}
	}
	for i := -d[0]; i < g.N[0]+d[0]; i++ {
		for j := -d[1]; j < g.N[1]+d[1]; j++ {
			y := 0.0
			if g.Dim == 2 {
				y = float64(a.X[1][j+g.Depth])
			}
			f(float64(a.X[0][i+g.Depth]), y, g.Index(i, j, 0))
		}
	}
}

// pointwise fills Initial, Coefs and CoefsValue.
func pointwise[T vec.Float](p *kernel.Problem[T], dim int, o Options) {
	k := &p.Kernels
	k.Initial = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) { a.Val[kernel.State][0][q] = T(float64(a.Param[Start]) * start(x, y)) })
	}
	k.InitialTangent = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) { a.Dir[kernel.State][0][q] = T(float64(a.DirParam[Start]) * start(x, y)) })
	}
	k.InitialAdjoint = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) { a.BarParam[Start] += float64(a.Bar[kernel.State][0][q]) * start(x, y) })
	}
	base := len(p.Fields) + len(p.Closures)
	k.Coefs.Value = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) {
			v := T(0.2)
			for b := range base {
				v += a.Val[kernel.Base][b][q]
			}
			a.Val[kernel.Coef][0][q] = v
			a.Val[kernel.Coef][1][q] = T(diffusivity(c(float64(a.Param[Kappa])), x).v)
		})
	}
	k.Coefs.Tangent = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) {
			v := T(0)
			for b := range base {
				v += a.Dir[kernel.Base][b][q]
			}
			a.Dir[kernel.Coef][0][q] = v
			a.Dir[kernel.Coef][1][q] = T(slope(a, x) * float64(a.DirParam[Kappa]))
		})
	}
	k.Coefs.Adjoint = func(a *kernel.Args[T], _, _ int) {
		point(a, false, func(x, y float64, q int) {
			for b := range base {
				a.Bar[kernel.Base][b][q] += a.Bar[kernel.Coef][0][q]
			}
			a.BarParam[Kappa] += float64(a.Bar[kernel.Coef][1][q]) * slope(a, x)
		})
	}
	value := false
	for a := range dim {
		value = value || !o.Periodic[a]
	}
	if !value {
		return
	}
	k.CoefsValue.Value = func(a *kernel.Args[T], _, _ int) {
		point(a, true, func(x, y float64, q int) {
			a.Val[kernel.Coef][1][q] = T(diffusivity(c(float64(a.Param[Kappa])), x).v)
		})
	}
	k.CoefsValue.Tangent = func(a *kernel.Args[T], _, _ int) {
		point(a, true, func(x, y float64, q int) {
			a.Dir[kernel.Coef][1][q] = T(slope(a, x) * float64(a.DirParam[Kappa]))
		})
	}
	k.CoefsValue.Adjoint = func(a *kernel.Args[T], _, _ int) {
		point(a, true, func(x, y float64, q int) {
			a.BarParam[Kappa] += float64(a.Bar[kernel.Coef][1][q]) * slope(a, x)
		})
	}
}

func slope[T vec.Float](a *kernel.Args[T], x float64) float64 {
	return diffusivity(num{float64(a.Param[Kappa]), 1}, x).d
}
