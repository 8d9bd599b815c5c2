package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// scheme is a way through time: a scheme with equal steps, or with the steps of
// the specification where step is 0.
type scheme struct {
	name string
	step float64
}

func (s scheme) String() string {
	if s.step == 0 {
		return s.name
	}
	return fmt.Sprintf("%s, step %g", s.name, s.step)
}

// floor is the exact-closure error: the mean over trajectories of the relative L1
// error, at each of the times, of a scheme that knows the closures.
func floor(ctx context.Context, p *kernel.Problem[float32], l *labels, trajectories []int, s scheme, times []float64) ([]float64, error) {
	got, err := exactStates(ctx, p, l, trajectories, s, times)
	if err != nil {
		return nil, fmt.Errorf("%s, %v: %w", p.Name, s, err)
	}
	errors := make([]float64, len(times))
	for k, t := range times {
		at := l.at(t)
		if at < 0 {
			return nil, fmt.Errorf("%s: there are no labels at t = %g", p.Name, t)
		}
		for c, trajectory := range trajectories {
			errors[k] += relativeL1(got[k][c][0], l.states[at][trajectory]) / float64(len(trajectories))
		}
	}
	return errors, nil
}

// exactStates are [time][trajectory][state] from the labels' initial states with
// the labels' closures.
func exactStates(ctx context.Context, p *kernel.Problem[float32], l *labels, trajectories []int, s scheme, times []float64) ([][][][]float32, error) {
	c := solver.Config{Scheme: s.name}
	if s.step > 0 {
		end := times[len(times)-1]
		c.Steps = slices.Repeat([]float64{s.step}, int(math.Ceil(end/s.step-1e-9)))
	}
	sol, err := solver.New(p, c)
	if err != nil {
		return nil, err
	}
	defer sol.Close()
	for _, closure := range p.Closures {
		if err := setClosure(sol, closure.Name, l); err != nil {
			return nil, err
		}
	}
	var cases []solver.Case[float32]
	for _, trajectory := range trajectories {
		cases = append(cases, solver.Case[float32]{Initial: [][]float32{l.states[0][trajectory]}})
	}
	r, err := sol.Simulate(ctx, cases, times)
	if err != nil {
		return nil, err
	}
	return r.At, nil
}

// setClosure puts the labels' values of a closure in the place of its network.
func setClosure(sol *solver.Solver[float32], name string, l *labels) error {
	values := l.closures[name]
	switch len(values) {
	case 0:
		return fmt.Errorf("there are no values of %s", name)
	case 1:
		return sol.SetClosure(name, true, func(_ float64, out []float32) { copy(out, values[0]) })
	}
	g := sol.Grid()
	w, err := newWaves(l.times, values, g.N[0], g.N[1])
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return sol.SetClosure(name, false, w.at)
}

// at is the number of a time, or -1.
func (l *labels) at(t float64) int {
	return slices.IndexFunc(l.times, func(x float64) bool { return math.Abs(x-t) < 1e-6 })
}

// relativeL1 is sum|a - b|/sum|b|.
func relativeL1(a, b []float32) float64 {
	diff, size := 0.0, 0.0
	for i := range a {
		diff += math.Abs(float64(a[i]) - float64(b[i]))
		size += math.Abs(float64(b[i]))
	}
	return diff / size
}
