package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/picture"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// runResult is what is read of result.json.
type runResult struct {
	outcome
	Observed []struct {
		State string  `json:"state"`
		Low   float64 `json:"quantile_01"`
	} `json:"observed"`
}

// runState is what is read of run.json.
type runState struct {
	Status, Hash, Version, Runtime, Vectors, Data string
	Overrides                                     []string
}

// readRun reads the records of a run directory, which must be done.
func readRun(dir string) (result runResult, state runState, err error) {
	for name, v := range map[string]any{"result.json": &result, "run.json": &state} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = json.Unmarshal(text, v)
		}
		if err != nil {
			return result, state, fmt.Errorf("%s: %w", filepath.Join(dir, name), err)
		}
	}
	if state.Status != "done" {
		return result, state, fmt.Errorf("the run in %s is not done but %s", dir, state.Status)
	}
	return result, state, nil
}

// collectFirst reads the training on a coarse grid that a run started from; nil for none.
func collectFirst(dir string, r aRun) (*firstTraining, error) {
	if r.first == nil {
		return nil, nil
	}
	result, state, err := readRun(r.seedFolder(filepath.Join(filepath.Dir(dir), coarseFolder)))
	if err != nil {
		return nil, err
	}
	return &firstTraining{state.Hash, state.Overrides, result.Epochs, result.BestEpoch, result.Seconds}, nil
}

// collect reads a finished run directory.
func collect(dir string, r aRun, m *model.Model) (*outcome, error) {
	result, state, err := readRun(dir)
	if err != nil {
		return nil, err
	}
	out := result.outcome
	var stats struct {
		Peak float64 `json:"peak_memory_mb"`
	}
	if err := json.Unmarshal(out.Stats, &stats); err != nil {
		return nil, fmt.Errorf("%s: stats: %w", dir, err)
	}
	out.Spec, out.Run, out.Model, out.Hash = r.spec, r.name(), r.fingerprint(m), state.Hash
	out.Labels, out.Seed, out.Settings = r.labels, r.seed, state.Overrides
	out.Version, out.Runtime, out.Processor, out.Peak = state.Version, state.Runtime, setting()+", "+state.Vectors, stats.Peak
	if out.First, err = collectFirst(dir, r); err != nil {
		return nil, err
	}
	if r.file != "" {
		out.Data = r.file
	}
	for i := range out.Pointwise {
		law := &out.Pointwise[i]
		for _, o := range result.Observed {
			if err := within(filepath.Join(dir, "closures.safetensors"), law, o.State, o.Low); err != nil {
				return nil, err
			}
		}
	}
	return &out, nil
}

// leastPorosity is the least argument at which a law is judged, however often the
// observations go below.
const leastPorosity = 0.01

// within finds the greatest relative error of a law of one argument, a state, from
// the 1 % quantile of what was observed of that state, and at least leastPorosity, to
// the greatest value visited.
func within(path string, law *closureError, state string, low float64) error {
	f, err := safetensors.Load(path)
	if err != nil {
		return err
	}
	at, learned, truth := f.Tensor(law.Name+".at."+state), f.Tensor(law.Name+".learned"), f.Tensor(law.Name+".true")
	if at == nil || truth == nil || f.Meta["args."+law.Name] != state {
		return nil
	}
	var ends [2]float64
	if _, err := fmt.Sscanf(strings.Replace(f.Meta["visited."+law.Name+"."+state], ",", " ", 1), "%g %g", &ends[0], &ends[1]); err != nil {
		return fmt.Errorf("%s: what %s visited: %w", path, law.Name, err)
	}
	e := &lawError{Lo: max(low, leastPorosity), Hi: ends[1]}
	for i := range at.Len() {
		if x := at.At(i); x >= e.Lo && x <= e.Hi && truth.At(i) != 0 {
			e.Max = max(e.Max, math.Abs(learned.At(i)/truth.At(i)-1))
		}
	}
	law.Within = e
	return nil
}

// knownClosures adds the exact-closure errors that the command leaves out: where label
// files give a closure at some times only, a solver needs it between them.
func knownClosures(ctx context.Context, dir string, r aRun, out *outcome) error {
	sum, err := fileSum(filepath.Join(dir, r.file))
	if err != nil {
		return err
	}
	out.DataHash = sum
	if !slices.ContainsFunc(out.Errors, func(e stateError) bool { return e.Exact == nil }) {
		return nil
	}
	for _, s := range systems {
		if s.file() != r.file {
			continue
		}
		l, err := readLabels(dir, s.file(), s.state, s.closures)
		if err != nil {
			return err
		}
		var times []float64
		for _, e := range out.Errors {
			times = append(times, e.Time)
		}
		errors, err := floor(ctx, s.problem, l, heldOut, s.schemes[0], times)
		if err != nil {
			return err
		}
		for i := range out.Errors {
			out.Errors[i].Exact = &errors[i]
		}
	}
	return nil
}

// keep copies the weights of a run, with where they come from in the metadata.
func (w workshop) keep(dir string, r aRun, out *outcome) error {
	f, err := safetensors.Load(filepath.Join(dir, "weights.safetensors"))
	if err != nil {
		return err
	}
	var figures []string
	for _, e := range out.Errors {
		figures = append(figures, fmt.Sprintf("%s at %g: %.6g", e.State, e.Time, e.L1))
	}
	f.Meta["model"], f.Meta["version"], f.Meta["runtime"], f.Meta["result"] = out.Model, out.Version, out.Runtime, r.name()+".json"
	f.Meta["settings"] = strings.Join(out.Settings, " ")
	if out.First != nil {
		f.Meta["first"], f.Meta["first_hash"] = strings.Join(out.First.Settings, " "), out.First.Hash
	}
	f.Meta["held-out relative L1, time in SI"] = strings.Join(figures, ", ")
	if err := os.MkdirAll(filepath.Join(w.options.results, r.spec), 0o755); err != nil {
		return err
	}
	if err := safetensors.Save(weightsFile(w.options.results, r.spec), f); err != nil {
		return err
	}
	_, err = picture.Copy(dir, filepath.Join(w.options.results, r.spec))
	return err
}

func fileSum(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
