package fixedpoint

import "github.com/pindiff/pindiffc/runtime/krylov"

// newton repeats: solve J d = r to a forcing tolerance, z += d.
//
// The residual of a stiff system can grow far on the first steps of a good way:
// where a fast state has settled, any motion of a slow one unsettles it, and only
// the next step puts that right. So a full step is taken even where the residual
// grows, and watched: if a few of them do not bring it below what it was, the solve
// goes back to where it was least and takes a step there with the first lambda of
// 1, 1/2, 1/4 ... that lowers it (the watchdog of Chamberlain, Powell, Lemarechal
// and Pedersen, Math. Programming Study 16, 1982).
//
// A linearisation that contracts fast serves more than one step (see lasts): the
// chord method, where the matrix costs more than the steps it saves.
//
// For an affine A the first step does it; a second one refines the iterate
// where rounding or the Krylov solver's own error left the residual above the
// target.
func (s *Solver[T]) newton(z []T, norm float64) float64 {
	watch := watchdog[T]{s: s}
	previous := norm
	going := progress{mark: norm}
	old := false // the linearisation is that of an earlier iterate
	for k := 0; ; k++ {
		switch {
		case !finite(norm): // at the start: no step is taken to such a place
			s.res.Status = NotFinite
			return norm
		case s.done(norm, k):
			s.res.Status = Converged
			s.keep()
			return norm
		case k >= s.limit():
			norm = watch.back(z, norm)
			s.res.Status = s.atLimit(z, norm)
			return norm
		}
		lin, err := s.step(z, norm, previous, k, old)
		if err != nil {
			norm = watch.back(z, norm)
			s.res.Status, s.res.Err = NoPreconditioner, err
			return norm
		}
		next, ok := watch.move(z, norm)
		if !ok && watch.away {
			norm = watch.back(z, norm)
			previous, old = norm, false
			continue
		}
		if !ok && old { // for want of the right J, perhaps
			norm, old = s.residual(s.r, z), false
			continue
		}
		if !ok {
			s.res.Status = s.why(z, norm, lin)
			return norm
		}
		s.res.Outer = k + 1
		s.note(next)
		if !watch.away {
			s.keep()
		}
		stalls := going.stalls(next, newtonPatience)
		if s.opt.Affine {
			stalls = next > 0.5*norm
		}
		if stalls && s.opt.Force == 0 && next > s.target() {
			next = watch.back(z, next)
			s.res.Status = s.why(z, next, lin)
			return next
		}
		old = !watch.away && s.lasts(next, norm)
		previous, norm = norm, next
	}
}

// newtonPatience is how many Newton steps may pass without a residual 1 % smaller.
const newtonPatience = 10

// atLimit is the status of a solve whose steps are used up.
func (s *Solver[T]) atLimit(z []T, norm float64) Status {
	switch {
	case s.opt.Force > 0:
		return MaxIterations
	case s.stalled(z, norm) == AtRoundoff:
		return AtRoundoff
	case !s.res.Krylov.Accepted():
		return LinearFailed // that is what the steps were short of
	}
	return MaxIterations
}

// step solves J d = r for the Newton step d. A step is not solved further than a part of
// the target, where more would be wasted. With old, J is the one of the step before.
func (s *Solver[T]) step(z []T, norm, previous float64, k int, old bool) (krylov.Result, error) {
	if !old {
		var err error
		if s.pre, err = s.linearise(z); err != nil {
			return krylov.Result{}, err
		}
	}
	size := krylov.Unit[T](norm)
	if size != 1 {
		s.space.Scale(T(1/size), s.r)
	}
	lin := s.Linear.Solve(s.sys, s.pre, s.d, s.r, krylov.Options{
		Atol:    max(s.enough()*s.target(), s.forcing(norm, previous, k, old)*norm) / size,
		MaxIter: s.opt.MaxLinear, ZeroGuess: true, Unchecked: true, Size: norm / size,
	})
	s.res.Linear += lin.Iterations
	s.res.Applies += lin.Applies
	s.res.Krylov = lin.Status
	if lin.Fallback {
		s.res.Fallbacks++
	}
	if size != 1 {
		s.space.Scale(T(size), s.d)
	}
	return lin, nil
}

// forcing is the relative tolerance of a Newton step's linear solve: the second
// choice of Eisenstat and Walker (SIAM J. Sci. Comput. 17, 1996), 0.9 times the
// square of the last contraction, between a few rounding errors and 0.1. (Their
// safeguard against a sudden fall keeps it above 0.9 times the square of the one
// before where that exceeds 0.1, which a maximum of 0.1 rules out.) The maximum is
// 0.001 where products are cheap: a step that is short of the quadratic rate costs
// another linearisation. With an old J the rate is linear, and half the last
// contraction is enough. An affine equation is solved at once.
func (s *Solver[T]) forcing(norm, previous float64, k int, old bool) float64 {
	most := 0.1
	if sys, ok := s.sys.(Assembled[T]); ok && sys.Assembled() {
		most = 1e-3
	}
	switch {
	case s.opt.Affine:
		return 0
	case s.opt.LinearTol > 0:
		return s.opt.LinearTol
	case k == 0 || previous == 0:
		return most
	}
	rate := norm / previous
	if old {
		return min(most, 0.5*rate)
	}
	return max(4*krylov.Epsilon[T](), min(most, 0.9*rate*rate))
}

// enough is the part of the target that a linear solve need not go below. Where the
// equation is affine what is left is what the linear solve leaves, but for rounding.
func (s *Solver[T]) enough() float64 {
	if s.opt.Affine {
		return 0.9
	}
	return 0.5
}

// longestChord is how many steps an old linearisation may have to serve still.
const longestChord = 3

// lasts says whether the linearisation of the last step is good for the next one,
// and if so keeps it: where steps as good as the last one soon reach the target.
// They contract linearly, and each is measured; the first that falls short is
// followed by a linearisation.
func (s *Solver[T]) lasts(norm, previous float64) bool {
	sys, ok := s.sys.(Assembled[T])
	if !ok || s.opt.Affine || s.opt.Force > 0 || !(norm < 0.1*previous) {
		return false
	}
	left, rate := norm, norm/previous
	for range longestChord {
		left *= rate
	}
	if left > s.target() || !sys.Assembled() {
		return false
	}
	sys.Keep()
	return true
}

// why names the reason of a step that did not help.
func (s *Solver[T]) why(z []T, norm float64, lin krylov.Result) Status {
	if lin.Status == krylov.NotFinite {
		return NotFinite
	}
	if status := s.stalled(z, norm); status == AtRoundoff || lin.Status.Accepted() {
		return status
	}
	return LinearFailed
}
