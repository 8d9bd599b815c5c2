package job

import "github.com/pindiff/pindiffc/runtime/kernel"

// pair takes the exact system of a twin experiment, which must be the session's
// own but for the closures that are applied.
func (s *session[T]) pair(exact *kernel.Problem[T]) error {
	if exact == nil {
		return nil
	}
	same := len(exact.States) == len(s.p.States) && len(exact.Params) == len(s.p.Params) &&
		len(exact.Closures) == len(s.p.Closures) && len(exact.Fields) == len(s.p.Fields) && len(exact.Axes) == len(s.p.Axes)
	if !same {
		return faultf("bug", "the exact system of %s is another one", s.p.Name)
	}
	s.exact = exact
	return nil
}

// truthProblem is the system in which the true closures can be put in place.
func (s *session[T]) truthProblem() *kernel.Problem[T] {
	if s.exact != nil {
		return s.exact
	}
	return s.p
}
