package krylov

import (
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Solver is one method with its workspace, for one goroutine at a time.
type Solver[T vec.Float] struct {
	space Space[T]
	m     method[T]
	w     work[T]
	best  []T

	fallback *Solver[T] // for a matrix that proves indefinite; may be nil
}

// method advances the iterate w.x. start is given the true residual in w.r and its
// norm; step returns the norm of the residual as the recurrence has it, or why it
// cannot go on; finish completes w.x at the end of a cycle.
type method[T vec.Float] interface {
	start(w *work[T], norm float64)
	step(w *work[T]) (norm float64, status Status)
	finish(w *work[T])
}

// full is what step returns when its cycle has the length it was meant to have.
const full Status = -1

// work is what the driver and its method share during a solve.
type work[T vec.Float] struct {
	Space[T]
	op      Operator[T]
	pre     Preconditioner[T]
	x, b, r []T
	target  float64
	zero    bool // x is still zero
	applies int
	gain    float64 // largest |A p|/|p| seen, an estimate of |A|
	shakes  int     // cycles that broke down without any gain
	mark    float64 // residual from which full cycles have to gain
	idle    int     // iterations of full cycles since then
}

func (w *work[T]) apply(dst, src []T) {
	w.op.Apply(dst, src)
	w.applies++
}

// applyDots is apply, and DotNorm(x, dst).
func (w *work[T]) applyDots(dst, src, x []T) (dot, norm float64) {
	if op, ok := w.op.(Dotted[T]); ok {
		w.applies++
		return op.ApplyDots(dst, src, x)
	}
	w.apply(dst, src)
	return w.DotNorm(x, dst)
}

func (w *work[T]) norm(x []T) float64 { return w.Norm(x) }

// precondition is M^-1 x, in z unless there is no M.
func (w *work[T]) precondition(z, x []T) []T {
	if w.pre == nil {
		return x
	}
	w.pre.Precondition(z, x)
	return z
}

// residual sets r = b - A x and returns its norm.
func (w *work[T]) residual() float64 {
	w.apply(w.r, w.x)
	return w.AxpbyNorm(w.r, 1, w.b, -1, w.r)
}

// window is how many iterations may pass without a residual 1 % smaller.
const window = 200

// maxShakes is how often a breakdown without any gain is answered with a shadow
// that is changed at random.
const maxShakes = 4

// slack times eps(|A||x| + |b|) is taken as the floor of the residual.
const slack = 16

// Solve improves x until A x = b to the tolerance. pre may be nil. It never
// returns a worse x than it was given, and begins with zero where that is better.
func (s *Solver[T]) Solve(op Operator[T], pre Preconditioner[T], x, b []T, o Options) Result {
	res := s.run(op, pre, x, b, o)
	if res.Status != Indefinite || s.fallback == nil {
		return res
	}
	more := s.fallback.run(op, pre, x, b, o)
	more.Iterations += res.Iterations
	more.Applies += res.Applies
	more.Restarts += res.Restarts
	more.Fallback = true
	return more
}

func (s *Solver[T]) run(op Operator[T], pre Preconditioner[T], x, b []T, o Options) Result {
	w := &s.w
	w.op, w.pre, w.x, w.b, w.applies, w.gain = op, pre, x, b, 0, 0
	w.shakes, w.mark, w.idle = 0, math.Inf(1), 0
	res := s.solve(o)
	res.Applies = w.applies
	w.op, w.pre, w.x, w.b = nil, nil, nil, nil
	return res
}

func (s *Solver[T]) solve(o Options) (res Result) {
	w := &s.w
	size := o.Size
	if size == 0 {
		size = w.norm(w.b)
	}
	w.target = max(o.Atol, o.Rtol*size)
	res.Target = w.target
	if !finite(size) {
		res.Status, res.Residual = NotFinite, size
		return res
	}
	w.zero = size == 0 || o.ZeroGuess
	if !w.zero {
		res.Residual = w.residual()
		w.zero = !(res.Residual <= size)
	}
	if w.zero {
		res.Residual = size
	}
	first := res.Residual
	if s.relax(&res, o) {
		return res
	}
	if w.zero {
		w.Zero(w.x)
		w.Copy(w.r, w.b)
	}
	for ended := false; !ended; {
		switch {
		case !finite(res.Residual):
			res.Status = NotFinite
			return res
		case res.Residual <= w.target:
			res.Status, ended = Converged, true
		case res.Iterations >= o.MaxIter:
			res.Status, ended = s.orRoundoff(MaxIterations, res.Residual, size), true
		default:
			res.Status, ended = s.improve(&res, o, size)
		}
	}
	if res.Iterations > 0 && first > 0 {
		res.Contraction = math.Pow(res.Residual/first, 1/float64(res.Iterations))
	}
	return res
}

// relax begins with a relaxation, where the operator has one: of the equation for what is
// left by the guess. It says whether the solve ends with that. Where the guess is zero
// still, x and w.r are to be set.
func (s *Solver[T]) relax(res *Result, o Options) (ended bool) {
	w := &s.w
	op, ok := w.op.(Relaxing[T])
	if !ok || !finite(res.Residual) || res.Residual <= w.target || o.MaxIter <= 0 {
		return false
	}
	x, r := w.x, w.b
	if !w.zero {
		x, r = s.best, w.r
	}
	sweeps, left := op.Relax(x, r, w.target, o.MaxIter)
	if sweeps == 0 {
		return false
	}
	res.Iterations += sweeps
	w.applies += sweeps
	if !finite(left) {
		return false
	}
	if !w.zero {
		w.Axpy(1, s.best, w.x)
	}
	before := res.Residual
	if o.Unchecked && left <= w.target {
		res.Residual, res.Status = left, Converged
		res.Contraction = math.Pow(left/before, 1/float64(sweeps))
		return true
	}
	if res.Residual = w.residual(); res.Residual <= before {
		w.zero = false
		return false
	}
	if res.Residual = before; !w.zero {
		w.Axpy(-1, s.best, w.x)
		res.Residual = w.residual()
	}
	return false
}

// improve runs one cycle from the true residual in w.r, keeps the better of the
// iterates before and after it, and says whether that ends the solve.
func (s *Solver[T]) improve(res *Result, o Options, size float64) (status Status, ended bool) {
	w := &s.w
	if res.Iterations > 0 {
		res.Restarts++
	}
	before := res.Residual
	zero := w.zero
	if w.zero = false; !zero {
		w.Copy(s.best, w.x)
	}
	status, norm, steps := s.cycle(before, o.MaxIter-res.Iterations)
	res.Iterations += steps
	if o.Unchecked && status == Converged {
		res.Residual = norm
		return Converged, true
	}
	res.Residual = w.residual()
	worse := !(res.Residual <= before)
	if worse {
		res.Residual = before
		if w.zero = zero; zero {
			w.Zero(w.x)
		} else {
			w.Copy(w.x, s.best)
		}
	}
	progress := 0.5 * before
	if status == Breakdown { // a fresh shadow may go on from any gain
		progress = 0.99 * before
	}
	stuck := res.Residual > progress
	if status == full {
		stuck = w.idles(res.Residual, steps)
		status = Stagnated
	}
	switch {
	case status == NotFinite:
		return status, true
	case status == Indefinite: // or the recurrence has vanished, at round-off
		return s.orRoundoff(status, res.Residual, size), true
	case status == Breakdown && stuck && w.shakes < maxShakes:
		w.shakes++
		if worse {
			w.residual() // of the best iterate
		}
	case stuck && res.Residual > w.target:
		if status == Converged {
			status = Stagnated // the recurrence went on, the true residual did not
		}
		return s.orRoundoff(status, res.Residual, size), true
	}
	return status, false
}

// idles says that full cycles no longer gain, after one more of so many steps.
func (w *work[T]) idles(residual float64, steps int) bool {
	w.idle += steps
	if residual < 0.99*w.mark {
		w.mark, w.idle = residual, 0
	}
	return w.idle >= window
}

// cycle runs the recurrence from the true residual in w.r until it meets the
// target or cannot go on.
func (s *Solver[T]) cycle(norm float64, limit int) (Status, float64, int) {
	w := &s.w
	s.m.start(w, norm)
	defer s.m.finish(w)
	least, since := norm, 0
	for k := 1; k <= limit; k++ {
		n, status := s.m.step(w)
		switch {
		case status != Converged:
			return status, n, k
		case !finite(n):
			return NotFinite, n, k
		case n <= w.target:
			return Converged, n, k
		}
		if since++; n < 0.99*least {
			least, since = n, 0
		}
		if since >= window {
			return Stagnated, n, k
		}
	}
	return MaxIterations, norm, limit
}

// orRoundoff replaces a status by AtRoundoff where the residual is down to what
// rounding in A x alone can make.
func (s *Solver[T]) orRoundoff(status Status, residual, size float64) Status {
	w := &s.w
	if residual <= slack*Epsilon[T]()*(w.gain*w.norm(w.x)+size) {
		return AtRoundoff
	}
	return status
}

// Epsilon is the distance from 1 to the next larger number.
func Epsilon[T vec.Float]() float64 {
	if unsafe.Sizeof(T(0)) == 4 {
		return 0x1p-23
	}
	return 0x1p-52
}

// Smallest is the least norm that a vector is divided by, to make it of order 1:
// the reciprocal of a smaller one could be infinite in T.
func Smallest[T vec.Float]() float64 {
	if unsafe.Sizeof(T(0)) == 4 {
		return 0x1p-120
	}
	return 0x1p-1000
}

// Unit is what a right-hand side of this norm should be divided by before a solve: 1,
// or where it is so large or small that products in T might overflow or vanish, the norm.
func Unit[T vec.Float](norm float64) float64 {
	if norm > 0x1p-20 && norm < 0x1p20 {
		return 1
	}
	return max(norm, Smallest[T]())
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
