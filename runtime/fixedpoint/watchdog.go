package fixedpoint

import "github.com/pindiff/pindiffc/runtime/vec"

// watchdog moves z along Newton steps and remembers where the residual was least.
type watchdog[T vec.Float] struct {
	s      *Solver[T]
	away   bool    // the residual has grown since z was where it was least, kept in s.best
	least  float64 // its norm there
	steps  int     // taken since
	strict bool    // the next step must lower the residual
}

const (
	watchSteps  = 6   // full steps that may pass before the residual is below what it was
	watchGrowth = 1e8 // by how much it may grow meanwhile
)

// move takes z along d. It answers false, and leaves z, where no length is good
// enough.
func (w *watchdog[T]) move(z []T, norm float64) (next float64, ok bool) {
	s := w.s
	longest := s.longest(z)
	if !w.away {
		w.least = norm
	}
	if s.opt.Affine || w.strict {
		w.strict = false
		return s.search(z, norm, longest)
	}
	next = s.try(z, longest)
	switch {
	case !finite(next) || next > watchGrowth*w.least:
		s.space.Copy(z, s.trial)
		if w.away {
			return next, false
		}
		return s.search(z, norm, longest/2)
	case next <= (1-1e-4*longest)*w.least || s.opt.Force > 0:
		w.away = false
	case w.steps >= watchSteps && w.away:
		s.space.Copy(z, s.trial)
		return next, false
	case !w.away:
		s.space.Copy(s.best, s.trial)
		w.away, w.steps = true, 1
	default:
		w.steps++
	}
	return next, true
}

// back returns to where the residual was least, with its residual.
func (w *watchdog[T]) back(z []T, norm float64) float64 {
	if !w.away {
		return norm
	}
	s := w.s
	s.space.Copy(z, s.best)
	w.away, w.strict = false, true
	s.res.Halvings++
	return s.residual(s.r, z)
}

// longest is the part of the Newton step that may be taken: 1, or less where the
// system limits it.
func (s *Solver[T]) longest(z []T) float64 {
	if l, ok := s.sys.(Limited[T]); ok {
		return min(1, l.Longest(z, s.d))
	}
	return 1
}

// try moves z by lambda d, and sets r to the residual there. Where z was is in trial.
func (s *Solver[T]) try(z []T, lambda float64) float64 {
	s.space.Move(s.trial, z, T(lambda), s.d)
	return s.residual(s.r, z)
}

// search moves z along d by the first of lambda, lambda/2, ... that lowers the
// residual enough. It leaves z as it was, and answers false, if none does.
func (s *Solver[T]) search(z []T, norm, lambda float64) (float64, bool) {
	for range 12 {
		next := s.try(z, lambda)
		if next <= (1-1e-4*lambda)*norm || s.opt.Force > 0 && finite(next) {
			return next, true
		}
		s.space.Copy(z, s.trial)
		if s.opt.Affine {
			break
		}
		lambda /= 2
		s.res.Halvings++
	}
	return norm, false
}
