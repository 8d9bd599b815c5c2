package testsystem

import (
	"sync"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// system is a problem as functions of one cell; build makes kernels of them.
type system[T vec.Float] struct {
	p        *kernel.Problem[T]
	mass     func(c Cell[T], s int) Num
	rate     func(c Cell[T], s int) Num
	diagonal func(c Cell[T], s int) float64 // of Picard sweeps, near that of the Jacobian
	initial  func(c Cell[T], s int) Num
	calls    []callRule[T]
	ghosts   []ghostRule[T]
	data     []dataRule[T]
}

// callRule gives the inputs of a call.
type callRule[T vec.Float] struct{ inputs func(c Cell[T]) []Num }

// ghostRule fills the ghosts of one state on one face, d layers from it, from the
// cell at the face.
type ghostRule[T vec.Float] struct {
	state, axis int
	high        bool
	value       func(c Cell[T], d int) Num
}

// dataRule is boundary data on a face.
type dataRule[T vec.Float] struct{ value func(c Cell[T]) Num }

// apply is row s of alpha*m - beta*f, or -gamma*f.
func (y *system[T]) apply(c Cell[T], s int) Num {
	f := y.rate(c, s)
	if y.p.States[s].Algebraic {
		return f.Scale(-float64(c.a.Gamma))
	}
	return y.mass(c, s).Scale(float64(c.a.Alpha)).Sub(f.Scale(float64(c.a.Beta)))
}

func (y *system[T]) sweep(c Cell[T], s int) Num {
	r := y.apply(c, s).Sub(c.Rhs(s))
	return c.State(s, 0, 0).Sub(r.Scale(float64(c.a.Omega) / y.diagonal(c, s)))
}

// tapes are reused: kernels run on several goroutines.
var tapes = sync.Pool{New: func() any { return &tape{} }}

// at runs f on a cell.
func (y *system[T]) at(a *kernel.Args[T], i, j int, f func(c Cell[T])) {
	t := tapes.Get().(*tape)
	t.nodes = t.nodes[:0]
	f(Cell[T]{a: a, sys: y, t: t, i: i, j: j})
	tapes.Put(t)
}

// interior runs f over interior cells.
func (y *system[T]) interior(a *kernel.Args[T], f func(c Cell[T], q int)) {
	cells(a, 0, a.Grid.N[0], func(i, j, q int) { y.at(a, i, j, func(c Cell[T]) { f(c, q) }) })
}

func has(roles []kernel.Role, r kernel.Role) bool {
	for _, x := range roles {
		if x == r {
			return true
		}
	}
	return false
}

// direction of a leaf along those roles.
func direction[T vec.Float](a *kernel.Args[T], roles []kernel.Role) func(n *node) float64 {
	return func(n *node) float64 {
		switch {
		case !has(roles, n.role):
			return 0
		case n.role == params:
			return float64(a.DirParam[n.index])
		case n.role == kernel.Bound:
			return float64(a.Dir[n.role][n.index][n.i])
		}
		return float64(a.Dir[n.role][n.index][a.Grid.Index(n.i, n.j, 0)])
	}
}

// cotangent adds to that of a leaf in those roles. What was read beyond a periodic
// axis goes to the cell that it repeats.
func cotangent[T vec.Float](a *kernel.Args[T], roles []kernel.Role) func(n *node, bar float64) {
	g := a.Grid
	return func(n *node, bar float64) {
		switch {
		case !has(roles, n.role):
		case n.role == params:
			a.BarParam[n.index] += bar
		case n.role == kernel.Bound:
			a.Bar[n.role][n.index][n.i] += T(bar)
		default:
			q := g.Index(wrap(n.i, g.N[0], g.Periodic[0]), wrap(n.j, g.N[1], g.Periodic[1]), 0)
			a.Bar[n.role][n.index][q] += T(bar)
		}
	}
}

// forms are the kernels of a function that writes Out, in those roles.
func (y *system[T]) forms(f func(c Cell[T], s int) Num, roles ...kernel.Role) kernel.Forms[T] {
	n := len(y.p.States)
	return kernel.Forms[T]{
		Value: func(a *kernel.Args[T], _, _ int) {
			y.interior(a, func(c Cell[T], q int) {
				for s := range n {
					a.Val[kernel.Out][s][q] = T(f(c, s).v())
				}
			})
		},
		Tangent: func(a *kernel.Args[T], _, _ int) {
			y.interior(a, func(c Cell[T], q int) {
				for s := range n {
					a.Dir[kernel.Out][s][q] = T(f(c, s).tangent(direction(a, roles)))
				}
			})
		},
		Adjoint: func(a *kernel.Args[T], _, _ int) {
			if has(roles, kernel.State) {
				for _, b := range a.Bar[kernel.State] {
					clear(b)
				}
			}
			y.interior(a, func(c Cell[T], q int) {
				for s := range n {
					f(c, s).adjoint(float64(a.Bar[kernel.Out][s][q]), cotangent(a, roles))
				}
			})
		},
	}
}

// build fills the kernels of the problem.
func (y *system[T]) build() *kernel.Problem[T] {
	k := &y.p.Kernels
	k.Apply = y.forms(y.apply, kernel.State)
	k.Inputs = y.forms(y.apply, kernel.Lag, kernel.Call, params)
	k.Inputs.Value = nil
	k.Inputs.Adjoint = y.forms(y.apply, kernel.Lag, kernel.Call).Adjoint
	k.Params = y.forms(y.apply, params).Adjoint
	k.Sweep = y.forms(y.sweep, kernel.State)
	k.SweepInputs = y.forms(y.sweep, kernel.Rhs, kernel.Lag, kernel.Call).Adjoint
	k.SweepParams = y.forms(y.sweep, params).Adjoint
	y.buildInitial()
	for i := range y.calls {
		k.Calls = append(k.Calls, y.callKernel(i))
	}
	for i := range y.data {
		k.Bounds = append(k.Bounds, y.dataKernel(i))
	}
	for _, g := range y.ghosts {
		k.Ghosts = append(k.Ghosts, y.ghostKernel(g))
	}
	y.buildMatrix()
	return y.p
}

func (y *system[T]) buildInitial() {
	if y.initial == nil {
		return
	}
	k, all := &y.p.Kernels, []kernel.Role{params}
	each := func(a *kernel.Args[T], f func(x Num, s, q int)) {
		y.interior(a, func(c Cell[T], q int) {
			for s := range y.p.States {
				f(y.initial(c, s), s, q)
			}
		})
	}
	k.Initial = func(a *kernel.Args[T], _, _ int) {
		each(a, func(x Num, s, q int) { a.Val[kernel.State][s][q] = T(x.v()) })
	}
	k.InitialTangent = func(a *kernel.Args[T], _, _ int) {
		each(a, func(x Num, s, q int) { a.Dir[kernel.State][s][q] = T(x.tangent(direction(a, all))) })
	}
	k.InitialAdjoint = func(a *kernel.Args[T], _, _ int) {
		each(a, func(x Num, s, q int) { x.adjoint(float64(a.Bar[kernel.State][s][q]), cotangent(a, all)) })
	}
}

// callKernel writes the inputs of a call over its region.
func (y *system[T]) callKernel(i int) kernel.Func[T] {
	info := &y.p.Calls[i]
	return func(a *kernel.Args[T], lo, hi int) {
		visit := func(i0, j0 int) {
			y.at(a, i0, j0, func(c Cell[T]) {
				for n, in := range y.calls[i].inputs(c) {
					a.Val[kernel.Input][info.First+n][a.Grid.Index(i0, j0, 0)] = T(in.v())
				}
			})
		}
		if info.Region == kernel.OnFace {
			alongFace(a.Grid, info.Axis, info.High, a.Grid.Depth, visit)
			return
		}
		wide := 0
		if info.Region == kernel.Extended && !a.Grid.Periodic[1] && a.Grid.Dim == 2 {
			wide = a.Grid.Halo
		}
		for i0 := lo; i0 < hi; i0++ {
			for j0 := -wide; j0 < a.Grid.N[1]+wide; j0++ {
				visit(i0, j0)
			}
		}
	}
}

// alongFace visits the interior cells at a face, tangential ghosts included.
func alongFace(g *grid.Grid, axis int, high bool, depth int, f func(i, j int)) {
	at := 0
	if high {
		at = g.N[axis] - 1
	}
	if g.Dim == 1 {
		f(at, 0)
		return
	}
	for t := -depth; t < g.N[1-axis]+depth; t++ {
		if axis == 0 {
			f(at, t)
		} else {
			f(t, at)
		}
	}
}

func (y *system[T]) dataKernel(k int) kernel.Forms[T] {
	b, all := &y.p.Bounds[k], []kernel.Role{params}
	each := func(a *kernel.Args[T], f func(x Num, q int)) {
		alongFace(a.Grid, b.Axis, b.High, a.Grid.Depth, func(i, j int) {
			along := 0
			if a.Grid.Dim == 2 {
				along = [2]int{j, i}[b.Axis]
			}
			y.at(a, i, j, func(c Cell[T]) { f(y.data[k].value(c), a.Grid.FaceIndex(b.Axis, along, 0)) })
		})
	}
	return kernel.Forms[T]{
		Value: func(a *kernel.Args[T], _, _ int) {
			each(a, func(x Num, q int) { a.Val[kernel.Bound][k][q] = T(x.v()) })
		},
		Tangent: func(a *kernel.Args[T], _, _ int) {
			each(a, func(x Num, q int) { a.Dir[kernel.Bound][k][q] = T(x.tangent(direction(a, all))) })
		},
		Adjoint: func(a *kernel.Args[T], _, _ int) {
			each(a, func(x Num, q int) { x.adjoint(float64(a.Bar[kernel.Bound][k][q]), cotangent(a, all)) })
		},
	}
}

func (y *system[T]) ghostKernel(r ghostRule[T]) kernel.Ghost[T] {
	all := []kernel.Role{kernel.State, kernel.Bound, kernel.Call, params}
	each := func(a *kernel.Args[T], depth, tangential int, f func(x Num, q int)) {
		alongFace(a.Grid, r.axis, r.high, tangential, func(i, j int) {
			for d := range depth {
				at := [2]int{i, j}
				at[r.axis] = -1 - d
				if r.high {
					at[r.axis] = a.Grid.N[r.axis] + d
				}
				y.at(a, i, j, func(c Cell[T]) { f(r.value(c, d), a.Grid.Index(at[0], at[1], 0)) })
			}
		})
	}
	tangential := func(a *kernel.Args[T]) int {
		if a.Grid.Periodic[1-r.axis] {
			return 0
		}
		return a.Grid.Halo
	}
	return kernel.Ghost[T]{State: r.state, Axis: r.axis, High: r.high, Forms: kernel.Forms[T]{
		Value: func(a *kernel.Args[T], _, _ int) {
			each(a, a.Grid.Depth, a.Grid.Depth, func(x Num, q int) { a.Val[kernel.State][r.state][q] = T(x.v()) })
		},
		Tangent: func(a *kernel.Args[T], _, _ int) {
			each(a, a.Grid.Depth, a.Grid.Depth, func(x Num, q int) {
				a.Dir[kernel.State][r.state][q] = T(x.tangent(direction(a, all)))
			})
		},
		Adjoint: func(a *kernel.Args[T], _, _ int) {
			each(a, a.Grid.Halo, tangential(a), func(x Num, q int) {
				bar := a.Bar[kernel.State][r.state]
				x.adjoint(float64(bar[q]), cotangent(a, all))
				bar[q] = 0
			})
		},
	}}
}

// buildMatrix lists every entry that a stencil of one cell can have.
func (y *system[T]) buildMatrix() {
	p := y.p
	place := map[kernel.EntryInfo]int{}
	for e := range p.States {
		for s := range p.States {
			for di := -1; di <= 1; di++ {
				for dj := -1; dj <= 1; dj++ {
					if di*dj != 0 || len(p.Axes) == 1 && dj != 0 {
						continue
					}
					info := kernel.EntryInfo{Equation: e, State: s, Off: [3]int{di, dj}}
					place[info] = len(p.Matrix)
					p.Matrix = append(p.Matrix, info)
				}
			}
		}
	}
	p.Kernels.Matrix = func(a *kernel.Args[T], _, _ int) {
		for _, v := range a.Val[kernel.Entry] {
			clear(v)
		}
		y.interior(a, func(c Cell[T], q int) {
			for e := range p.States {
				y.apply(c, e).adjoint(1, func(n *node, bar float64) {
					if n.role != kernel.State {
						return
					}
					k, ok := place[kernel.EntryInfo{Equation: e, State: n.index, Off: [3]int{n.i - c.i, n.j - c.j}}]
					if ok {
						a.Val[kernel.Entry][k][q] += T(bar)
					}
				})
			}
		})
	}
}
