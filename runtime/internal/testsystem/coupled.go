package testsystem

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Coupling chooses a variant of Coupled.
type Coupling struct {
	Periodic [2]bool
	Mass     bool // that of w is w (1 + 0.2 u): not diagonal
	Law      bool // k is a closure of u and w, in the diffusion of u and in the reaction
	Face     bool // the gradient of u on the high face of the last axis is a closure of u there
	Lagged   bool // a source of u is a closure of lag(u)
	Once     bool // another one of a parameter
	Level    bool // and one of x and time
	Sizes    [2]float64
}

// Parameters of Coupled, in order.
const (
	Diffusion = iota
	Reaction
	Wall
)

// Coupled returns two states that diffuse and react,
//
//	du/dt = div(k grad u) + r u (1 - u) - u w + s,   d m(w)/dt = 0.5 D lap w + u - w
//
// in units in which they are of the given sizes; u is given on low faces, and all
// other gradients are. k is D, or D times a closure.
func Coupled[T vec.Float](dim int, o Coupling) *kernel.Problem[T] {
	for i := range o.Sizes {
		if o.Sizes[i] == 0 {
			o.Sizes[i] = 1
		}
	}
	p := newProblem[T]("coupled", dim, o.Periodic, []kernel.StateInfo{{Name: "u", Default: true}, {Name: "w", Default: true}})
	p.Params = []kernel.Param{{Name: "D", Default: 0.05}, {Name: "r", Default: 0.9}, {Name: "wall", Default: 0.8}}
	p.Diagonal = !o.Mass
	y := &system[T]{p: p}
	u := func(c Cell[T]) func(di, dj int) Num {
		return func(di, dj int) Num { return c.State(0, di, dj).Scale(1 / o.Sizes[0]) }
	}
	w := func(c Cell[T]) func(di, dj int) Num {
		return func(di, dj int) Num { return c.State(1, di, dj).Scale(1 / o.Sizes[1]) }
	}
	law, face, lagged, once, level := -1, -1, -1, -1, -1
	if o.Law {
		law = y.call("k", kernel.CallInfo{When: kernel.PerIteration, Region: kernel.Extended}, 2,
			func(c Cell[T]) []Num { return []Num{u(c)(0, 0), w(c)(0, 0).Plus(-0.5)} })
	}
	if o.Face {
		in := [2]int{}
		in[dim-1] = -1
		face = y.call("q", kernel.CallInfo{When: kernel.PerIteration, Region: kernel.OnFace, Axis: dim - 1, High: true}, 1,
			func(c Cell[T]) []Num { return []Num{u(c)(0, 0).Scale(1.5).Sub(u(c)(in[0], in[1]).Scale(0.5))} })
	}
	if o.Lagged {
		lagged = y.call("g", kernel.CallInfo{When: kernel.PerStep, Region: kernel.Interior}, 1,
			func(c Cell[T]) []Num { return []Num{c.Lag(0, 0, 0).Add(c.Lag(0, 1, 0)).Scale(0.5 / o.Sizes[0])} })
	}
	if o.Once {
		once = y.call("a", kernel.CallInfo{When: kernel.Once, Uniform: true}, 1,
			func(c Cell[T]) []Num { return []Num{c.Param(Reaction)} })
	}
	if o.Level {
		level = y.call("b", kernel.CallInfo{When: kernel.PerLevel, Region: kernel.Interior}, 2,
			func(c Cell[T]) []Num {
				return []Num{c.Const(c.X(0)).Mul(c.Param(Wall)), c.Const(10 * float64(c.a.Time))}
			})
	}
	y.mass = func(c Cell[T], s int) Num {
		if s == 1 && o.Mass {
			return c.State(1, 0, 0).Mul(u(c)(0, 0).Scale(0.2).Plus(1))
		}
		return c.State(s, 0, 0)
	}
	y.rate = func(c Cell[T], s int) Num {
		u, w := u(c), w(c)
		d := c.Param(Diffusion)
		if s == 1 {
			f := c.Laplacian(w).Mul(d).Scale(0.5).Add(u(0, 0)).Sub(w(0, 0))
			return f.Scale(o.Sizes[1])
		}
		k := func(di, dj int) Num { return c.Const(1) }
		if law >= 0 {
			k = func(di, dj int) Num { return c.Call(law, di, dj) }
		}
		f := c.Diffusion(k, u).Mul(d)
		logistic := u(0, 0).Mul(c.Const(1).Sub(u(0, 0))).Mul(c.Param(Reaction)).Mul(k(0, 0))
		f = f.Add(logistic).Sub(u(0, 0).Mul(w(0, 0)))
		for _, source := range []int{lagged, once, level} {
			if source >= 0 {
				f = f.Add(c.Call(source, 0, 0))
			}
		}
		return f.Scale(o.Sizes[0])
	}
	y.diagonal = func(c Cell[T], s int) float64 {
		d := float64(c.a.Alpha)
		if s == 1 && o.Mass {
			d *= 1 + 0.2*float64(c.a.Val[kernel.Lag][0][c.a.Grid.Index(c.i, c.j, 0)])/o.Sizes[0]
		}
		return float64(c.a.Alpha)*1.1 + float64(c.a.Beta)*(1.5*0.05*c.Stiffness()+1)
	}
	y.initial = func(c Cell[T], s int) Num {
		x, z := c.X(0), 0.0
		if dim == 2 {
			z = c.X(1)
		}
		return c.Param(Wall).Scale(o.Sizes[s] * (1 + 0.2*math.Sin(2*math.Pi*(x-0.3*float64(s))) + 0.1*math.Cos(2*math.Pi*z)))
	}
	y.walls(o.Periodic, dim, func(c Cell[T], s, axis int, high bool, d int) Num {
		mirror := [2]int{}
		mirror[axis] = d
		if high {
			mirror[axis] = -d
		}
		same := c.State(s, mirror[0], mirror[1])
		h := c.a.Grid.H[axis] * float64(2*d+1)
		switch {
		case s == 1:
			return same
		case !high:
			return c.Bound(axis, axis).Scale(2).Sub(same)
		case face >= 0 && axis == dim-1:
			return same.Sub(c.Call(face, 0, 0).Scale(h * o.Sizes[0]))
		}
		return same.Sub(same.Mul(same).Scale(0.1 * h / o.Sizes[0]))
	})
	if !o.Periodic[0] || dim == 2 && !o.Periodic[1] {
		for axis := range dim {
			p.Bounds = append(p.Bounds, kernel.BoundInfo{Name: "u." + p.Axes[axis].Name + ".min", Axis: axis, Time: true})
			y.data = append(y.data, dataRule[T]{func(c Cell[T]) Num {
				return c.Param(Wall).Scale(o.Sizes[0] * (1 + 0.1*math.Sin(3*float64(c.a.Time))))
			}})
		}
	}
	return y.build()
}

// Potential returns vorticity and stream function,
//
//	dw/dt = nu lap w - (dpsi/dy dw/dx - dpsi/dx dw/dy) - 0.2 w^3,   0 = lap psi + w
//
// (in one dimension without transport, and psi acts back: + 0.3 psi). All axes are
// periodic, or all gradients zero at walls but, if fixed, psi = 0.1 on low faces.
func Potential[T vec.Float](dim int, periodic, fixed bool) *kernel.Problem[T] {
	per := [2]bool{periodic, periodic}
	p := newProblem[T]("potential", dim, per, []kernel.StateInfo{
		{Name: "w", Default: true},
		{Name: "psi", Default: true, Algebraic: true, Null: periodic || !fixed},
	})
	p.Params = []kernel.Param{{Name: "nu", Default: 0.05}, {Name: "size", Default: 1}}
	y := &system[T]{p: p}
	w := func(c Cell[T]) func(di, dj int) Num { return func(di, dj int) Num { return c.State(0, di, dj) } }
	psi := func(c Cell[T]) func(di, dj int) Num { return func(di, dj int) Num { return c.State(1, di, dj) } }
	y.mass = func(c Cell[T], s int) Num { return c.State(s, 0, 0) }
	y.rate = func(c Cell[T], s int) Num {
		w, psi := w(c), psi(c)
		if s == 1 {
			return c.Laplacian(psi).Add(w(0, 0))
		}
		f := c.Laplacian(w).Mul(c.Param(0))
		if dim == 1 {
			return f.Add(psi(0, 0).Scale(0.3))
		}
		d := func(q func(di, dj int) Num, axis int) Num {
			a := [2]int{}
			a[axis] = 1
			return q(a[0], a[1]).Sub(q(-a[0], -a[1])).Scale(0.5 / c.a.Grid.H[axis])
		}
		return f.Sub(d(psi, 1).Mul(d(w, 0))).Add(d(psi, 0).Mul(d(w, 1)))
	}
	y.diagonal = func(c Cell[T], s int) float64 {
		if s == 1 {
			return float64(c.a.Gamma) * 1.3 * c.Stiffness()
		}
		return float64(c.a.Alpha) + float64(c.a.Beta)*0.06*c.Stiffness()
	}
	y.initial = func(c Cell[T], s int) Num {
		if s == 1 {
			return c.Param(1).Scale(0.3 * math.Cos(c.X(0)))
		}
		x, z := c.X(0), 0.0
		if dim == 2 {
			z = c.X(1)
		}
		return c.Param(1).Scale(math.Cos(2*math.Pi*x) + 0.5*math.Cos(2*math.Pi*z)*math.Cos(2*math.Pi*x))
	}
	y.walls(per, dim, func(c Cell[T], s, axis int, high bool, d int) Num {
		mirror := [2]int{}
		mirror[axis] = d
		if high {
			mirror[axis] = -d
		}
		same := c.State(s, mirror[0], mirror[1])
		if s == 1 && fixed && !high {
			return c.Const(0.2).Sub(same)
		}
		return same
	})
	return y.build()
}

func newProblem[T vec.Float](name string, dim int, periodic [2]bool, states []kernel.StateInfo) *kernel.Problem[T] {
	p := &kernel.Problem[T]{
		Name: name, Halo: 1, TimeUnit: kernel.Unit{Scale: 1}, States: states,
		Steps:  []float64{0.01, 0.01, 0.015, 0.005, 0.01},
		Scheme: "backward_euler", Nonlinear: "newton", LinearSolver: "auto", Adjoint: "implicit",
		Relax: 1, MaxIter: 400, MaxLinear: 400,
	}
	for a, n := range []int{9, 7}[:dim] {
		p.Axes = append(p.Axes, kernel.Axis{Name: string(rune('x' + a)), Hi: 1, Cells: n, Periodic: periodic[a]})
	}
	return p
}

// call adds an application of a closure of its own.
func (y *system[T]) call(name string, info kernel.CallInfo, inputs int, f func(c Cell[T]) []Num) int {
	p := y.p
	info.Closure, info.Inputs = len(p.Closures), inputs
	for _, c := range p.Calls {
		info.First += c.Inputs
	}
	c := kernel.Closure{Name: name, Pointwise: true, NumInputs: inputs, Net: nn.Net{
		Kind: "mlp", Hidden: []int{5}, Activation: "tanh", Output: "softplus", Scale: 1, W0: 1, WHidden: 1,
	}}
	for k := range inputs {
		c.Args = append(c.Args, name+string(rune('0'+k)))
		c.Net.In = append(c.Net.In, k)
	}
	p.Closures = append(p.Closures, c)
	p.Calls = append(p.Calls, info)
	y.calls = append(y.calls, callRule[T]{f})
	return len(p.Calls) - 1
}

// walls adds a rule for every state on every face of axes that are not periodic.
func (y *system[T]) walls(periodic [2]bool, dim int, rule func(c Cell[T], s, axis int, high bool, d int) Num) {
	for axis := range dim {
		if periodic[axis] {
			continue
		}
		for _, high := range []bool{false, true} {
			for s := range y.p.States {
				y.ghosts = append(y.ghosts, ghostRule[T]{s, axis, high, func(c Cell[T], d int) Num { return rule(c, s, axis, high, d) }})
			}
		}
	}
}
