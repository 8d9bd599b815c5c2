package testsystem

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// local is what one output cell reads: arrays on the 3x3 neighbourhood (in one
// dimension its middle column), and scalars.
type local struct {
	state, lag         [9]num
	coef, coefLag      [][9]num
	rhs                num
	param              []num
	alpha, beta, omega float64
	time               float64
	h                  [2]float64
}

// at indexes the neighbourhood.
func at(di, dj int) int { return (di+1)*3 + dj + 1 }

// input is one number that a cell reads, with where its tangent and cotangent live.
type input struct {
	slot  *num
	role  kernel.Role
	index int
	di    int
	dj    int
}

// inputs lists the slots of the given roles; parameters have role -1.
func (l *local) inputs(roles []kernel.Role, twoD bool) []input {
	var in []input
	each := func(role kernel.Role, index int, a *[9]num) {
		for di := -1; di <= 1; di++ {
			for dj := -1; dj <= 1; dj++ {
				if twoD || dj == 0 {
					in = append(in, input{&a[at(di, dj)], role, index, di, dj})
				}
			}
		}
	}
	for _, role := range roles {
		switch role {
		case kernel.State:
			each(role, 0, &l.state)
		case kernel.Lag:
			each(role, 0, &l.lag)
		case kernel.Coef:
			for i := range l.coef {
				each(role, i, &l.coef[i])
			}
		case kernel.CoefLag:
			for i := range l.coefLag {
				each(role, i, &l.coefLag[i])
			}
		case kernel.Rhs:
			in = append(in, input{&l.rhs, role, 0, 0, 0})
		case params:
			for i := range l.param {
				in = append(in, input{&l.param[i], role, i, 0, 0})
			}
		}
	}
	return in
}

const params kernel.Role = -1

// stencil turns a function of one cell into kernels. value reads every role.
type stencil[T vec.Float] struct {
	value func(*local) num
	reads []kernel.Role
	coefs int
	np    int
}

func (s stencil[T]) newLocal(a *kernel.Args[T]) *local {
	l := &local{coef: make([][9]num, s.coefs), coefLag: make([][9]num, s.coefs), param: make([]num, s.np)}
	l.alpha, l.beta, l.omega, l.time = float64(a.Alpha), float64(a.Beta), float64(a.Omega), float64(a.Time)
	l.h = [2]float64{a.Grid.H[0], a.Grid.H[1]}
	return l
}

// cells runs f over interior cells with lo <= i < hi, with the index in padded arrays.
func cells[T vec.Float](a *kernel.Args[T], lo, hi int, f func(i, j, p int)) {
	g := a.Grid
	for i := max(0, lo); i < min(hi, g.N[0]); i++ {
		for j := range g.N[1] {
			f(i, j, g.Index(i, j, 0))
		}
	}
}

func shift[T vec.Float](a *kernel.Args[T], in input) int {
	return in.di*a.Grid.Stride[0] + in.dj*a.Grid.Stride[1]
}

func (s stencil[T]) load(a *kernel.Args[T], in []input, p int) {
	for _, x := range in {
		if x.role == params {
			*x.slot = c(float64(a.Param[x.index]))
			continue
		}
		*x.slot = c(float64(a.Val[x.role][x.index][p+shift(a, x)]))
	}
}

// Value writes Out.
func (s stencil[T]) Value(a *kernel.Args[T], lo, hi int) {
	l := s.newLocal(a)
	in := l.inputs(s.reads, a.Grid.Dim == 2)
	cells(a, lo, hi, func(_, _, p int) {
		s.load(a, in, p)
		a.Val[kernel.Out][0][p] = T(s.value(l).v)
	})
}

// Tangent in the given roles writes Dir Out.
func (s stencil[T]) Tangent(wrt ...kernel.Role) kernel.Func[T] {
	return func(a *kernel.Args[T], lo, hi int) {
		l := s.newLocal(a)
		in := l.inputs(s.reads, a.Grid.Dim == 2)
		dirs := l.inputs(wrt, a.Grid.Dim == 2)
		cells(a, lo, hi, func(_, _, p int) {
			s.load(a, in, p)
			for _, x := range dirs {
				if x.role == params {
					x.slot.d = float64(a.DirParam[x.index])
				} else {
					x.slot.d = float64(a.Dir[x.role][x.index][p+shift(a, x)])
				}
			}
			a.Dir[kernel.Out][0][p] = T(s.value(l).d)
		})
	}
}

// Adjoint in the given roles. It scatters from interior cells to those of the range,
// which writes the same values as gathering there. With overwrite, Bar State is set,
// not added to.
func (s stencil[T]) Adjoint(overwrite bool, wrt ...kernel.Role) kernel.Func[T] {
	return func(a *kernel.Args[T], lo, hi int) {
		g := a.Grid
		l := s.newLocal(a)
		in := l.inputs(s.reads, g.Dim == 2)
		bars := l.inputs(wrt, g.Dim == 2)
		if overwrite {
			from, to := g.Index(lo, 0, 0), g.Index(hi-1, 0, 0)+1
			if g.Dim == 2 {
				from, to = g.Index(lo, -g.Depth, 0), g.Index(hi-1, g.N[1]+g.Depth, 0)
			}
			clear(a.Bar[kernel.State][0][from:to])
		}
		cells(a, 0, g.N[0], func(i, j, p int) {
			w := float64(a.Bar[kernel.Out][0][p])
			loaded := false
			for _, x := range bars {
				to := wrap(i+x.di, g.N[0], g.Periodic[0])
				if x.role != params && (to < lo || to >= hi) {
					continue
				}
				if !loaded {
					s.load(a, in, p)
					loaded = true
				}
				x.slot.d = 1
				d := w * s.value(l).d
				x.slot.d = 0
				if x.role == params {
					a.BarParam[x.index] += d // over all cells
					continue
				}
				q := g.Index(to, wrap(j+x.dj, g.N[1], g.Periodic[1]), 0)
				a.Bar[x.role][x.index][q] += T(d)
			}
		})
	}
}

func wrap(i, n int, periodic bool) int {
	if periodic {
		return (i + n) % n
	}
	return i
}
