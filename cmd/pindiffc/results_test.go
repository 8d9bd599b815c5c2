package main

import (
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/translate"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/generated/advdiff_dynamic"
	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers"
	"github.com/pindiff/pindiffc/generated/cahn_hilliard"
	"github.com/pindiff/pindiffc/generated/cvi"
	cviexact "github.com/pindiff/pindiffc/generated/cvi/exact"
	"github.com/pindiff/pindiffc/generated/fisher"
	fisherexact "github.com/pindiff/pindiffc/generated/fisher/exact"
	"github.com/pindiff/pindiffc/generated/gray_scott"
	grayscottexact "github.com/pindiff/pindiffc/generated/gray_scott/exact"
	"github.com/pindiff/pindiffc/generated/heat"
	"github.com/pindiff/pindiffc/generated/kuramoto_sivashinsky"
	"github.com/pindiff/pindiffc/generated/shallow_water"
	"github.com/pindiff/pindiffc/generated/slab"
	slabexact "github.com/pindiff/pindiffc/generated/slab/exact"
	"github.com/pindiff/pindiffc/generated/taylor_green"
	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/job"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

var updateResults = flag.Bool("update", false, "rewrite golden/results")

// goldenRun is what golden/results holds for one specification: simulated with
// the true closures, one case, a few numbers at a few times. SI.
type goldenRun struct {
	Case      int         `json:"case"`
	Tolerance float64     `json:"tolerance"` // of every number, over the largest |value| of its state and time
	States    []goldenRow `json:"states"`
}

type goldenRow struct {
	State string             `json:"state"`
	Time  float64            `json:"time"`
	Mean  float64            `json:"mean"`
	Min   float64            `json:"min"`
	Max   float64            `json:"max"`
	Cells map[string]float64 `json:"cells"` // by index, "16,8"
}

// The numbers that the checked-in solvers give are those of golden/results, as
// far as compilers may differ: in float32 the solver's own tolerance of 1e-6 is
// what other vectors end at. -update rewrites the files.
func TestGoldenResults(t *testing.T) {
	for name, c := range map[string]struct {
		run       solve
		times     []float64 // nil: the reported ones
		number    int       // of the case
		tolerance float64
	}{
		"heat":            {solveWith(heat.Problem), []float64{3600, 6 * 3600, 24 * 3600}, 0, 1e-9},
		"advdiff_steady":  {solveWith(advdiff_steady.Problem), nil, 5, 2e-5},
		"advdiff_dynamic": {solveWith(advdiff_dynamic.Problem), nil, 5, 2e-5},

		"burgers":              {solveWith(burgers.Problem), []float64{0.5, 1}, 0, 1e-8},
		"cahn_hilliard":        {solveWith(cahn_hilliard.Problem), []float64{0.01, 0.02}, 0, 1e-7},
		"cvi":                  {solveTwin(cvi.Problem, cviexact.Problem), []float64{3600, 2 * 3600}, 0, 1e-6},
		"fisher":               {solveTwin(fisher.Problem, fisherexact.Problem), []float64{2, 4}, 3, 1e-8},
		"gray_scott":           {solveTwin(gray_scott.Problem, grayscottexact.Problem), []float64{5, 10}, 4, 1e-7},
		"kuramoto_sivashinsky": {solveWith(kuramoto_sivashinsky.Problem), []float64{5, 10}, 0, 1e-7},
		"shallow_water":        {solveWith(shallow_water.Problem), []float64{1, 4}, 3, 1e-7},
		"slab":                 {solveTwin(slab.Problem, slabexact.Problem), []float64{900, 3600}, 3, 1e-8},
		"taylor_green":         {solveWith(taylor_green.Problem), []float64{0.25, 0.5}, 0, 1e-7},
	} {
		t.Run(name, func(t *testing.T) {
			m, exp := load(t, name)
			got := goldenRun{Case: c.number, Tolerance: c.tolerance}
			f := simulate(t, c.run, job.Request{Experiment: *exp, Cases: []int{c.number}, Times: c.times})
			for _, s := range m.States {
				for k, v := range f.States(s.Name, 0, cellCount(m)) {
					got.States = append(got.States, row(m, s.Name, f.Times[k], v))
				}
			}
			require.NotEmpty(t, got.States)
			path := filepath.Join("..", "..", "golden", "results", name+".json")
			if *updateResults {
				b, err := json.MarshalIndent(got, "", "  ")
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(path, append(b, '\n'), 0o644))
			}
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			var want goldenRun
			require.NoError(t, json.Unmarshal(b, &want))
			require.Equal(t, want.Tolerance, c.tolerance)
			require.Equal(t, want.Case, got.Case)
			require.Len(t, got.States, len(want.States))
			for i, w := range want.States {
				compareRows(t, w, got.States[i], c.tolerance*math.Max(math.Abs(w.Min), math.Abs(w.Max)))
			}
		})
	}
}

// The wall of heat.pde against the series of Carslaw and Jaeger: with
// a_n = (2n+1) pi/(2L),
//
//	T = T_face + (T_0 - T_face) sum_n 2/(a_n L) sin(a_n x) exp(-k/rho_c a_n^2 t)
//
// Backward Euler errs by the order of its step: a quarter of the step has about
// a quarter of the error.
func TestHeatAgainstItsSeries(t *testing.T) {
	const (
		face, warm, length = 283.0, 293.0, 0.2
		diffusivity        = 0.8 / 1.4e6
	)
	series := func(x, t float64) float64 {
		sum := 0.0
		for n := range 200 {
			a := float64(2*n+1) * math.Pi / (2 * length)
			sum += 2 / (a * length) * math.Sin(a*x) * math.Exp(-diffusivity*a*a*t)
		}
		return face + (warm-face)*sum
	}
	m, exp := load(t, "heat")
	n := cellCount(m)
	worst := func(step float64) float64 {
		e := *exp
		e.Config.Steps = nil
		for range int(24*3600/step + 0.5) {
			e.Config.Steps = append(e.Config.Steps, step)
		}
		f := simulate(t, solveWith(heat.Problem), job.Request{Experiment: e, Times: []float64{3600, 6 * 3600, 24 * 3600}})
		most := 0.0
		for k, v := range f.States("T", 0, n) {
			for i, x := range v {
				most = math.Max(most, math.Abs(x-series((float64(i)+0.5)*length/float64(n), f.Times[k])))
			}
		}
		return most
	}
	coarse, fine := worst(900), worst(225)
	require.Less(t, coarse, 0.4, "K, of a range of 10 K")
	require.InDelta(t, 4, coarse/fine, 0.6)
}

// solve serves a request in this process.
type solve func(t *testing.T, req *job.Request, out io.Writer) int

func solveWith[T vec.Float](problem func() *kernel.Problem[T]) solve {
	return func(t *testing.T, req *job.Request, out io.Writer) int {
		return job.Run(t.Context(), problem(), req, nil, out)
	}
}

// solveTwin is solveWith for a system with closures that are applied to states: where
// the true ones are asked for, it is the exact system that runs.
func solveTwin[T vec.Float](problem, exact func() *kernel.Problem[T]) solve {
	return func(t *testing.T, req *job.Request, out io.Writer) int {
		return job.RunTwin(t.Context(), problem(), exact(), req, nil, out)
	}
}

func load(t *testing.T, name string) (*model.Model, *experiment.Experiment) {
	src, err := os.ReadFile(filepath.Join("..", "..", "specs", name+".pde"))
	require.NoError(t, err)
	m, _, problems := dsl.Load(name+".pde", src)
	require.NotNil(t, m, problems)
	exp, err := translate.Experiment(m)
	require.NoError(t, err)
	return m, exp
}

func simulate(t *testing.T, run solve, req job.Request) *arrays.File {
	req.Mode, req.Exact, req.Dir = "simulate", true, t.TempDir()
	var out strings.Builder
	require.Equal(t, job.ExitGood, run(t, &req, &out), out.String())
	f, err := arrays.Read(filepath.Join(req.Dir, job.SimulationName))
	require.NoError(t, err)
	return f
}

func cellCount(m *model.Model) int {
	n := 1
	for _, a := range m.Axes {
		n *= a.Cells
	}
	return n
}

// row looks at a field, and at three of its cells on the diagonal.
func row(m *model.Model, state string, time float64, v []float64) goldenRow {
	r := goldenRow{State: state, Time: time, Min: v[0], Max: v[0], Cells: map[string]float64{}}
	for _, x := range v {
		r.Mean += x / float64(len(v))
		r.Min, r.Max = math.Min(r.Min, x), math.Max(r.Max, x)
	}
	for _, eighth := range []int{1, 4, 7} {
		at, names := 0, []string{}
		for _, a := range m.Axes {
			i := a.Cells * eighth / 8
			at = at*a.Cells + i
			names = append(names, strconv.Itoa(i))
		}
		r.Cells[strings.Join(names, ",")] = v[at]
	}
	return r
}

func compareRows(t *testing.T, want, got goldenRow, tolerance float64) {
	require.Equal(t, want.State, got.State)
	require.InDelta(t, want.Time, got.Time, 1e-9*(1+want.Time))
	require.InDelta(t, want.Mean, got.Mean, tolerance, "mean at %g", want.Time)
	require.InDelta(t, want.Min, got.Min, tolerance, "min at %g", want.Time)
	require.InDelta(t, want.Max, got.Max, tolerance, "max at %g", want.Time)
	require.Len(t, got.Cells, len(want.Cells))
	for name, x := range want.Cells {
		require.InDelta(t, x, got.Cells[name], tolerance, "cell %s at %g", name, want.Time)
	}
}
