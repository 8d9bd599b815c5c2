package job

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// trueClosure is what a closure really is. Steady ones hold one field; others
// are known by a formula at every time, or by a table at some times only.
// Pointwise ones have a law, and stand as such in the exact system.
type trueClosure[T vec.Float] struct {
	steady []T
	at     func(t float64, out []T) error // nil for a table
	table  [][]T                          // by label time
	law    *formula.Expr                  // of the closure's arguments and parameters
}

// anyTime says whether the closure is known at every time, as a solver needs it.
func (c *trueClosure[T]) anyTime() bool { return c.steady != nil || c.at != nil || c.law != nil }

// truth holds the true closures, by their index in the problem; nil entries are
// not known.
type truth[T vec.Float] []*trueClosure[T]

// complete says whether a solver could run with these closures.
func (tr truth[T]) complete() bool {
	for _, c := range tr {
		if c == nil || !c.anyTime() {
			return false
		}
	}
	return true
}

// trueParams are the experiment's parameters with the truth's in their place.
func (s *session[T]) trueParams() ([]float64, error) {
	params := append([]float64{}, s.params...)
	if s.exp.Truth == nil {
		return params, nil
	}
	return params, s.override(params, s.exp.Truth.Params, "truth")
}

// formulaTruth reads the truth block; nil if there is none.
func (s *session[T]) formulaTruth() (truth[T], error) {
	block := s.exp.Truth
	if block == nil {
		return nil, nil
	}
	for _, c := range s.p.Closures {
		if c.Pointwise && block.Closures[c.Name] != nil && s.exact == nil {
			return nil, faultf("bug", "truth: %s is applied to states, and this solver was built without the exact system", c.Name)
		}
	}
	return s.formulaClosures(block.Closures, "truth")
}

// formulaClosures are closures that formulas stand for.
func (s *session[T]) formulaClosures(block map[string]*formula.Expr, where string) (truth[T], error) {
	tr := make(truth[T], len(s.p.Closures))
	found := 0
	for i, c := range s.p.Closures {
		e := block[c.Name]
		if e == nil {
			continue
		}
		found++
		if c.Pointwise {
			tr[i] = &trueClosure[T]{law: e}
			continue
		}
		one, err := s.formulaClosure(c, e)
		if err != nil {
			return nil, faultf("request", "%s: %s: %w", where, c.Name, err)
		}
		tr[i] = one
	}
	if found < len(block) {
		return nil, faultf("request", "%s: %d names are not closures of %s", where, len(block)-found, s.p.Name)
	}
	return tr, nil
}

func (s *session[T]) formulaClosure(c kernel.Closure, e *formula.Expr) (*trueClosure[T], error) {
	at := func(t float64, out []T) error {
		v, err := formula.Eval(e, s.closureEnv(c, t))
		if err != nil {
			return err
		}
		for i, x := range v {
			out[i] = T(x)
		}
		return nil
	}
	first := make([]T, s.cells)
	if err := at(s.p.Time0, first); err != nil {
		return nil, err
	}
	if !c.Time {
		return &trueClosure[T]{steady: first}, nil
	}
	return &trueClosure[T]{at: at}, nil
}

// closureEnv knows time by the name that the closure's arguments give it.
func (s *session[T]) closureEnv(c kernel.Closure, t float64) *formula.Env {
	env := s.env(t)
	for k, name := range c.Args {
		if k < len(c.Axes) && c.Axes[k] < 0 {
			env.Vars[name] = t
		}
	}
	return env
}

// useTruth replaces the solver's field closures by the true ones; pointwise ones
// are in place where the solver is that of the exact system. A formula that fails
// later, at some time, fills NaN, which the step reports as not finite.
func (s *session[T]) useTruth(sol *solver.Solver[T], tr truth[T]) error {
	for i, c := range tr {
		if c.law != nil {
			continue
		}
		f := func(_ float64, out []T) { copy(out, c.steady) }
		if c.steady == nil {
			f = func(t float64, out []T) {
				if c.at(t, out) != nil {
					for k := range out {
						out[k] = T(math.NaN())
					}
				}
			}
		}
		if err := sol.SetClosure(s.p.Closures[i].Name, c.steady != nil, f); err != nil {
			return err
		}
	}
	return nil
}

// truthScheme is the time scheme of the labels.
func (s *session[T]) truthScheme() string {
	if scheme := s.exp.Truth.Scheme; scheme != "" {
		return scheme
	}
	return "rk4"
}

// truthSolver integrates with the truth's own scheme and step, on the same grid.
func (s *session[T]) truthSolver(tr truth[T], step float64) (*solver.Solver[T], error) {
	cfg := s.config()
	cfg.Scheme = s.truthScheme()
	n := math.Ceil((s.end-s.p.Time0)/step - 1e-9)
	if !(step > 0) || n > 1e8 {
		return nil, faultf("request", "truth: a step of %g does not fit a horizon of %g", step, s.end-s.p.Time0)
	}
	cfg.Steps = make([]float64, max(1, int(n)))
	left := s.end - s.p.Time0
	for i := range cfg.Steps {
		cfg.Steps[i] = math.Min(step, left)
		left -= step
	}
	sol, err := solver.New(s.truthProblem(), cfg)
	if err != nil {
		return nil, fmt.Errorf("truth: %w", err)
	}
	if err := s.asInTruth(sol, tr); err != nil {
		sol.Close()
		return nil, err
	}
	return sol, nil
}

// asInTruth gives a solver the fields, the true parameters and the true closures.
func (s *session[T]) asInTruth(sol *solver.Solver[T], tr truth[T]) error {
	if err := s.giveTrueFields(sol); err != nil {
		return err
	}
	params, err := s.trueParams()
	if err != nil {
		return err
	}
	if err := sol.SetParams(params); err != nil {
		return err
	}
	return s.useTruth(sol, tr)
}
