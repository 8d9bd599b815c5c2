package eval_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/eval"
	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// The orders are those of the solution of z - beta*f(z) = u - beta*F(u) for a
// known u, where F is the exact operator: the truncation error itself is of
// lower order in the cells at a boundary.

type function func(x [3]float64) float64

// d is the derivative along an axis by a sixth-order difference.
func (f function) d(axis int) function {
	return func(x [3]float64) float64 {
		const h = 4e-3
		at := func(k float64) float64 { y := x; y[axis] += k * h; return f(y) }
		return (45*(at(1)-at(-1)) - 9*(at(2)-at(-2)) + (at(3) - at(-3))) / (60 * h)
	}
}

func (f function) times(g function) function {
	return func(x [3]float64) float64 { return f(x) * g(x) }
}

func (f function) plus(g function) function {
	return func(x [3]float64) float64 { return f(x) + g(x) }
}

func (f function) minus() function { return func(x [3]float64) float64 { return -f(x) } }

// operator is one right-hand side with its exact meaning.
type operator struct {
	name     string
	build    func(b *Builder, u *model.Expr) *model.Expr
	exact    func(u function, dim int) function
	order    float64
	periodic bool // needs periodic axes
	oneD     bool
	diffuse  bool // first order: add 0.3*lap(u), so that conditions on all faces make sense
}

// speed and conductivity vary in space and do not vanish at the boundary.
func speedAt(axis int) function {
	return func(x [3]float64) float64 { return 0.6 + 0.3*math.Sin(2*math.Pi*(x[0]+0.3*float64(axis))) }
}

func speed(b *Builder, axis int) *model.Expr {
	return Add(Num(0.6), Mul(Num(0.3), Call("sin", Mul(Num(2*math.Pi), Add(b.X(0), Num(0.3*float64(axis)))))))
}

func velocity(b *Builder) *model.Expr {
	var vs []*model.Expr
	for a := range b.Axes {
		vs = append(vs, speed(b, a))
	}
	for _, v := range vs {
		b.Face(v, "value")
	}
	return Vec(vs...)
}

func conductivityAt(x [3]float64) float64 { return 0.2 + 0.1*math.Cos(2*math.Pi*x[0]) }

func conductivity(b *Builder) *model.Expr {
	k := Add(Num(0.2), Mul(Num(0.1), Call("cos", Mul(Num(2*math.Pi), b.X(0)))))
	b.Face(k, "value")
	return k
}

func transport(scheme string, order float64) operator {
	return operator{
		name:  "div(" + scheme + ", v*u)",
		order: order, diffuse: true,
		build: func(b *Builder, u *model.Expr) *model.Expr { return Neg(Div(scheme, Mul(velocity(b), u))) },
		exact: func(u function, dim int) function {
			var f function = func([3]float64) float64 { return 0 }
			for a := range dim {
				f = f.plus(speedAt(a).times(u).d(a).minus())
			}
			return f
		},
	}
}

func diffusion(scheme string) operator {
	return operator{
		name:  "div(" + scheme + ", k*grad(u))",
		order: 2,
		build: func(b *Builder, u *model.Expr) *model.Expr { return Div(scheme, Mul(conductivity(b), Grad(u))) },
		exact: func(u function, dim int) function {
			var f function = func([3]float64) float64 { return 0 }
			for a := range dim {
				f = f.plus(function(conductivityAt).times(u.d(a)).d(a))
			}
			return f
		},
	}
}

func laplacian(u function, dim int) function {
	var f function = func([3]float64) float64 { return 0 }
	for a := range dim {
		f = f.plus(u.d(a).d(a))
	}
	return f
}

var operators = []operator{
	transport("upwind", 1), transport("upwind_face", 1), transport("central", 2), transport("central_flux", 2),
	diffusion("arithmetic"), diffusion("harmonic"),
	{name: "div(u*grad(u))", order: 2,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Div("", Mul(u, Grad(u))) },
		exact: func(u function, dim int) function {
			f := laplacian(u, dim).times(u)
			for a := range dim {
				f = f.plus(u.d(a).times(u.d(a)))
			}
			return f
		}},
	{name: "div(central, [u*u/2, ..])", order: 2, oneD: true, diffuse: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr {
			return Neg(Div("central", Vec(Mul(Num(0.5), u, u))))
		},
		exact: func(u function, dim int) function { return u.times(u.d(0)).minus() }},
	{name: "lap(u)", order: 2,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(0.3), Lap(u)) },
		exact: func(u function, dim int) function {
			return laplacian(u, dim).times(func([3]float64) float64 { return 0.3 })
		}},
	{name: "0.05*u*lap(u)", order: 2,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(0.05), u, Lap(u)) },
		exact: func(u function, dim int) function {
			return laplacian(u, dim).times(u).times(func([3]float64) float64 { return 0.05 })
		}},
	{name: "-u*dx(u)", order: 2, diffuse: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Neg(Mul(u, D(0, u))) },
		exact: func(u function, dim int) function { return u.times(u.d(0)).minus() }},
	{name: "-dot(v, grad(u))", order: 2, diffuse: true,
		build: func(b *Builder, u *model.Expr) *model.Expr { return Neg(Dot(velocity(b), Grad(u))) },
		exact: func(u function, dim int) function {
			var f function = func([3]float64) float64 { return 0 }
			for a := range dim {
				f = f.plus(speedAt(a).times(u.d(a)).minus())
			}
			return f
		}},
	{name: "-0.2*norm(grad(u))^2", order: 2, diffuse: true,
		build: func(b *Builder, u *model.Expr) *model.Expr {
			n := Norm(Add(Grad(u), Vec(zeros(b)...)))
			return Mul(Num(-0.2), Mul(n, n))
		},
		exact: func(u function, dim int) function {
			var f function = func([3]float64) float64 { return 0 }
			for a := range dim {
				f = f.plus(u.d(a).times(u.d(a)))
			}
			return f.times(func([3]float64) float64 { return -0.2 })
		}},
	{name: "dx(dx(u))", order: 2, periodic: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(0.1), D(0, D(0, u))) },
		exact: func(u function, dim int) function {
			return u.d(0).d(0).times(func([3]float64) float64 { return 0.1 })
		}},
	{name: "-lap(lap(u))", order: 2, periodic: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(-1e-3), Lap(Lap(u))) },
		exact: func(u function, dim int) function {
			return laplacian(laplacian(u, dim), dim).times(func([3]float64) float64 { return -1e-3 })
		}},
	{name: "k*div(k*grad(u))", order: 2,
		build: func(b *Builder, u *model.Expr) *model.Expr {
			k := conductivity(b)
			return Mul(k, Div("", Mul(k, Grad(u))))
		},
		exact: func(u function, dim int) function {
			return diffusion("").exact(u, dim).times(conductivityAt)
		}},
}

func zeros(b *Builder) []*model.Expr {
	z := make([]*model.Expr, len(b.Axes))
	for a := range z {
		z[a] = Num(0)
	}
	return z
}

// boundaries name what stands on the faces.
var boundaries = []string{"periodic", "value", "gradient", "symmetry"}

// solution is smooth, and fits the boundary kind.
func solution(boundary string) function {
	switch boundary {
	case "periodic":
		return func(x [3]float64) float64 {
			return 1.5 + 0.5*math.Sin(2*math.Pi*x[0]+1)*math.Cos(2*math.Pi*x[1]+0.5)
		}
	case "symmetry":
		return func(x [3]float64) float64 { return 1.5 + 0.5*math.Cos(math.Pi*x[0])*math.Cos(math.Pi*x[1]) }
	}
	return func(x [3]float64) float64 { return 1.5 + 0.5*math.Sin(1.7*x[0]+0.4)*math.Cos(1.3*x[1]+0.2) }
}

func build(t *testing.T, op operator, boundary string, dim int) *program.Program {
	axes := []model.Axis{Axis("x", 0, 1, 8, boundary == "periodic"), Axis("y", 0, 1, 8, boundary == "periodic")}
	b := New(axes[:dim]...)
	u := b.State("u", nil)
	f := op.build(b, u)
	if op.diffuse {
		f = Add(f, Mul(Num(0.3), Lap(u)))
	}
	b.Equation(u, Ddt(u), f)
	for a := range dim {
		for _, high := range []bool{false, true} {
			switch boundary {
			case "value":
				b.Condition(u, a, high, model.Value, Num(0))
			case "gradient":
				b.Condition(u, a, high, model.Gradient, Num(0))
			case "symmetry":
				b.Condition(u, a, high, model.Symmetry, nil)
			}
		}
	}
	return lower(t, b.Model)
}

// solutionError solves on n cells an axis and returns the mean square error.
func solutionError(t *testing.T, p *program.Program, op operator, boundary string, n int) float64 {
	dim := len(p.Model.Axes)
	m := eval.New(p, []int{n, n, n}[:dim])
	u := solution(boundary)
	m.Alpha, m.Beta = 1, 0.2
	m.Coefs()
	for i, c := range p.Bounds { // exact data instead of the spec's
		f, sign := u, 1.0
		if c.Kind == model.Gradient {
			f = u.d(c.Axis)
			if !c.High {
				sign = -1
			}
		}
		m.Everywhere(func(cell [3]int) {
			x := m.Center(cell)
			x[c.Axis] = 0
			if c.High {
				x[c.Axis] = 1
			}
			m.Val(ir.Bound, i)[m.At(cell, ir.Offset{})] = sign * f(x)
		})
	}
	exact, f := make([]float64, m.Size), op.exact(u, dim)
	if op.diffuse {
		f = f.plus(laplacian(u, dim).times(func([3]float64) float64 { return 0.3 }))
	}
	rhs, z := m.Val(ir.Rhs, 0), m.Val(ir.State, 0)
	m.Cells(func(c [3]int) {
		i, x := m.At(c, ir.Offset{}), m.Center(c)
		exact[i] = u(x)
		rhs[i] = exact[i] - m.Beta*f(x)
		z[i] = exact[i]
	})
	newton(t, m)
	sum := 0.0
	m.Cells(func(c [3]int) {
		i := m.At(c, ir.Offset{})
		sum += (z[i] - exact[i]) * (z[i] - exact[i])
	})
	return math.Sqrt(sum / float64(m.N[0]*m.N[1]*m.N[2]))
}

func TestOrders(t *testing.T) {
	for dim := 1; dim <= 2; dim++ {
		for _, boundary := range boundaries {
			for _, op := range operators {
				if op.periodic && boundary != "periodic" || op.oneD && dim > 1 {
					continue
				}
				t.Run(fmt.Sprintf("%d-D/%s/%s", dim, boundary, op.name), func(t *testing.T) {
					p := build(t, op, boundary, dim)
					coarse, fine := 32, 64
					if dim == 2 {
						coarse, fine = 10, 20
					}
					e1, e2 := solutionError(t, p, op, boundary, coarse), solutionError(t, p, op, boundary, fine)
					order := math.Log2(e1 / e2)
					t.Logf("errors %.2e %.2e order %.2f", e1, e2, order)
					require.Greater(t, order, op.order-0.2)
					require.Less(t, order, op.order+0.9)
				})
			}
		}
	}
}
