package solver

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// solverState is what a Solver keeps.
type solverState[T vec.Float] struct {
	shared[T]
	pool     *pool.Pool
	workers  []*worker[T]
	defaults []float64 // parameters

	closures []*closure[T]
	weights  []T
	fields   []bool // given yet
	base     [][]T  // fields and closures, padded: what coefficients are computed from
	baseBar  [][]T
	dense    []T             // one field
	networks nn.Workspace[T] // of closures that are fields

	run run[T]
}

// New checks the configuration (errors name the offending option) and allocates.
func New[T vec.Float](p *kernel.Problem[T], cfg Config) (*Solver[T], error) {
	cfg = cfg.defaults(p.Axes, defaultsOf(p))
	if err := cfg.check(p.Axes); err != nil {
		return nil, err
	}
	g, err := newGrid(p, cfg)
	if err != nil {
		return nil, fmt.Errorf("solver: %w", err)
	}
	s := &Solver[T]{}
	s.shared = shared[T]{
		grid: g, space: grid.Space[T]{Grid: g, Fields: len(p.States)},
		kernels: &p.Kernels, problem: p, config: cfg, scheme: schemeOf(&cfg),
	}
	if err := s.applies(); err != nil {
		return nil, err
	}
	if s.unrolled() && p.Kernels.Sweep.Adjoint == nil || s.sweeps() && p.Kernels.Sweep.Value == nil {
		return nil, fmt.Errorf("solver: %s has no Picard sweep; use Nonlinear newton and Adjoint implicit", p.Name)
	}
	for i := range p.Kernels.Ghosts {
		f := &p.Kernels.Ghosts[i]
		s.ghosts[f.Axis] = append(s.ghosts[f.Axis], f)
	}
	for a := range g.Dim {
		s.x[a] = grid.Centres[T](g, a)
		s.in[a] = make([]T, len(s.x[a]))
		for i := range g.N[a] {
			s.in[a][i+g.Depth] = 1
		}
	}
	s.one = s.space.New()
	for i := range s.one {
		s.one[i] = 1
	}
	for i := range p.States {
		if p.States[i].Algebraic {
			s.free = append(s.free, i)
		}
		if p.States[i].Null {
			s.null = append(s.null, i)
		}
	}
	for i := range p.Params {
		s.defaults = append(s.defaults, p.Params[i].Default)
	}
	offset := 0
	for i := range p.Closures {
		c, err := newClosure(p, g, i, offset)
		if err != nil {
			return nil, err
		}
		s.closures = append(s.closures, c)
		offset += c.net.NumWeights()
	}
	s.shareTapes()
	if s.calls, err = newCalls(p, g, s.closures); err != nil {
		return nil, err
	}
	for _, c := range s.calls {
		if c.Region == kernel.OnFace {
			s.onFace[c.Axis] = append(s.onFace[c.Axis], c)
		} else {
			s.inside = append(s.inside, c)
		}
	}
	s.weights = make([]T, offset)
	s.fields = make([]bool, len(p.Fields))
	s.base, _ = grid.Alloc[T](g, len(p.Fields)+len(p.Closures))
	s.baseBar, _ = grid.Alloc[T](g, len(p.Fields)+len(p.Closures))
	s.pool = pool.New(cfg.Workers)
	for index := range s.pool.Workers() {
		w, err := newWorker(&s.shared, &s.workers, index, s.pool)
		if err != nil {
			s.pool.Close()
			return nil, fmt.Errorf("solver: %w", err)
		}
		s.workers = append(s.workers, w)
	}
	s.run.init(s)
	return s, nil
}

// Close stops the workers. The solver must not be used after it.
func (s *Solver[T]) Close() {
	s.pool.Close()
	s.run.disk.close()
}

// Problem is what the solver was made for.
func (s *Solver[T]) Problem() *kernel.Problem[T] { return s.problem }

// Grid is the solver's grid.
func (s *Solver[T]) Grid() *grid.Grid { return s.grid }

// Config is the configuration with defaults filled in.
func (s *Solver[T]) Config() Config {
	c := s.config
	c.Steps = slices.Clone(c.Steps) // the other slices are not read again
	return c
}

// Levels are the default time levels, SI: the start of the horizon and the end
// of each step.
func (s *Solver[T]) Levels() []float64 { return levelsOf(s.problem.Time0, s.config.Steps) }

// applies says why a scheme does not fit the problem.
func (s *shared[T]) applies() error {
	if !s.scheme.explicit() {
		return nil
	}
	for i := range s.problem.States {
		if s.problem.States[i].Algebraic {
			return fmt.Errorf("solver: Scheme is %q, but the equation of %s has no time derivative: an explicit scheme needs one in every equation; use an implicit scheme, such as backward_euler",
				s.scheme.name, s.problem.States[i].Name)
		}
	}
	if !s.problem.Diagonal {
		return fmt.Errorf("solver: Scheme is %q, but what is under ddt in %s is more than a factor times the equation's own state: an explicit scheme cannot solve for it; use an implicit scheme, such as backward_euler",
			s.scheme.name, s.problem.Name)
	}
	return nil
}
