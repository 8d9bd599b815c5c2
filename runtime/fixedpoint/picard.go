package fixedpoint

import "math"

// patience is how many sweeps may pass without a residual 1 % smaller.
const patience = 50

// picard sweeps until the residual meets the target. The best iterate is kept
// aside when the residual first grows past it.
func (s *Solver[T]) picard(z []T, norm float64, rec Recorder[T]) float64 {
	s.note(norm)
	best, bestAt, kept := norm, 0, false // kept: s.best holds the iterate bestAt
	mark, since := norm, 0
	s.res.Status = MaxIterations
	if !finite(norm) {
		s.res.Status = NotFinite
		return norm
	}
	if s.done(norm, 0) {
		s.res.Status = Converged
		return norm
	}
	for k := 1; k <= s.limit(); k++ {
		s.sys.Sweep(s.trial, z)
		s.res.Applies++
		if rec != nil {
			rec.Record(s.trial)
		}
		if s.opt.Force > 0 && k < s.opt.Force { // nothing is asked of it
			s.space.Copy(z, s.trial)
			bestAt = k
			continue
		}
		next := s.residual(s.r, s.trial)
		s.note(next)
		worse := !(next < best)
		if worse && !kept && s.opt.Force == 0 {
			s.space.Copy(s.best, z)
			kept = true
		}
		s.space.Copy(z, s.trial)
		if !worse || s.opt.Force > 0 {
			best, bestAt, kept = next, k, false
		}
		previous := norm
		norm = next
		if !finite(next) {
			s.res.Status = NotFinite
			break
		}
		if s.done(next, k) {
			s.res.Status = Converged
			break
		}
		if s.opt.Force == 0 && next > 2*previous {
			s.res.Status = Diverged
			break
		}
		if since++; best < 0.99*mark {
			mark, since = best, 0
		}
		if since >= patience {
			s.res.Status = Stagnated
			break
		}
	}
	if kept {
		s.space.Copy(z, s.best)
	}
	s.res.Outer = bestAt
	if s.res.Status == Stagnated && !math.IsNaN(best) {
		s.res.Status = s.stalled(z, best)
	}
	return best
}
