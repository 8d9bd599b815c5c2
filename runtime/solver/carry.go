package solver

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// What a step ends with is what the next one begins with. Where its operator is
// A(z) = z - beta dt f(z), and its right-hand side b = u + rate dt f(u) reads f at the
// state before, as in the schemes of Crank and Nicolson and of theta,
//
//	b = (1 + rate/beta) u - rate/beta A(u)
//
// and A(u), the image of u, is known: the step before measured its residual last at u.
// So a step takes one evaluation less. Where the image is not known, because a state came
// from elsewhere or a step has another length, it is computed: the bits are the same.

// image is A(z) of the state whose residual was measured last.
type image[T vec.Float] struct {
	at    []T // nil where right-hand sides are computed otherwise
	of    *T  // the state, where it is that still: its first element
	beta  T   // times dt
	time  T
	level *level[T]
}

// carries says whether the right-hand sides of a scheme's steps are made of images.
func (s *shared[T]) carries(c *scheme) bool {
	return s.startsWithRate(c) && c.stages[0].terms[0].rate <= c.stages[0].beta &&
		s.problem.Unlagged && s.callsNothing(kernel.PerStep)
}

var alwaysMeasure bool // images anew: for tests

// forget is for a state that comes from elsewhere.
func (m *image[T]) forget() { m.of = nil }

// carried sets b from the image of u, and returns its norm.
func (w *worker[T]) carried(st *step[T]) float64 {
	g, m := &st.stages[0], &w.image
	ratio := g.terms[0].rate / g.beta
	begin := st.at(0)
	w.at(begin, begin, 1, g.beta*st.dt, 1)
	space := w.space
	if !m.is(w, w.u) || alwaysMeasure {
		space = space.After(w.applying(m.at, w.u))
	}
	return space.AxpbyNorm(w.b, T(1+ratio), w.u, T(-ratio), m.at)
}

// is says whether the image is that of z by the present operator.
func (m *image[T]) is(w *worker[T], z []T) bool {
	return m.of == unsafe.SliceData(z) && m.beta == w.args.Beta && m.time == w.args.Time && m.level == w.level
}

// note says that the image is being made of z by the present operator.
func (m *image[T]) note(w *worker[T], z []T) {
	m.of, m.beta, m.time, m.level = unsafe.SliceData(z), w.args.Beta, w.args.Time, w.level
}
