package side

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/measure"
	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

func newWorkload[T vec.Float](p *kernel.Problem[T], c *Config, kind, name string) (workload, error) {
	switch kind {
	case "epoch", "latency":
		e := c.Epochs[name]
		if e == nil {
			return nil, fmt.Errorf("the configuration has no epoch %q", name)
		}
		w, err := newEpoch(p, e)
		if err != nil || kind == "epoch" {
			return w, err
		}
		return &latency[T]{w}, nil
	}
	var grid int
	if _, err := fmt.Sscanf(kind, "stencil%d", &grid); err == nil && grid < len(c.Stencils) {
		return newStencil(p, c.Stencils[grid].Cells)
	}
	return nil, fmt.Errorf("unknown kind of workload %q", kind)
}

// epoch is one evaluation of loss and gradient and an update by Adam.
type epoch[T vec.Float] struct {
	*Epoch
	p      *kernel.Problem[T]
	s      *solver.Solver[T]
	cases  []solver.Case[T]
	labels [][]T // by trajectory
	times  []float64
	theta  []T
	grad   []T
	adam   *optim.Adam[T]
	loss   float64
	final  [][][]T // [trajectory][state]
}

func newEpoch[T vec.Float](p *kernel.Problem[T], e *Epoch) (*epoch[T], error) {
	config := solver.Config{
		Cells: e.Cells, Steps: slices.Repeat([]float64{e.Dt}, e.Steps), Tol: e.Tol, AdjointTol: e.AdjointTol, MaxLinear: e.MaxLinear,
	}
	if e.Checkpoint > 0 {
		config.Checkpoint, config.Bytes = "revolve", e.Checkpoint
	}
	s, err := solver.New(p, config)
	if err != nil {
		return nil, err
	}
	s.OmitParams(true) // closures are trained
	w := &epoch[T]{Epoch: e, p: p, s: s}
	levels := s.Levels()
	for _, k := range e.Loss {
		w.times = append(w.times, levels[k])
	}
	w.theta = make([]T, s.NumWeights())
	s.InitWeights(w.theta, e.Seed)
	w.grad = make([]T, len(w.theta))
	if w.adam, err = optim.NewAdam[T](len(w.theta), optim.Config{Kind: "adam"}); err != nil {
		return nil, err
	}
	return w, w.makeCases()
}

// makeCases sets initial states: the system's own, or for systems without smooth
// random fields in [0, 1].
func (w *epoch[T]) makeCases() error {
	params := w.s.Params()
	for c := range w.Trajectories {
		var one solver.Case[T]
		own := slices.Clone(params)
		for i, q := range w.p.Params {
			if v := w.Params[q.Name]; v != nil {
				own[i] = v[c]
				one.Params = own
			}
		}
		if !w.p.States[0].Default {
			rng := rand.New(rand.NewPCG(w.Seed, uint64(c)))
			for range w.p.States {
				one.Initial = append(one.Initial, smooth[T](rng, w.Cells))
			}
		}
		w.cases = append(w.cases, one)
	}
	if err := w.s.SetWeights(w.theta); err != nil {
		return err
	}
	r, err := w.s.Simulate(context.Background(), w.cases, []float64{w.p.Time0})
	if err != nil {
		return err
	}
	for c := range w.cases {
		w.cases[c].Initial = r.At[0][c]
		label := make([]T, len(r.At[0][c][w.Observe]))
		for i, u := range r.At[0][c][w.Observe] {
			label[i] = u / 2
		}
		w.labels = append(w.labels, label)
	}
	return nil
}

// smooth is a sum of eight plane waves, scaled to [0, 1].
func smooth[T vec.Float](rng *rand.Rand, cells []int) []T {
	nx, ny := cells[0], cells[1]
	u := make([]float64, nx*ny)
	for range 8 {
		kx, ky, phase := float64(rng.IntN(4)), float64(rng.IntN(4)), 2*math.Pi*rng.Float64()
		for i := range u {
			u[i] += math.Sin(2*math.Pi*(kx*(float64(i/ny)+0.5)/float64(nx)+ky*(float64(i%ny)+0.5)/float64(ny)) + phase)
		}
	}
	lo, hi := slices.Min(u), slices.Max(u)
	out := make([]T, len(u))
	for i, v := range u {
		out[i] = T((v - lo) / (hi - lo))
	}
	return out
}

func (w *epoch[T]) prepare(data *Arrays) error {
	for _, v := range w.s.Views(w.theta) {
		if err := Put(data, "weights/"+v.Name, v.Shape, v.Data); err != nil {
			return err
		}
	}
	return w.put(data, "initial", func(c, k int) []T { return w.cases[c].Initial[k] })
}

// put writes states of all trajectories as one array.
func (w *epoch[T]) put(data *Arrays, name string, of func(c, k int) []T) error {
	var all []T
	for c := range w.cases {
		for k := range w.p.States {
			all = append(all, of(c, k)...)
		}
	}
	return Put(data, name, append([]int{len(w.cases), len(w.p.States)}, w.Cells...), all)
}

func (w *epoch[T]) check(out *Arrays) error {
	if _, err := w.time(); err != nil {
		return err
	}
	for _, v := range w.s.Views(w.grad) {
		if err := Put(out, "gradient/"+v.Name, v.Shape, v.Data); err != nil {
			return err
		}
	}
	if err := Put(out, "loss", []int{1}, []float64{w.loss}); err != nil {
		return err
	}
	return w.put(out, "final", func(c, k int) []T { return w.final[c][k] })
}

// time runs one epoch. The update is thrown away, so that all epochs are the same.
func (w *epoch[T]) time() (a Answer, err error) {
	ctx := context.Background()
	begin := time.Now()
	if err := w.s.SetWeights(w.theta); err != nil {
		return a, err
	}
	end := w.s.Levels()[w.Steps]
	times := w.times
	if times[len(times)-1] != end {
		times = append(slices.Clone(times), end)
	}
	tape, err := w.s.Forward(ctx, w.cases, times)
	if err != nil {
		return a, err
	}
	cot := w.compare(tape.At, len(times))
	g, err := tape.Pullback(ctx, cot)
	if err != nil {
		return a, err
	}
	copy(w.grad, g.Weights)
	moved := slices.Clone(w.theta)
	w.adam.Update(moved, w.grad, w.loss, w.Rate)
	a.Seconds = time.Since(begin).Seconds()
	a.Counts = map[string]any{
		"outer": float64(tape.Stats.Outer) / float64(tape.Stats.Steps), "linear": float64(tape.Stats.Linear) / float64(tape.Stats.Steps),
		"adjoint": float64(g.Stats.Linear) / float64(tape.Stats.Steps), "method": tape.Stats.Method,
		"recomputed": float64(g.Stats.Recomputed) / float64(tape.Stats.Steps), "network_flops": w.networkFlops(),
	}
	w.final = tape.At[len(times)-1]
	return a, nil
}

// networkFlops is the least number of operations of an epoch in the networks that are
// fields: for each weight of the coordinate network, each cell and each evaluation a
// product and a sum forward and twice that backward.
func (w *epoch[T]) networkFlops() float64 {
	sum := 0.0
	for _, c := range w.p.Closures {
		if c.Pointwise {
			continue
		}
		weights, evaluations := 0, 1
		for _, v := range w.s.Views(w.theta) {
			name, rest, _ := strings.Cut(v.Name, "/")
			if name == c.Name && (!strings.HasPrefix(rest, "hyper/") || rest == "hyper/offset") { // one offset for each weight
				weights += len(v.Data)
			}
		}
		if c.Time {
			evaluations = w.Steps
		}
		sum += 6 * float64(weights*evaluations*w.s.Grid().Cells)
	}
	return sum
}

// compare sets the loss, and returns its cotangent.
func (w *epoch[T]) compare(at [][][][]T, times int) [][][][]T {
	mean, n := 0.0, 0
	for _, l := range w.labels {
		for _, v := range l {
			mean += float64(v)
		}
		n += len(l)
	}
	mean /= float64(n)
	factor := 1 / (float64(len(w.times)*n) * mean)
	w.loss = 0
	cot := make([][][][]T, times)
	for k := range cot {
		cot[k] = make([][][]T, len(w.cases))
		for c := range cot[k] {
			cot[k][c] = make([][]T, len(w.p.States))
			if k >= len(w.times) {
				continue
			}
			bar := make([]T, len(w.labels[c]))
			for i, u := range at[k][c][w.Observe] {
				d := float64(u) - float64(w.labels[c][i])
				w.loss += factor * d * d
				bar[i] = T(2 * factor * d)
			}
			cot[k][c][w.Observe] = bar
		}
	}
	return cot
}

// latency is a prediction of one trajectory with the closures already evaluated.
type latency[T vec.Float] struct{ *epoch[T] }

func (w *latency[T]) time() (a Answer, err error) {
	begin := time.Now()
	r, err := w.s.Simulate(context.Background(), w.cases[:1], nil)
	if err != nil {
		return a, err
	}
	a.Seconds = time.Since(begin).Seconds()
	a.Counts = map[string]any{"linear": r.Stats.Linear, "applies": r.Stats.Applies, "steps": r.Stats.Steps, "method": r.Stats.Method}
	w.final = [][][]T{r.At[0][0]}
	return a, nil
}

func (w *latency[T]) check(out *Arrays) error {
	if _, err := w.time(); err != nil {
		return err
	}
	return Put(out, "final", append([]int{1, 1}, w.Cells...), w.final[0][0])
}

// stencil is the forward kernel.
type stencil[T vec.Float] struct {
	s     *solver.Solver[T]
	cells []int
	state [][]T
}

func newStencil[T vec.Float](p *kernel.Problem[T], cells []int) (*stencil[T], error) {
	s, err := solver.New(p, solver.Config{Cells: cells, Workers: 1})
	if err != nil {
		return nil, err
	}
	w := &stencil[T]{s: s, cells: cells}
	r, err := s.Simulate(context.Background(), []solver.Case[T]{{}}, []float64{p.Time0})
	if err != nil {
		return nil, err
	}
	w.state = r.At[0][0]
	return w, nil
}

func (w *stencil[T]) prepare(*Arrays) error { return nil }

// check writes the state after one step of forward Euler.
func (w *stencil[T]) check(out *Arrays) error {
	u := [][]T{slices.Clone(w.state[0])}
	dt := w.s.Config().Steps[0]
	if _, err := w.s.Step(context.Background(), u, 0, dt); err != nil {
		return err
	}
	return Put(out, "final", w.cells, u[0])
}

// time is that of one cell.
func (w *stencil[T]) time() (a Answer, err error) {
	k, err := measure.Kernels(w.s, w.state, func(name string) bool { return name == "apply" })
	if err != nil {
		return a, err
	}
	for _, t := range k {
		if strings.HasPrefix(t.Name, "apply") {
			a.Seconds = t.Seconds / float64(t.Cells)
		}
	}
	return a, nil
}
