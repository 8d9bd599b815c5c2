package testsystem

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Cell is a function's view of one cell: what it reads goes on a tape.
type Cell[T vec.Float] struct {
	a    *kernel.Args[T]
	sys  *system[T]
	t    *tape
	i, j int
}

func (c Cell[T]) read(role kernel.Role, index, di, dj int) Num {
	i, j := c.i+di, c.j+dj
	v := float64(c.a.Val[role][index][c.a.Grid.Index(i, j, 0)])
	return c.t.push(node{v: v, leaf: true, role: role, index: index, i: i, j: j})
}

// State and the others are array elements di, dj cells away.
func (c Cell[T]) State(s, di, dj int) Num { return c.read(kernel.State, s, di, dj) }
func (c Cell[T]) Lag(s, di, dj int) Num   { return c.read(kernel.Lag, s, di, dj) }
func (c Cell[T]) Rhs(s int) Num           { return c.read(kernel.Rhs, s, 0, 0) }

// Bound is a datum on the face of axis at this cell.
func (c Cell[T]) Bound(k, axis int) Num {
	along := 0
	if c.a.Grid.Dim == 2 {
		along = [2]int{c.j, c.i}[axis]
	}
	q := c.a.Grid.FaceIndex(axis, along, 0)
	return c.t.push(node{v: float64(c.a.Val[kernel.Bound][k][q]), leaf: true, role: kernel.Bound, index: k, i: q})
}

// Param is a parameter.
func (c Cell[T]) Param(k int) Num {
	return c.t.push(node{v: float64(c.a.Param[k]), leaf: true, role: params, index: k})
}

// Const is a constant.
func (c Cell[T]) Const(v float64) Num { return c.t.constant(v) }

// X is the coordinate of the cell's centre.
func (c Cell[T]) X(axis int) float64 {
	return float64(c.a.X[axis][[2]int{c.i, c.j}[axis]+c.a.Grid.Depth])
}

// Call is the value of a call, with its derivative in its inputs by the local
// Jacobian.
func (c Cell[T]) Call(k, di, dj int) Num {
	out := c.read(kernel.Call, k, di, dj)
	there := c
	there.i, there.j = c.i+di, c.j+dj
	info := &c.sys.p.Calls[k]
	q := c.a.Grid.Index(there.i, there.j, 0)
	for n, in := range c.sys.calls[k].inputs(there) {
		jac := float64(c.a.Val[kernel.Jac][info.First+n][q])
		out = out.binary(in, out.v(), 1, jac)
	}
	return out
}

// Laplacian of a number that each cell gives.
func (c Cell[T]) Laplacian(f func(di, dj int) Num) Num {
	sum := c.Const(0)
	for axis := range c.a.Grid.Dim {
		d := [2]int{}
		d[axis] = 1
		h := c.a.Grid.H[axis]
		second := f(d[0], d[1]).Add(f(-d[0], -d[1])).Sub(f(0, 0).Scale(2))
		sum = sum.Add(second.Scale(1 / (h * h)))
	}
	return sum
}

// Diffusion is div(k grad u) with the mean of k on faces.
func (c Cell[T]) Diffusion(k, u func(di, dj int) Num) Num {
	sum := c.Const(0)
	for axis := range c.a.Grid.Dim {
		for _, side := range []int{-1, 1} {
			d := [2]int{}
			d[axis] = side
			h := c.a.Grid.H[axis]
			mean := k(d[0], d[1]).Add(k(0, 0)).Scale(0.5 / (h * h))
			sum = sum.Add(mean.Mul(u(d[0], d[1]).Sub(u(0, 0))))
		}
	}
	return sum
}

// Stiffness is sum over axes of 2/h^2, the diagonal of minus the Laplacian.
func (c Cell[T]) Stiffness() float64 {
	sum := 0.0
	for axis := range c.a.Grid.Dim {
		sum += 2 / (c.a.Grid.H[axis] * c.a.Grid.H[axis])
	}
	return sum
}
