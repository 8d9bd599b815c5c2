package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Lines combines lines along several axes.
//
//	additive:        M^-1 = mean of L_a^-1
//	multiplicative:  x = 0; for each axis in order: x += L_a^-1 (b - A x)
//
// Additive lines are symmetric where the matrix is, and so are multiplicative ones
// whose order of axes reads the same backward; CG needs one of these.
type Lines[T vec.Float] struct {
	m        *Matrix[T]
	line     [3]*Line[T]
	order    []int
	additive bool
	r, z     []T
	space    grid.Space[T]
}

// NewAdditive prepares lines along these axes.
func NewAdditive[T vec.Float](m *Matrix[T], axes ...int) *Lines[T] {
	l := NewMultiplicative(m, axes...)
	l.additive = true
	return l
}

// NewMultiplicative prepares lines along axes in the order of their solves; an
// axis may come more than once.
func NewMultiplicative[T vec.Float](m *Matrix[T], axes ...int) *Lines[T] {
	l := &Lines[T]{m: m, order: append([]int(nil), axes...), space: grid.Space[T]{Grid: m.Grid, Fields: m.States}}
	l.r, l.z = l.space.New(), l.space.New()
	for _, a := range axes {
		if l.line[a] == nil {
			l.line[a] = NewLine(m, a)
		}
	}
	return l
}

// Update factorises all lines.
func (l *Lines[T]) Update() error {
	for _, line := range l.line {
		if line == nil {
			continue
		}
		if err := line.Update(); err != nil {
			return err
		}
	}
	return nil
}

// Precondition sets dst = M^-1 src.
func (l *Lines[T]) Precondition(dst, src []T) {
	l.space.Zero(dst)
	for k, a := range l.order {
		r := src
		if k > 0 && !l.additive {
			l.space.Copy(l.r, src)
			l.m.Subtract(l.r, dst)
			r = l.r
		}
		l.line[a].Precondition(l.z, r)
		l.space.Axpy(l.share(), l.z, dst)
	}
}

// PreconditionTransposed sets dst = M^-T src: the same with transposes, backward.
func (l *Lines[T]) PreconditionTransposed(dst, src []T) {
	l.space.Zero(dst)
	for k := len(l.order) - 1; k >= 0; k-- {
		r := src
		if k < len(l.order)-1 && !l.additive {
			l.space.Copy(l.r, src)
			l.m.SubtractTransposed(l.r, dst)
			r = l.r
		}
		l.line[l.order[k]].PreconditionTransposed(l.z, r)
		l.space.Axpy(l.share(), l.z, dst)
	}
}

// share is the weight of one line's solution.
func (l *Lines[T]) share() T {
	if l.additive {
		return 1 / T(len(l.order))
	}
	return 1
}
