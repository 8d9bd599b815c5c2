package verify

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// bench is a system with data to run it on.
type bench[T vec.Float] struct {
	p      *kernel.Problem[T]
	o      Options
	config solver.Config
	at     inputs[T]
	times  []float64
	scale  []float64 // of each state
	bounds [][]T     // see boundary.go
}

// inputs is a point in the space of everything that goes into a run, or a
// direction in it.
type inputs[T vec.Float] struct {
	initial [][]T
	params  []float64
	fields  [][]T
	weights []T
	bounds  [][]T // added to the data of conditions, interior cells of their faces
}

func newBench[T vec.Float](ctx context.Context, p *kernel.Problem[T], o Options) (*bench[T], error) {
	b := &bench[T]{p: p, o: o}
	if b.o.Pairs <= 0 {
		b.o.Pairs = 20
	}
	if b.o.Steps <= 0 {
		b.o.Steps = 3
	}
	if b.o.Cells <= 0 {
		b.o.Cells = 12
		if len(p.Axes) == 1 {
			b.o.Cells = 32
		}
	}
	b.configure()
	b.p = b.shifted(p)
	return b, b.fill(ctx)
}

// configure takes what the options leave to the user, and makes the grid small
// and the tolerances tight.
func (b *bench[T]) configure() {
	from := b.o.Config
	c := &b.config
	c.Scheme, c.Nonlinear, c.LinearSolver, c.Adjoint = from.Scheme, from.Nonlinear, from.LinearSolver, from.Adjoint
	c.Relax, c.MaxLinear = from.Relax, from.MaxLinear
	c.Theta, c.Damped, c.Depth, c.Restart, c.Preconditioner = from.Theta, from.Damped, from.Depth, from.Restart, from.Preconditioner
	c.Checkpoint, c.Slots, c.Bytes, c.Disk = from.Checkpoint, from.Slots, from.Bytes, from.Disk
	for i, a := range b.p.Axes {
		n := a.Cells
		if i < len(from.Cells) && from.Cells[i] > 0 {
			n = from.Cells[i]
		}
		// unequal counts, so that swapped axes show
		c.Cells = append(c.Cells, max(2*b.p.Halo, 2, min(n, b.o.Cells-i)))
	}
	steps := from.Steps
	if len(steps) == 0 {
		steps = b.p.Steps
	}
	for i := range b.o.Steps {
		c.Steps = append(c.Steps, steps[i%len(steps)])
	}
	c.Workers = 2
	c.Tol = limit[T](1e-13, 1e-6)
	c.AdjointTol = c.Tol
	c.MaxIter = 20000 // Picard sweeps may be as many
}

// fill chooses the point: parameters and fields as they are given, or else the
// defaults and near one; states near their defaults where they have one, or else
// near one half; weights as initialised and shaken, so that none is zero by
// design.
func (b *bench[T]) fill(ctx context.Context) error {
	s, err := solver.New(b.p, b.config)
	if err != nil {
		return err
	}
	defer s.Close()
	rng := rand.New(rand.NewPCG(b.o.Seed, 1))
	for i := range b.p.Fields {
		f := make([]T, s.Grid().Cells)
		wave(s, rng, f, 1, 0.3)
		if b.o.Fields != nil {
			if err := b.o.Fields.nearest(i, s.Grid(), func(c int, v float64) { f[c] = T(v) }); err != nil {
				return err
			}
		}
		b.at.fields = append(b.at.fields, f)
	}
	b.at.params = s.Params()
	if b.o.Params != nil {
		b.at.params = slices.Clone(b.o.Params)
	}
	b.at.weights = make([]T, s.NumWeights())
	s.InitWeights(b.at.weights, b.o.Seed+1)
	for i := range b.at.weights {
		b.at.weights[i] += T(0.05 * rng.NormFloat64())
	}
	if err := b.set(s, b.at); err != nil {
		return err
	}
	levels := s.Levels()
	b.times = []float64{levels[1], levels[len(levels)-1]}
	return b.states(ctx, s, rng)
}

// states chooses the initial state, and what is large for it.
func (b *bench[T]) states(ctx context.Context, s *solver.Solver[T], rng *rand.Rand) error {
	given, next, err := b.given(ctx, s)
	if err != nil {
		return err
	}
	for i := range b.p.States {
		u := make([]T, s.Grid().Cells)
		st := &b.p.States[i]
		mean, spread := 0.5, 0.2
		if b.null() {
			mean = 0 // sources of a potential must balance
		}
		if st.Min < st.Max && finite(st.Min) && finite(st.Max) {
			mean, spread = (st.Min+st.Max)/2, (st.Max-st.Min)/5
		}
		if given != nil {
			if size := vec.MaxAbs(given[i]); size > 0 {
				mean, spread = band(b.room(i, size, around*size), sense(given[i], next[i]))
			}
		}
		wave(s, rng, u, mean, spread)
		if given != nil && vec.MaxAbs(given[i]) > 0 {
			vec.Axpy(1, given[i], u)
		}
		b.at.initial = append(b.at.initial, u)
		b.scale = append(b.scale, max(vec.MaxAbs(u), 1e-30))
	}
	return nil
}

// null says whether a state is known up to a constant only.
func (b *bench[T]) null() bool {
	return slices.ContainsFunc(b.p.States, func(s kernel.StateInfo) bool { return s.Null })
}

// wave fills u with a smooth periodic function of the cells.
func wave[T vec.Float](s *solver.Solver[T], rng *rand.Rand, u []T, mean, spread float64) {
	g := s.Grid()
	var phase [3]float64
	for a := range phase {
		phase[a] = 2 * math.Pi * rng.Float64()
	}
	for c := range u {
		v, rest := 0.0, c
		for a := g.Dim - 1; a >= 0; a-- {
			x := (float64(rest%g.N[a]) + 0.5) / float64(g.N[a])
			rest /= g.N[a]
			v += math.Sin(2*math.Pi*x + phase[a])
		}
		u[c] = T(mean + spread*v/float64(g.Dim))
	}
}

// open makes a solver at the bench's point, with a changed configuration.
func (b *bench[T]) open(change func(*solver.Config)) (*solver.Solver[T], error) {
	cfg := b.config
	if change != nil {
		change(&cfg)
	}
	s, err := solver.New(b.p, cfg)
	if err != nil {
		return nil, err
	}
	if err := b.set(s, b.at); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// set gives a solver everything but the initial state.
func (b *bench[T]) set(s *solver.Solver[T], at inputs[T]) error {
	b.bounds = at.bounds
	if err := s.SetParams(at.params); err != nil {
		return err
	}
	for i, f := range at.fields {
		if err := s.SetField(b.p.Fields[i].Name, f); err != nil {
			return err
		}
	}
	return s.SetWeights(at.weights)
}

func (b *bench[T]) cases(at inputs[T]) []solver.Case[T] {
	return []solver.Case[T]{{Initial: at.initial}}
}
