package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/bench/internal/clock"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// method is one way to a gradient, as `numerics` says it.
type method struct {
	name   string
	config solver.Config
}

// methods that the paper compares, and two of ours.
var methods = []method{
	{"explicit, forward Euler", solver.Config{Scheme: "forward_euler"}},
	{"implicit, unrolled", solver.Config{Adjoint: "unrolled"}},
	{"implicit, adjoint equation", solver.Config{Adjoint: "implicit"}},
	{"the same, 5 slots", solver.Config{Checkpoint: "revolve", Slots: 5}},
	{"the same, 2 slots and 20 on disk", solver.Config{Checkpoint: "revolve", Slots: 2, Disk: 20}},
}

// cost of one gradient: what one epoch with these trajectories does.
type cost struct {
	seconds float64 // of processor time
	stored  int64   // bytes in memory for the reverse pass
	disk    int64   // and on disk
	outer   float64
	linear  float64 // iterations of a step, forward
	grad    *solver.Gradient[float32]
	final   [][]float32 // states at the end, by trajectory
}

// gradientOf runs trajectories to the end of steps and takes the gradient of half
// the sum of squares of what comes out, in the weights of seed 1. Everything but
// steps, cells (nil: as specified) and the method is the specification's.
func gradientOf(ctx context.Context, p *kernel.Problem[float32], m method, cells []int, steps []float64, initial [][]float32) (*cost, error) {
	c := m.config
	c.Cells, c.Steps = cells, steps
	s, err := solver.New(p, c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	cases, err := start(s, initial)
	if err != nil {
		return nil, err
	}
	watch := clock.Start()
	tape, err := s.Forward(ctx, cases, nil)
	if err != nil {
		return nil, fmt.Errorf("%s, %s, forward: %w", p.Name, m.name, err)
	}
	g, err := tape.Pullback(ctx, tape.At)
	if err != nil {
		return nil, fmt.Errorf("%s, %s, reverse: %w", p.Name, m.name, err)
	}
	n := float64(max(1, tape.Stats.Steps))
	return &cost{
		seconds: watch.Seconds(),
		stored:  g.Stats.TapeBytes, disk: max(g.Stats.DiskBytes, tape.Stats.DiskBytes),
		outer: float64(tape.Stats.Outer) / n, linear: float64(tape.Stats.Linear) / n, grad: g, final: finals(tape.At),
	}, nil
}

// start gives a solver the weights of seed 1, and makes cases of initial states.
func start(s *solver.Solver[float32], initial [][]float32) ([]solver.Case[float32], error) {
	w := make([]float32, s.NumWeights())
	s.InitWeights(w, 1)
	var cases []solver.Case[float32]
	for _, u := range initial {
		cases = append(cases, solver.Case[float32]{Initial: [][]float32{u}})
	}
	return cases, s.SetWeights(w)
}

// finals are the first state of each trajectory at the last time.
func finals(at [][][][]float32) [][]float32 {
	var out [][]float32
	for _, c := range at[len(at)-1] {
		out = append(out, slices.Clone(c[0]))
	}
	return out
}

// equalSteps to an end.
func equalSteps(step, end float64) []float64 {
	return slices.Repeat([]float64{step}, int(math.Round(end/step)))
}

// bumps are n smooth initial states between 0 and 1, each elsewhere.
func bumps(n, nx, ny int) [][]float32 {
	out := make([][]float32, n)
	for c := range out {
		out[c] = make([]float32, nx*ny)
		for i := range nx {
			for j := range ny {
				x, y := (float64(i)+0.5)/float64(nx), (float64(j)+0.5)/float64(ny)
				out[c][i*ny+j] = float32(0.5 + 0.5*math.Sin(2*math.Pi*(x+0.13*float64(c)))*math.Cos(2*math.Pi*(y-0.29*float64(c))))
			}
		}
	}
	return out
}

// apart is the relative distance of two gradients in the weights, in the L2 norm.
func apart(a, b *solver.Gradient[float32]) float64 {
	diff, size := 0.0, 0.0
	for i, x := range b.Weights {
		diff += math.Pow(float64(a.Weights[i])-float64(x), 2)
		size += float64(x) * float64(x)
	}
	return math.Sqrt(diff / size)
}
