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

// faceKind is a kind of condition for all faces. The data e of its conditions are
// replaced by exact ones, at once for every cell of a face.
type faceKind struct {
	name     string
	periodic bool
	fourth   bool
	set      func(b *Builder, u, e *model.Expr, axis int, high bool)
	data     func(u, dn function) function // e of Robin, Value and Gradient conditions; nil: by kind
	solution function                      // nil: any
	net      bool                          // of a law that is learned, sin
	flux     bool
}

// pair sets two conditions.
func pair(name string, kinds ...model.ConditionKind) faceKind {
	return faceKind{name: name, fourth: true, set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		for _, k := range kinds {
			b.Condition(u, axis, high, k, e)
		}
	}}
}

func single(name string, kind model.ConditionKind) faceKind {
	k := pair(name, kind)
	k.fourth = false
	return k
}

var faceKinds = []faceKind{
	{name: "periodic", periodic: true, solution: func(x [3]float64) float64 {
		return 1.5 + 0.5*math.Sin(2*math.Pi*x[0]+1)*math.Cos(2*math.Pi*x[1]+0.5)
	}},
	single("value", model.Value), single("gradient", model.Gradient),
	{name: "symmetry", set: func(b *Builder, u, _ *model.Expr, axis int, high bool) {
		b.Condition(u, axis, high, model.Symmetry, nil)
	}, solution: func(x [3]float64) float64 { return 1.5 + 0.5*math.Cos(math.Pi*x[0])*math.Cos(math.Pi*x[1]) }},
	{name: "3*u + dn(u) = e", set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		b.Robin(u, axis, high, Add(Mul(Num(3), u), Dn(axis, u)), e)
	}, data: func(u, dn function) function { return u.scaled(3).plus(dn) }},
	{name: "-dn(u) = u^3 - e", set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		b.Robin(u, axis, high, Neg(Dn(axis, u)), Sub(Pow(u, Num(3)), e))
	}, data: func(u, dn function) function {
		return u.of(func(x float64) float64 { return x * x * x }).plus(dn)
	}},
	{name: "-dn(u) = q(u) - e", net: true, set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		if len(b.Closures) == 0 {
			b.Pointwise("q", 1)
		}
		b.Robin(u, axis, high, Neg(Dn(axis, u)), Sub(Apply(Ref(b.Closures[0]), u), e))
	}, data: func(u, dn function) function { return u.of(math.Sin).plus(dn) }},
	{name: "u = e - u^3/9", set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		b.Condition(u, axis, high, model.Value, Sub(e, Mul(Num(1./9), Pow(u, Num(3)))))
	}, data: func(u, _ function) function {
		return u.plus(u.of(func(x float64) float64 { return x * x * x / 9 }))
	}},
	{name: "flux", flux: true},
	pair("value, gradient", model.Value, model.Gradient), pair("value, second", model.Value, model.Curvature),
	pair("value, third", model.Value, model.Third), pair("gradient, second", model.Gradient, model.Curvature),
	pair("gradient, third", model.Gradient, model.Third), pair("second, third", model.Curvature, model.Third),
}

// problem is an operator with conditions on all faces.
type problem struct {
	op   operator
	kind faceKind
	dim  int
	u    function
	p    *program.Program
}

func newProblem(t *testing.T, op operator, kind faceKind, dim int) *problem {
	x := &problem{op: op, kind: kind, dim: dim, u: kind.solution}
	if x.u == nil {
		x.u = func(x [3]float64) float64 { return 1.5 + 0.5*math.Sin(1.7*x[0]+0.4)*math.Cos(1.3*x[1]+0.2) }
	}
	axes := []model.Axis{Axis("x", 0, 1, 8, kind.periodic), Axis("y", 0, 1, 8, kind.periodic)}
	b := New(axes[:dim]...)
	u := b.State("u", nil)
	f := op.build(b, u)
	if op.diffuse {
		f = Add(f, Div("", Mul(Num(0.3), Grad(u))))
	}
	b.Equation(u, Ddt(u), f)
	for a := range dim {
		for sd, high := range []bool{false, true} {
			switch {
			case kind.flux:
				b.Condition(u, a, high, model.Flux, b.Field(fmt.Sprintf("e%d%d", a, sd), nil))
			case !kind.periodic:
				e := b.Param(fmt.Sprintf("e%d%d", a, sd), 0)
				kind.set(b, u, e, a, high)
			}
		}
	}
	x.p = lower(t, b.Model)
	return x
}

// exact sets data on the faces.
func (x *problem) exact(m *eval.Machine) {
	each := func(axis int, high bool, a []float64, f function) {
		m.Everywhere(func(cell [3]int) {
			at := m.Center(cell)
			at[axis] = 0
			if high {
				at[axis] = 1
			}
			a[m.At(cell, ir.Offset{})] = f(at)
		})
	}
	outward := func(f function, high bool) function {
		if high {
			return f
		}
		return f.minus()
	}
	for i, c := range x.p.Bounds {
		dn := outward(x.u.d(c.Axis), c.High)
		f := x.u
		switch {
		case x.kind.data != nil:
			f = x.kind.data(x.u, dn)
		case c.Kind == model.Gradient:
			f = dn
		case c.Kind == model.Curvature:
			f = x.u.d(c.Axis).d(c.Axis)
		case c.Kind == model.Third:
			f = outward(x.u.d(c.Axis).d(c.Axis).d(c.Axis), c.High)
		}
		each(c.Axis, c.High, m.Val(ir.Bound, i), f)
	}
	if x.kind.flux {
		for i := range 2 * x.dim {
			axis, high := i/2, i%2 == 1
			f := x.op.flux(x.u, axis)
			if x.op.diffuse {
				f = f.plus(x.u.d(axis).scaled(-0.3))
			}
			each(axis, high, m.Val(ir.Base, x.base(axis, high)), outward(f, high))
		}
	}
}

// base is the index of the field with the flux through a face.
func (x *problem) base(axis int, high bool) int {
	sd := 0
	if high {
		sd = 1
	}
	for i, s := range x.p.Base {
		if s.Name == fmt.Sprintf("e%d%d", axis, sd) {
			return i
		}
	}
	panic("no such field")
}

// errorOn solves on n cells an axis and returns the mean square error.
func (x *problem) errorOn(t *testing.T, n int) float64 {
	m := eval.New(x.p, []int{n, n, n}[:x.dim])
	m.Alpha, m.Beta = 1, 0.2
	m.Net = func(_ int, in, jac []float64) float64 {
		if x.kind.net {
			jac[0] = math.Cos(in[0])
			return math.Sin(in[0])
		}
		v, slope := x.op.net(in[0])
		jac[0] = slope
		return v
	}
	x.exact(m)
	m.Coefs()
	exact, f := make([]float64, m.Size), x.op.exact(x.u, x.dim)
	if x.op.diffuse {
		f = f.plus(laplacian(x.u, x.dim).scaled(0.3))
	}
	rhs, z := m.Val(ir.Rhs, 0), m.Val(ir.State, 0)
	m.Cells(func(c [3]int) {
		i, at := m.At(c, ir.Offset{}), m.Center(c)
		exact[i] = x.u(at)
		rhs[i] = exact[i] - m.Beta*f(at)
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

// fits tells that the operator and the conditions go together, and are worth a test:
// in two dimensions, most conditions are tried with a few operators only.
func (k faceKind) fits(op operator, dim int) bool {
	switch {
	case dim < op.least || op.most > 0 && dim > op.most,
		op.periodic && !k.periodic,
		op.fourth != k.fourth && !k.periodic,
		k.flux && op.flux == nil,
		k.net && op.net != nil:
		return false
	}
	return true
}

func TestOrders(t *testing.T) {
	for dim := 1; dim <= 2; dim++ {
		for _, kind := range faceKinds {
			for _, op := range operators {
				if !kind.fits(op, dim) {
					continue
				}
				t.Run(fmt.Sprintf("%d-D/%s/%s", dim, kind.name, op.name), func(t *testing.T) {
					x := newProblem(t, op, kind, dim)
					coarse, fine := 32, 64
					if dim == 2 {
						coarse, fine = 10, 20
					}
					e1, e2 := x.errorOn(t, coarse), x.errorOn(t, fine)
					order := math.Log2(e1 / e2)
					t.Logf("errors %.2e %.2e order %.2f", e1, e2, order)
					require.Greater(t, order, op.order-0.25)
					require.Less(t, order, op.order+0.9)
				})
			}
		}
	}
}
