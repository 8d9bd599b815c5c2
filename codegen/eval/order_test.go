package eval_test

import (
	"math"

	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
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
	flux     func(u function, axis int) function // physical flux along an axis, of operators in flux form
	net      func(x float64) (v, slope float64)  // the network of its closure
	order    float64
	periodic bool // needs periodic axes
	fourth   bool // of fourth order: two conditions on a face
	least    int  // dimensions
	most     int  // dimensions, 0: any
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
		flux: func(u function, axis int) function { return speedAt(axis).times(u) },
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
		flux: func(u function, axis int) function { return function(conductivityAt).times(u.d(axis)).minus() },
	}
}

// scaled is c*f.
func (f function) scaled(c float64) function {
	return func(x [3]float64) float64 { return c * f(x) }
}

// of is g(f).
func (f function) of(g func(float64) float64) function {
	return func(x [3]float64) float64 { return g(f(x)) }
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
	transport("linear_upwind", 2), transport("vanleer", 2), transport("minmod", 2),
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
	{name: "div(central, [u*u/2, ..])", order: 2, most: 1, diffuse: true,
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
	{name: "-v*dx(upwind, u)", order: 1, most: 1, diffuse: true,
		build: func(b *Builder, u *model.Expr) *model.Expr {
			return Neg(Mul(Call("cos", Mul(Num(2*math.Pi), b.X(0))), DScheme("upwind", 0, u)))
		},
		exact: func(u function, dim int) function {
			return u.d(0).minus().times(func(x [3]float64) float64 { return math.Cos(2 * math.Pi * x[0]) })
		}},
	{name: "-u*dx(central4, u)", order: 4, periodic: true, most: 1,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Neg(Mul(u, DScheme("central4", 0, u))) },
		exact: func(u function, dim int) function { return u.times(u.d(0)).minus() }},
	{name: "-u*dx(central4, u) with lap(u)", order: 2, diffuse: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Neg(Mul(u, DScheme("central4", 0, u))) },
		exact: func(u function, dim int) function { return u.times(u.d(0)).minus() }},
	{name: "div([a*dx(u) + b*dy(u), b*dx(u) + u*dy(u)])", order: 2, least: 2,
		build: func(b *Builder, u *model.Expr) *model.Expr {
			k := conductivity(b)
			return Div("", Vec(Add(Mul(k, D(0, u)), Mul(Num(0.1), D(1, u))), Add(Mul(Num(0.1), D(0, u)), Mul(Num(0.2), u, D(1, u)))))
		},
		exact: func(u function, dim int) function {
			x := function(conductivityAt).times(u.d(0)).plus(u.d(1).scaled(0.1))
			y := u.d(0).scaled(0.1).plus(u.times(u.d(1)).scaled(0.2))
			return x.d(0).plus(y.d(1))
		},
		flux: func(u function, axis int) function {
			if axis == 0 {
				return function(conductivityAt).times(u.d(0)).plus(u.d(1).scaled(0.1)).minus()
			}
			return u.d(0).scaled(0.1).plus(u.times(u.d(1)).scaled(0.2)).minus()
		}},
	{name: "dx(dy(u)) with lap(u)", order: 2, least: 2, diffuse: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(0.2), D(0, D(1, u))) },
		exact: func(u function, dim int) function { return u.d(0).d(1).scaled(0.2) }},
	{name: "div(f(u)*grad(u)) + f(dx(u))", order: 2,
		net: func(x float64) (v, slope float64) { return 0.2 + 0.1*math.Sin(x), 0.1 * math.Cos(x) },
		build: func(b *Builder, u *model.Expr) *model.Expr {
			f := b.Pointwise("f", 1)
			return Add(Div("", Mul(Apply(f, u), Grad(u))), Apply(f, D(0, u)))
		},
		exact: func(u function, dim int) function {
			f := func(x float64) float64 { return 0.2 + 0.1*math.Sin(x) }
			sum := u.d(0).of(f)
			for a := range dim {
				sum = sum.plus(u.of(f).times(u.d(a)).d(a))
			}
			return sum
		},
		flux: func(u function, axis int) function {
			return u.of(func(x float64) float64 { return 0.2 + 0.1*math.Sin(x) }).times(u.d(axis)).minus()
		}},
	{name: "dx(dx(dx(u)))", order: 2, periodic: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(-1e-2), D(0, D(0, D(0, u)))) },
		exact: func(u function, dim int) function { return u.d(0).d(0).d(0).scaled(-1e-2) }},
	{name: "-lap(u^3 - u - k*lap(u))/1000", order: 2, fourth: true,
		build: func(_ *Builder, u *model.Expr) *model.Expr {
			return Mul(Num(1e-3), Lap(Sub(Sub(Pow(u, Num(3)), u), Mul(Num(1), Lap(u)))))
		},
		exact: func(u function, dim int) function {
			mu := u.of(func(x float64) float64 { return x*x*x - x }).plus(laplacian(u, dim).minus())
			return laplacian(mu, dim).scaled(1e-3)
		}},
	{name: "dx(k*dx(u))", order: 2,
		build: func(b *Builder, u *model.Expr) *model.Expr { return D(0, Mul(conductivity(b), D(0, u))) },
		exact: func(u function, dim int) function { return function(conductivityAt).times(u.d(0)).d(0) }},
	{name: "dx(dx(u))", order: 2,
		build: func(_ *Builder, u *model.Expr) *model.Expr { return Mul(Num(0.1), D(0, D(0, u))) },
		exact: func(u function, dim int) function {
			return u.d(0).d(0).times(func([3]float64) float64 { return 0.1 })
		}},
	{name: "-lap(lap(u))", order: 2, fourth: true,
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
