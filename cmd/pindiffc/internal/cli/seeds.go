package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/rundir"
	"github.com/pindiff/pindiffc/runtime/job"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// seedsFile holds the table of a training from several seeds.
const seedsFile = "seeds.json"

// maxSeeds of one command.
const maxSeeds = 1000

// parseSeeds reads `1..5`, or `1,3,7`; nil for "".
func parseSeeds(text string) ([]uint64, error) {
	if text == "" {
		return nil, nil
	}
	bad := usageErrorf("-seeds %s: write 1..5, or 1,3,7", text)
	var out []uint64
	for _, part := range strings.Split(text, ",") {
		lo, hi, isRange := strings.Cut(strings.TrimSpace(part), "..")
		if !isRange {
			hi = lo
		}
		a, err1 := strconv.ParseUint(lo, 10, 53)
		b, err2 := strconv.ParseUint(hi, 10, 53)
		if err1 != nil || err2 != nil || b < a || b-a >= maxSeeds {
			return nil, bad
		}
		for n := a; n <= b; n++ {
			if slices.Contains(out, n) {
				return nil, usageErrorf("-seeds %s: seed %d stands twice", text, n)
			}
			out = append(out, n)
		}
	}
	if len(out) > maxSeeds {
		return nil, usageErrorf("-seeds %s: at most %d seeds", text, maxSeeds)
	}
	return out, nil
}

// seedResult is what the table needs of result.json.
type seedResult struct {
	Seed       uint64             `json:"seed"`
	Dir        string             `json:"dir"`
	Epochs     int                `json:"epochs"`
	BestEpoch  int                `json:"best_epoch"`
	Validation *float64           `json:"validation,omitempty"`
	HeldOut    bool               `json:"held_out"`
	Errors     []seedError        `json:"errors"`
	Closures   []seedClosure      `json:"closures,omitempty"`  // fields of coordinates, over the grid
	Pointwise  []seedClosure      `json:"pointwise,omitempty"` // over the range visited
	Parameters map[string]float64 `json:"parameters,omitempty"`
}

// seedError is the error of a state at a reported time.
type seedError struct {
	State string   `json:"state"`
	Time  float64  `json:"time"`
	L1    float64  `json:"relative_l1"`
	Exact *float64 `json:"exact_l1,omitempty"`
}

// seedClosure is the error of a learned closure or field; L1 is nil where the
// true one is not known.
type seedClosure struct {
	Name string   `json:"name"`
	L1   *float64 `json:"relative_l1,omitempty"`
}

// trainSeeds trains once for each seed, in folders below one, and shows the
// spread. Seeds that are done are not trained again.
func (a *app) trainSeeds(s *spec, f trainFlags, seeds []uint64) error {
	with, err := a.prepareTraining(s, f)
	if err != nil {
		return err
	}
	root := cmp.Or(f.out, filepath.Join("runs", s.model.Name+"-seeds"))
	var all []seedResult
	for _, seed := range seeds {
		one := s.withSeed(seed)
		f.out = filepath.Join(root, fmt.Sprintf("seed-%d", seed))
		a.say("seed %d", seed)
		switch stopped, err := a.trainSeed(one, f, with); {
		case err != nil:
			return fmt.Errorf("seed %d: %w", seed, err)
		case stopped:
			a.say("stopped and saved in %s; the same command goes on from there", f.out)
			return errReported
		}
		r, err := readSeed(f.out, seed)
		if err != nil {
			return err
		}
		all = append(all, *r)
	}
	t := seedTable(s, all)
	text, err := json.MarshalIndent(map[string]any{"spec": s.model.Name, "seeds": all}, "", "  ")
	if err == nil {
		err = safetensors.WriteAtomic(filepath.Join(root, seedsFile), append(text, '\n'))
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(&answer{Command: "train", Spec: s.model.Name, Dir: root, Status: "done", Tables: []*job.Table{t}, Files: []writtenFile{{seedsFile, "results by seed"}}})
	}
	fmt.Fprintln(a.out)
	report.Table(a.out, t)
	fmt.Fprintf(a.out, "\n%s  results by seed\n", filepath.Join(root, seedsFile))
	return nil
}

// trainSeed trains from one seed, unless that is done.
func (a *app) trainSeed(s *spec, f trainFlags, with materials) (stopped bool, err error) {
	exp, _, err := s.experiment(with.labels)
	if err != nil {
		return false, err
	}
	before, err := rundir.Read(f.out)
	if err != nil {
		return false, err
	}
	if !f.fresh && before != nil && before.Status == rundir.Done && before.Hash == with.start.mix(exp.Hash) {
		a.say("is done, in %s (-fresh trains again)", f.out)
		return false, nil
	}
	f.resume = false // a seed that has not begun is no mistake
	r, err := a.trainOnce(s, f, with)
	if err != nil || r.Status == "stopped" {
		return err == nil, err
	}
	a.illustrate(s, r)
	return false, nil
}

// withSeed is the specification with another seed, as -seed sets it.
func (s *spec) withSeed(seed uint64) *spec {
	out, m, t := *s, *s.model, *s.model.Train
	t.Seed = seed
	m.Train = &t
	m.Overrides = append(slices.Clone(m.Overrides), fmt.Sprintf("seed=%d", seed))
	out.model = &m
	return &out
}

func readSeed(dir string, seed uint64) (*seedResult, error) {
	text, err := os.ReadFile(filepath.Join(dir, job.ResultName))
	if err != nil {
		return nil, err
	}
	r := &seedResult{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", filepath.Join(dir, job.ResultName), err)
	}
	r.Seed, r.Dir = seed, dir
	return r, nil
}

// seedTable has a row for each seed: the errors of every state at its last
// reported time, beside those of the true closures, and the errors of closures and
// fields; then the median and the ends of each column.
func seedTable(s *spec, all []seedResult) *job.Table {
	t := &job.Table{Title: s.model.Name + ": relative L1 error at the last reported time, %", Columns: []string{"seed"}}
	if len(all) > 0 && !all[0].HeldOut {
		t.Title += " (of the training trajectories: none are held out)"
	}
	var columns [][]float64 // by column, then seed; NaN where there is none
	column := func(name string, get func(r seedResult) float64) {
		var v []float64
		for _, r := range all {
			v = append(v, 100*get(r))
		}
		t.Columns, columns = append(t.Columns, name), append(columns, v)
	}
	for _, st := range s.model.States {
		if len(all) > 0 && !slices.ContainsFunc(all[0].Errors, func(e seedError) bool { return e.State == st.Name }) {
			continue // is not reported
		}
		last := func(r seedResult) (l1, exact float64) {
			l1, exact = math.NaN(), math.NaN()
			for _, e := range r.Errors {
				if e.State == st.Name {
					l1, exact = e.L1, math.NaN()
					if e.Exact != nil {
						exact = *e.Exact
					}
				}
			}
			return l1, exact
		}
		column(st.Name, func(r seedResult) float64 { l1, _ := last(r); return l1 })
		column("exact closure", func(r seedResult) float64 { _, exact := last(r); return exact })
	}
	if len(all) > 0 {
		closures := func(r seedResult) []seedClosure { return slices.Concat(r.Closures, r.Pointwise) }
		for i, c := range closures(all[0]) {
			column(c.Name, func(r seedResult) float64 {
				if list := closures(r); i < len(list) && list[i].L1 != nil {
					return *list[i].L1
				}
				return math.NaN()
			})
		}
	}
	for n, r := range all {
		row := []string{strconv.FormatUint(r.Seed, 10)}
		for _, c := range columns {
			row = append(row, seedText(c[n]))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, of := range []struct {
		name string
		pick func(sorted []float64) float64
	}{
		{"median", func(x []float64) float64 { return (x[(len(x)-1)/2] + x[len(x)/2]) / 2 }},
		{"least", func(x []float64) float64 { return x[0] }},
		{"greatest", func(x []float64) float64 { return x[len(x)-1] }},
	} {
		row := []string{of.name}
		for _, c := range columns {
			known := slices.DeleteFunc(slices.Sorted(slices.Values(c)), func(x float64) bool { return x != x })
			if len(known) == 0 {
				row = append(row, "-")
				continue
			}
			row = append(row, seedText(of.pick(known)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func seedText(x float64) string {
	if math.IsNaN(x) {
		return "-"
	}
	return fmt.Sprintf("%.4g", x)
}
