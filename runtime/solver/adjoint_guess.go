package solver

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// The adjoint states of neighbouring steps differ little, so that the solve for one
// begins with the combination of the last ones that leaves the least of its right-hand
// side,
//
//	min over c of |zbar - J' (c_1 lambda_1 + c_2 lambda_2)|
//
// which is never worse than to begin with zero. That takes two products, so it is done
// where an iteration costs more than these: with a preconditioner that is more than
// lines (see thorough); leadOn guesses where it is not. What a case keeps for that
// belongs to its reversal, which goes through the same steps whatever is checkpointed:
// bits do not depend on that.

// keptAdjoints is how many are kept.
const keptAdjoints = 2

// pastAdjoints are the last adjoint states of a case, dense, the latest one first.
type pastAdjoints[T vec.Float] struct {
	state [keptAdjoints][]T
	n     int // how many there are
}

// forget begins a reversal, of vectors of so many elements.
func (p *pastAdjoints[T]) forget(size int) {
	p.n = 0
	for k := range p.state {
		p.state[k] = fit(p.state[k], size)
	}
}

// keep adds the solution of a step.
func (p *pastAdjoints[T]) keep(w *worker[T], lambda []T) {
	last := p.state[keptAdjoints-1]
	copy(p.state[1:], p.state[:keptAdjoints-1])
	p.state[0] = last
	w.space.Pack(last, lambda)
	p.n = min(p.n+1, keptAdjoints)
}

// thorough says whether the preconditioner, if one is in use, is made for all directions.
func (p *preconditioner[T]) thorough(used bool) bool {
	return p != nil && used && p.w.diffusive && p.choice >= p.lines
}

// guesses is a worker's memory for them.
type guesses[T vec.Float] struct {
	sum          []T // the guess
	basis, image [keptAdjoints][]T
}

func (w *worker[T]) newGuesses() (g guesses[T]) {
	g.sum = w.space.New()
	for k := range g.basis {
		g.basis[k], g.image[k] = w.space.New(), w.space.New()
	}
	return g
}

// parallel is what is left of an image, relative to it, where it is taken to depend on
// those before.
const parallel = 1e-3

// begin sets sum to the guess for J' x = b, and b to what it leaves of it. Images are
// made orthogonal one after the other (Gram and Schmidt), and their preimages with
// them.
func (g *guesses[T]) begin(w *worker[T], past *pastAdjoints[T], b []T) {
	s := &w.space
	s.Zero(g.sum)
	used := 0
	for k := range past.n {
		v, q := g.basis[used], g.image[used]
		s.Unpack(v, past.state[k])
		size := s.Norm(v)
		if !(size > 0) || math.IsInf(size, 0) || math.IsInf(1/size, 0) {
			continue
		}
		s.Scale(T(1/size), v)
		w.dual.Apply(q, v)
		before := s.Norm(q)
		for i := range used {
			h := s.Dot(g.image[i], q)
			s.Axpy(T(-h), g.image[i], q)
			s.Axpy(T(-h), g.basis[i], v)
		}
		left := s.Norm(q)
		if !(left > parallel*before) || math.IsInf(left, 0) {
			continue
		}
		s.Scale(T(1/left), q)
		s.Scale(T(1/left), v)
		c := s.Dot(q, b)
		s.Axpy(T(-c), q, b)
		s.Axpy(T(c), v, g.sum)
		used++
	}
}
