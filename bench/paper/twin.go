package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/facade"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// twin is a specification with its truth: where its trajectories start, and what its
// closures really are, on its grid. Closures do not depend on time.
type twin struct {
	problem  *kernel.Problem[float32]
	initial  [][]float32 // of each case, from 0
	closures map[string][]float32
	weights  string // file of trained weights, "" if there are none
}

// Cases of every specification here.
var (
	trainingCases = []int{0, 1, 2, 3, 4}
	heldOutCases  = []int{5, 6, 7, 8, 9}
)

// twins are read once for all sections.
var twins struct {
	sync.Mutex
	known map[string]*twin
}

// twinOf lets the command say what a specification's cases and truth are.
func twinOf(ctx context.Context, p *kernel.Problem[float32], o options) (*twin, error) {
	twins.Lock()
	defer twins.Unlock()
	if t := twins.known[p.Name]; t != nil {
		return t, nil
	}
	c, err := command.Build()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	out := filepath.Join(c.Dir, p.Name)
	if _, good, err := c.Output("simulate", filepath.Join("specs", p.Name+".pde"), "-cases", "0..9", "-times", "0", "-out", out, "-json"); err != nil || !good {
		return nil, errors.Join(fmt.Errorf("the command could not simulate %s", p.Name), err)
	}
	t, err := readTwin(p, filepath.Join(out, "simulation.npz"))
	if err != nil {
		return nil, err
	}
	if t.weights, err = trainedWeights(o, p.Name); err != nil {
		return nil, err
	}
	if twins.known == nil {
		twins.known = map[string]*twin{}
	}
	twins.known[p.Name] = t
	return t, ctx.Err()
}

func readTwin(p *kernel.Problem[float32], path string) (*twin, error) {
	f, err := dataset.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	u, err := f.Read(p.States[0].Name)
	if err != nil {
		return nil, err
	}
	if len(u.Shape) < 3 || u.Shape[0] != 1 {
		return nil, fmt.Errorf("%s: %s has shape %v, expected one time, and trajectories", path, p.States[0].Name, u.Shape)
	}
	t := &twin{problem: p, initial: singles(split(u.Data, u.Shape[1])), closures: map[string][]float32{}}
	for _, c := range p.Closures {
		a, err := f.Read(c.Name)
		if err != nil {
			return nil, err
		}
		t.closures[c.Name] = singles([][]float64{a.Data})[0]
	}
	return t, nil
}

// trainedWeights is the file of the headline run's weights, "" if there is none.
func trainedWeights(o options, spec string) (string, error) {
	path := filepath.Join(o.results, spec, "weights.safetensors")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return path, nil
}

// kinds of closures that a run of a twin may have.
func (t *twin) closureKinds() []string {
	if t.weights == "" {
		return []string{exactClosures}
	}
	return []string{exactClosures, trainedClosures}
}

const (
	exactClosures   = "true closures"
	trainedClosures = "trained"
)

// open makes a solver with closures of a kind.
func (t *twin) open(kind string, c solver.Config) (*solver.Solver[float32], error) {
	s, err := solver.New(t.problem, c)
	if err != nil {
		return nil, err
	}
	if kind == trainedClosures {
		err = facade.LoadWeights(s, t.weights)
	} else {
		for _, c := range t.problem.Closures {
			values := t.closures[c.Name]
			err = errors.Join(err, s.SetClosure(c.Name, true, func(_ float64, out []float32) { copy(out, values) }))
		}
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// run takes cases to times: [time][case], cells. Steps are all of one length.
func (t *twin) run(ctx context.Context, kind string, s scheme, index []int, times []float64) ([][][]float32, error) {
	end := times[len(times)-1]
	sol, err := t.open(kind, solver.Config{Scheme: s.name, Steps: slices.Repeat([]float64{s.step}, int(math.Ceil(end/s.step-1e-9)))})
	if err != nil {
		return nil, err
	}
	defer sol.Close()
	var cases []solver.Case[float32]
	for _, i := range index {
		cases = append(cases, solver.Case[float32]{Initial: [][]float32{t.initial[i]}})
	}
	r, err := sol.Simulate(ctx, cases, times)
	if err != nil {
		return nil, err
	}
	out := make([][][]float32, len(r.At))
	for k, at := range r.At {
		for _, c := range at {
			out[k] = append(out[k], slices.Clone(c[0]))
		}
	}
	return out, nil
}

// errorsTo is the mean relative L1 distance over cases, at each time.
func errorsTo(a, b [][][]float32) []float64 {
	out := make([]float64, len(a))
	for k := range a {
		out[k] = distance(a[k], b[k])
	}
	return out
}

// notTrained says for which systems there are no weights.
func (p *page) notTrained(o options, names ...string) error {
	var missing []string
	for _, name := range names {
		w, err := trainedWeights(o, name)
		if err != nil {
			return err
		}
		if w == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		p.missing("trained weights of "+strings.Join(missing, ", "), fmt.Sprintf("They are looked for in `%s/SPEC/weights.safetensors`.", filepath.ToSlash(o.results)))
	}
	return nil
}
