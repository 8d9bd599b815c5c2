package measure

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// bench is a kernel's arguments, with values that a run could have: a given state,
// the closures that are set, coefficients from them; and directions and cotangents
// near one.
type bench[T vec.Float] struct {
	problem *kernel.Problem[T]
	grid    *grid.Grid
	a       kernel.Args[T]
	state   [][]T
	want    func(name string) bool
}

func newBench[T vec.Float](s *solver.Solver[T], state [][]T, want func(name string) bool) (*bench[T], error) {
	b := &bench[T]{problem: s.Problem(), grid: s.Grid(), state: state, want: want}
	p, g, a := b.problem, b.grid, &b.a
	a.Grid, a.Past = g, true
	counts := map[kernel.Role]int{
		kernel.State: len(p.States), kernel.Lag: len(p.States), kernel.Out: len(p.States), kernel.Rhs: len(p.States),
		kernel.Coef: len(p.Coefs), kernel.CoefLag: len(p.Coefs), kernel.Base: len(p.Fields) + len(p.Closures),
		kernel.Call: len(p.Calls), kernel.Entry: len(p.Matrix), kernel.Held: p.Held,
	}
	for _, c := range p.Calls {
		counts[kernel.Input] += c.Inputs
	}
	counts[kernel.Jac] = counts[kernel.Input]
	for _, f := range p.Closures {
		counts[kernel.Arg] = max(counts[kernel.Arg], len(f.Args))
	}
	sets := b.sets()
	for role := range kernel.Roles {
		if role == kernel.Entry && !b.wants("matrix") || role == kernel.Rhs && !b.wants("sweep") {
			continue
		}
		for _, set := range sets {
			set[role], _ = grid.Alloc[T](g, counts[role])
			for i := range set[role] {
				b.near(set[role][i], 1, len(p.States)*int(role)+i)
			}
		}
	}
	for i := range p.Bounds {
		for _, set := range []*[kernel.Roles][][]T{&a.Val, &a.Dir, &a.Bar} {
			set[kernel.Bound] = append(set[kernel.Bound], make([]T, g.FaceSize(p.Bounds[i].Axis)))
		}
	}
	for _, v := range s.Params() {
		a.Param = append(a.Param, T(v))
		a.DirParam = append(a.DirParam, T(v))
	}
	a.BarParam = make([]float64, len(a.Param))
	step := s.Config().Steps[0]
	a.Time, a.LagTime = T(p.Time0+step), T(p.Time0)
	a.Alpha, a.Beta, a.Gamma, a.Omega = 1, T(step), 1, 0.9
	for axis := range g.Dim {
		a.X[axis] = grid.Centres[T](g, axis)
		a.In[axis] = make([]T, len(a.X[axis]))
		for i := range g.N[axis] {
			a.In[axis][i+g.Depth] = 1
		}
	}
	b.restore()
	return b, b.coefficients(s)
}

// sets are the arrays that the wanted kernels have: values, and where one is a
// tangent or an adjoint directions or cotangents.
func (b *bench[T]) sets() []*[kernel.Roles][][]T {
	sets := []*[kernel.Roles][][]T{&b.a.Val}
	if b.wants("tangent") {
		sets = append(sets, &b.a.Dir)
	}
	if b.wants("adjoint") {
		sets = append(sets, &b.a.Bar)
	}
	return sets
}

// wants says whether a wanted kernel has this in its name.
func (b *bench[T]) wants(part string) bool {
	return slices.ContainsFunc(b.wanted(), func(k timed[T]) bool { return strings.Contains(k.name, part) })
}

// restore puts the states back, which ghost fills and kernels of initial values
// change, and clears what is only added to.
func (b *bench[T]) restore() {
	for i, u := range b.state {
		for _, role := range []kernel.Role{kernel.State, kernel.Lag} {
			b.fill(b.a.Val[role][i], u)
		}
	}
	for i := range b.a.Bar[kernel.Bound] {
		clear(b.a.Bar[kernel.Bound][i])
	}
	for _, role := range []kernel.Role{kernel.Lag, kernel.Coef, kernel.CoefLag, kernel.Call, kernel.Base} {
		for _, v := range b.a.Bar[role] {
			clear(v) // sums of a hundred thousand calls stay finite
		}
	}
}

// coefficients evaluates closures, then the coefficients that are made of them, and what
// is held of these.
func (b *bench[T]) coefficients(s *solver.Solver[T]) error {
	p, g, a := b.problem, b.grid, &b.a
	inner := make([]T, g.Cells)
	for i, c := range p.Closures {
		if c.Pointwise {
			continue
		}
		if err := s.ClosureValues(c.Name, p.Time0, inner); err != nil {
			return err
		}
		b.fill(a.Val[kernel.Base][len(p.Fields)+i], inner)
	}
	if f := p.Kernels.Coefs.Value; f != nil {
		f(a, 0, g.N[0])
	}
	if f := p.Kernels.CoefsValue.Value; f != nil {
		f(a, -g.Depth, g.N[0]+g.Depth)
	}
	for i := range p.Coefs {
		b.spread(a.Val[kernel.Coef][i])
		copy(a.Val[kernel.CoefLag][i], a.Val[kernel.Coef][i])
	}
	if f := p.Kernels.Held; f != nil {
		f(a, -g.Depth, g.N[0]+g.Depth)
	}
	return nil
}

// near fills an array with values within a tenth of one, different from cell to
// cell.
func (b *bench[T]) near(x []T, middle float64, seed int) {
	state := uint32(seed)*2654435761 + 12345
	for i := range x {
		state = state*1664525 + 1013904223
		x[i] = T(middle * (0.95 + 0.1*float64(state>>8)/(1<<24)))
	}
}

// fill sets interior cells, and ghosts from them.
func (b *bench[T]) fill(padded, inner []T) {
	grid.Unpack(b.grid, padded, inner)
	b.spread(padded)
}

// spread sets ghosts: periodic where the axis is, else the nearest cell's value.
func (b *bench[T]) spread(x []T) {
	for axis := range b.grid.Dim {
		if b.grid.Periodic[axis] {
			grid.Wrap(b.grid, x, axis)
		} else {
			grid.Extend(b.grid, x, axis, false)
			grid.Extend(b.grid, x, axis, true)
		}
	}
}
