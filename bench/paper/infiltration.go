package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	gradient "github.com/pindiff/pindiffc/generated/cvi/exact"
	dense "github.com/pindiff/pindiffc/generated/cvi_dense/exact"
	felt "github.com/pindiff/pindiffc/generated/cvi_felt/exact"
	steady "github.com/pindiff/pindiffc/generated/cvi_steady_gas/exact"
	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// furnace is one case of infiltration with the true S_v, and its label file.
type furnace struct {
	problem *kernel.Problem[float64]
	file    string
}

// furnaces by the number that the sources give them: a felt and a dense preform at
// one temperature, with an insulated wall, and a dense one in a gradient.
var furnaces = []furnace{
	{felt.Problem(), "cvi_case1.npz"},
	{dense.Problem(), "cvi_case2.npz"},
	{gradient.Problem(), "cvi_case3.npz"},
}

// steadyGas is the last of them with an algebraic equation for the gas.
var steadyGas = furnace{steady.Problem(), "cvi_case3.npz"}

const (
	hour     = 3600.0
	porosity = 2 // number of the state
)

// days of the reference values, hours.
var days = []float64{24, 48, 72, 96, 120, 144}

// references are figures of separate solvers: mean porosities at days, and
// exact-closure errors on the excerpts of label files in testdata.
type references struct {
	Origin      string
	Plane, Line map[string][]float64 // by specification
	Floors      []struct {
		Spec, Scheme string
		Step         float64
		Times, Error []float64
	}
}

//go:embed testdata/reference.json
var referenceText []byte

func readReferences() (*references, error) {
	r := new(references)
	return r, json.Unmarshal(referenceText, r)
}

// geometry of a run.
type geometry int

const (
	plane geometry = iota // as specified
	line                  // the sides so far off that only y counts
	point                 // so small that nothing resists diffusion
)

// config changes the domain. Lengths are in metres.
func (g geometry) config() solver.Config {
	switch g {
	case line:
		return solver.Config{Cells: []int{4, 64}, Lower: []float64{-1e3, 0}, Upper: []float64{1e3, 0.01}}
	case point:
		return solver.Config{Cells: []int{4, 4}, Lower: []float64{-1e-7, 0}, Upper: []float64{1e-7, 1e-7}}
	}
	return solver.Config{}
}

// densify is the mean porosity at some hours, and what the run did. Where step is
// not 0 it replaces the specification's, in hours.
func densify(ctx context.Context, f furnace, g geometry, step float64, hours []float64) ([]float64, solver.Stats, error) {
	c := g.config()
	if step > 0 {
		for t := step; t <= hours[len(hours)-1]+1e-9; t += step {
			c.Steps = append(c.Steps, step*hour)
		}
	}
	s, err := solver.New(f.problem, c)
	if err != nil {
		return nil, solver.Stats{}, err
	}
	defer s.Close()
	times := make([]float64, len(hours))
	for i, h := range hours {
		times[i] = h * hour
	}
	r, err := s.Simulate(ctx, []solver.Case[float64]{{}}, times)
	if err != nil {
		return nil, solver.Stats{}, fmt.Errorf("%s: %w", f.problem.Name, err)
	}
	means := make([]float64, len(hours))
	for i, at := range r.At {
		for _, eps := range at[0][porosity] {
			means[i] += eps / float64(s.Grid().Cells)
		}
	}
	return means, r.Stats, nil
}

// densified is a run at days, as it is kept.
type densified struct {
	Hash          string // of the specification
	Machine       string
	Means         []float64
	Outer, Linear float64 // iterations of a step
	Seconds       float64
}

func densifyAll(ctx context.Context, f furnace, g geometry) (*densified, error) {
	begin := time.Now()
	means, stats, err := densify(ctx, f, g, 0, days)
	n := float64(max(1, stats.Steps))
	return &densified{
		Hash: f.problem.Hash, Machine: withCode(), Means: means,
		Outer: float64(stats.Outer) / n, Linear: float64(stats.Linear) / n, Seconds: time.Since(begin).Seconds(),
	}, err
}

// meanPorosity reads the means of a label file at days, and checks that it has them.
func meanPorosity(dir, file string) ([]float64, error) {
	f, err := dataset.Open(filepath.Join(dir, file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	mean, err := f.Read("mean_eps")
	if err != nil {
		return nil, err
	}
	if len(mean.Data) != len(days)+1 {
		return nil, fmt.Errorf("%s: mean_eps has %d values, expected the start and %d", f.Path, len(mean.Data), len(days))
	}
	return mean.Data[1:], nil
}
