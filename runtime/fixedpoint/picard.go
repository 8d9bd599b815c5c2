package fixedpoint

// patience is how many sweeps may pass without a residual 1 % smaller.
const patience = 50

// picard sweeps until the residual meets the target. The best iterate is kept
// aside when the residual first grows past it.
func (s *Solver[T]) picard(z []T, norm float64, rec Recorder[T]) float64 {
	s.note(norm)
	switch {
	case !finite(norm):
		s.res.Status = NotFinite
		return norm
	case s.opt.Force > 0:
		return s.forced(z, rec)
	case s.done(norm, 0):
		s.res.Status = Converged
		return norm
	}
	best, kept := norm, false // kept: s.best holds the best iterate
	mark, since := norm, 0
	s.res.Status = MaxIterations
	for k := 1; k <= s.limit() && s.res.Status == MaxIterations; k++ {
		s.sweep(z, rec)
		next := s.residual(s.r, s.trial)
		s.note(next)
		if next < best {
			best, s.res.Outer, kept = next, k, false
		} else if !kept {
			s.space.Copy(s.best, z)
			kept = true
		}
		s.space.Copy(z, s.trial)
		if since++; best < 0.99*mark {
			mark, since = best, 0
		}
		switch {
		case !finite(next):
			s.res.Status = NotFinite
		case s.done(next, k):
			s.res.Status = Converged
		case next > 2*norm:
			s.res.Status = Diverged
		case since >= patience:
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

// forced makes the sweeps that were asked for, whatever comes of them.
func (s *Solver[T]) forced(z []T, rec Recorder[T]) float64 {
	for range s.opt.Force {
		s.sweep(z, rec)
		s.space.Copy(z, s.trial)
	}
	norm := s.residual(s.r, z)
	s.note(norm)
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
