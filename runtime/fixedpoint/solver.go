package fixedpoint

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Config says what a solver is for; its memory follows from it.
type Config struct {
	Method  Method
	Linear  string // Newton's linear solver, see krylov.Methods; "": bicgstab. CG falls back to BiCGStab
	Restart int    // of gmres; 0: krylov.DefaultRestart
	Depth   int    // of Anderson's history; 0: DefaultDepth
}

// Solver is the workspace of solves, for one goroutine at a time.
type Solver[T vec.Float] struct {
	Linear *krylov.Solver[T] // of Newton steps; free for other use between solves

	config  Config
	space   Space[T]
	r, d    []T // residual, Newton step
	trial   []T
	best    []T
	mix     *mixer[T] // Anderson
	history []float64
	parts   []float64
	first   float64 // by Measure
	kept    int     // index in history of the z that is returned

	sys System[T]
	pre krylov.Preconditioner[T] // of the last linearisation
	opt Options
	res Result
}

// New returns a solver for vectors of the space.
func New[T vec.Float](space Space[T], c Config) (*Solver[T], error) {
	if c.Linear == "" {
		c.Linear = "bicgstab"
	}
	linear, err := krylov.NewRobust[T](c.Linear, space, c.Restart)
	if err != nil {
		return nil, err
	}
	s := &Solver[T]{
		Linear: linear, config: c,
		space: space, r: space.New(), d: space.New(), trial: space.New(), best: space.New(),
		history: make([]float64, 0, 64), parts: make([]float64, 0, 64*space.Parts()),
	}
	if c.Method == Anderson {
		if c.Depth < 0 {
			return nil, fmt.Errorf("fixedpoint: depth %d of anderson, expected 1 or more", c.Depth)
		}
		if c.Depth == 0 {
			c.Depth = DefaultDepth
		}
		s.mix = newMixer[T](space, c.Depth)
	}
	return s, nil
}

// Measure returns the norm of the residual of z, with which a Solve may begin that
// follows at once, by Options.Measured.
func (s *Solver[T]) Measure(sys System[T], z []T) float64 {
	s.sys = sys
	s.first = s.residual(s.r, z)
	s.sys = nil
	return s.first
}

// Solve improves z until A(z) = b. The recorder is of Picard sweeps, and may be nil.
func (s *Solver[T]) Solve(sys System[T], z []T, o Options, rec Recorder[T]) Result {
	s.sys, s.opt, s.res = sys, o, Result{}
	s.history, s.parts, s.kept = s.history[:0], s.parts[:0], 0
	first := s.first
	if s.res.Applies = 1; !o.Measured {
		s.res.Applies = 0
		first = s.residual(s.r, z)
	}
	if s.opt.Scale == 0 {
		s.opt.Scale = first
	}
	s.note(first)
	var last float64
	switch {
	case s.config.Method == Newton:
		last = s.newton(z, first)
	case s.config.Method == Picard && o.Force > 0:
		last = s.forced(z, rec)
	default:
		last = s.iterate(z, first, rec)
	}
	res := s.res
	n := s.space.Parts()
	res.Residual, res.History, res.ByEquation = s.relative(last), s.history, s.parts
	res.Equations = s.parts[s.kept*n : (s.kept+1)*n]
	if res.Outer > 0 && first > 0 && !math.IsNaN(last) {
		res.Contraction = math.Pow(last/first, 1/float64(res.Outer))
	}
	s.sys, s.pre, s.res = nil, nil, Result{}
	return res
}

// linearise fixes z as the point of the tangent, and returns the preconditioner
// there; nil for none.
func (s *Solver[T]) linearise(z []T) (krylov.Preconditioner[T], error) {
	s.sys.Linearise(z)
	if sys, ok := s.sys.(Preconditioned[T]); ok {
		return sys.Preconditioner()
	}
	return nil, nil
}

// residual measures r = b - A(z).
func (s *Solver[T]) residual(r, z []T) float64 {
	s.res.Applies++
	if sys, ok := s.sys.(Measured[T]); ok {
		return sys.ResidualNorm(r, z)
	}
	s.sys.Residual(r, z)
	return s.norm(r)
}

func (s *Solver[T]) norm(x []T) float64 { return s.space.Norm(x) }

// note keeps the residual in s.r, of this norm, for the record.
func (s *Solver[T]) note(norm float64) {
	s.history = append(s.history, s.relative(norm))
	n := s.space.Parts()
	for e := range n {
		part := norm
		if n > 1 {
			part = s.space.PartNorm(e, s.r)
		}
		s.parts = append(s.parts, s.relative(part))
	}
}

// keep says that the residual noted last is that of the z to be returned.
func (s *Solver[T]) keep() { s.kept = len(s.history) - 1 }

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
