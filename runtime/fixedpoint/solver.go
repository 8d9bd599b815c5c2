package fixedpoint

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Solver is the workspace of solves, for one goroutine at a time.
type Solver[T vec.Float] struct {
	CG, BiCGStab *krylov.Solver[T] // of Newton steps; free for other use between solves

	space   krylov.Space[T]
	r, d    []T // residual, Newton step
	trial   []T
	best    []T
	history []float64

	sys System[T]
	opt Options
	res Result
}

// New returns a solver for vectors of the space.
func New[T vec.Float](space krylov.Space[T]) *Solver[T] {
	return &Solver[T]{
		CG: krylov.NewCG(space), BiCGStab: krylov.NewBiCGStab(space),
		space: space, r: space.New(), d: space.New(), trial: space.New(), best: space.New(),
		history: make([]float64, 0, 64),
	}
}

// Solve improves z until A(z) = b. The recorder may be nil.
func (s *Solver[T]) Solve(sys System[T], z []T, o Options, rec Recorder[T]) Result {
	s.sys, s.opt, s.res, s.history = sys, o, Result{}, s.history[:0]
	first := s.residual(s.r, z)
	if s.opt.Scale == 0 {
		s.opt.Scale = first
	}
	var last float64
	if o.Method == Picard {
		last = s.picard(z, first, rec)
	} else {
		last = s.newton(z, first)
	}
	res := s.res
	res.Residual, res.History = s.relative(last), s.history
	if res.Outer > 0 && first > 0 && !math.IsNaN(last) {
		res.Contraction = math.Pow(last/first, 1/float64(res.Outer))
	}
	s.sys, s.res = nil, Result{}
	return res
}

// residual measures r = b - A(z).
func (s *Solver[T]) residual(r, z []T) float64 {
	s.sys.Residual(r, z)
	s.res.Applies++
	return s.norm(r)
}

func (s *Solver[T]) norm(x []T) float64 { return s.space.Norm(x) }

func (s *Solver[T]) note(norm float64) { s.history = append(s.history, s.relative(norm)) }

func (s *Solver[T]) relative(norm float64) float64 {
	if norm == 0 {
		return 0
	}
	return norm / s.opt.Scale
}

func (s *Solver[T]) target() float64 { return s.opt.Tol * s.opt.Scale }

// limit is the number of outer iterations allowed.
func (s *Solver[T]) limit() int {
	if s.opt.Force > 0 {
		return s.opt.Force
	}
	return s.opt.MaxIter
}

// done ends a solve that has converged, unless iterations are forced.
func (s *Solver[T]) done(norm float64, outer int) bool {
	if s.opt.Force > 0 && outer < s.opt.Force {
		return false
	}
	return norm <= s.target()
}

// slack times eps(|A||z| + |b|) is taken as the floor of the residual.
const slack = 16

// stalled tells round-off from real stagnation: at z, with its residual norm, is
// the residual down to what rounding in A(z) alone can make? |A| is estimated
// by |J r|/|r|, r being rough where it is rounding error.
func (s *Solver[T]) stalled(z []T, norm float64) Status {
	s.residual(s.r, z)
	s.sys.Linearise(z)
	s.sys.Apply(s.d, s.r)
	s.res.Applies++
	gain := s.norm(s.d) / norm
	if norm <= slack*krylov.Epsilon[T]()*(gain*s.norm(z)+s.opt.Scale) {
		return AtRoundoff
	}
	return Stagnated
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
