package fixedpoint

// patience is how many sweeps may pass without a residual 1 % smaller.
const patience = 50

// iterate sweeps, plainly or accelerated, until the residual meets the target. The
// best iterate is kept aside when the residual first grows past it. A step of
// Anderson's that more than doubles the residual is taken back, and a plain sweep
// follows; if a plain sweep does that, the iteration diverges.
func (s *Solver[T]) iterate(z []T, norm float64, rec Recorder[T]) float64 {
	switch {
	case !finite(norm):
		s.res.Status = NotFinite
		return norm
	case s.done(norm, 0):
		s.res.Status = Converged
		return norm
	}
	if s.mix != nil {
		s.mix.forget()
	}
	best, kept := norm, false // kept: s.best holds the best iterate
	going := progress{mark: norm}
	s.res.Status = MaxIterations
	for k := 1; k <= s.limit() && s.res.Status == MaxIterations; k++ {
		plain, err := s.propose(z, rec)
		if err != nil {
			s.res.Status, s.res.Err = NoPreconditioner, err
			break
		}
		next := s.residual(s.r, s.trial)
		s.note(next)
		if !plain && !(next <= 2*norm) {
			s.mix.forget()
			s.res.Restarts++
			s.residual(s.r, z)
			continue
		}
		if next < best {
			best, s.res.Outer, kept = next, k, false
			s.keep()
		} else if !kept {
			s.space.Copy(s.best, z)
			kept = true
		}
		s.space.Copy(z, s.trial)
		stalls := going.stalls(best, patience)
		switch {
		case !finite(next):
			s.res.Status = NotFinite
		case s.done(next, k):
			s.res.Status = Converged
		case s.opt.Force > 0:
		case next > 2*norm:
			s.res.Status = Diverged
		case stalls:
			s.res.Status = Stagnated
		}
		norm = next
	}
	if kept {
		s.space.Copy(z, s.best)
	}
	if s.res.Status == Stagnated || s.res.Status == MaxIterations {
		if s.stalled(z, best) == AtRoundoff {
			s.res.Status = AtRoundoff
		}
	}
	return best
}

// propose sets trial to the next iterate, and says whether it is a plain sweep.
// s.r is the residual of z.
func (s *Solver[T]) propose(z []T, rec Recorder[T]) (plain bool, err error) {
	if err := s.relax(z, rec); err != nil {
		return false, err
	}
	if s.mix == nil {
		return true, nil
	}
	if s.mix.learn(s.trial, s.r) {
		s.res.Restarts++
	}
	return !s.mix.blend(s.trial, s.r), nil
}

// relax sets trial to a sweep from z: by the preconditioner, if there is one, else
// the system's own, which alone is recorded.
func (s *Solver[T]) relax(z []T, rec Recorder[T]) error {
	if _, ok := s.sys.(Preconditioned[T]); !ok || rec != nil {
		s.sweep(z, rec)
		return nil
	}
	pre, err := s.linearise(z)
	switch {
	case err != nil:
		return err
	case pre == nil:
		s.sweep(z, nil)
	default:
		pre.Precondition(s.trial, s.r)
		s.space.Axpby(1, z, T(s.opt.relaxation()), s.trial)
	}
	return nil
}

// relaxation is omega of sweeps by the preconditioner.
func (o *Options) relaxation() float64 {
	if o.Relax == 0 {
		return 1
	}
	return o.Relax
}

// forced makes the sweeps that were asked for, whatever comes of them.
func (s *Solver[T]) forced(z []T, rec Recorder[T]) float64 {
	for range s.opt.Force {
		s.sweep(z, rec)
		s.space.Copy(z, s.trial)
	}
	norm := s.residual(s.r, z)
	s.note(norm)
	s.keep()
	s.res.Outer = s.opt.Force
	switch {
	case !finite(norm):
		s.res.Status = NotFinite
	case s.done(norm, s.opt.Force):
		s.res.Status = Converged
	default:
		s.res.Status = MaxIterations
	}
	return norm
}

// sweep sets trial to a sweep from z, and records it.
func (s *Solver[T]) sweep(z []T, rec Recorder[T]) {
	s.sys.Sweep(s.trial, z)
	s.res.Applies++
	if rec != nil {
		rec.Record(s.trial)
	}
}
