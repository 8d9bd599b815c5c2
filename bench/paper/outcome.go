package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// outcome is the checked-in result of a run: what it was, and the figures of it.
// Errors are fractions, times and values SI.
type outcome struct {
	Spec       string          `json:"spec"`
	Run        string          `json:"run"`
	Model      string          `json:"model"` // fingerprint of the specification, see below
	Hash       string          `json:"hash"`  // of specification, settings and data, as the run directory and the weights have it
	Labels     labelKind       `json:"labels"`
	Data       string          `json:"data,omitempty"`        // label file
	DataHash   string          `json:"data_sha256,omitempty"` //
	Seed       uint64          `json:"seed,omitempty"`
	Settings   []string        `json:"settings,omitempty"` // -set
	First      *firstTraining  `json:"first,omitempty"`    // whose weights this one started from
	Epochs     int             `json:"epochs,omitempty"`
	BestEpoch  int             `json:"best_epoch,omitempty"`
	Validation *float64        `json:"validation,omitempty"` // mean relative L1 of the best epoch
	HalfStep   *float64        `json:"labels_l1_at_half_step,omitempty"`
	Errors     []stateError    `json:"errors"` // over held-out trajectories
	Closures   []closureError  `json:"closures,omitempty"`
	Pointwise  []closureError  `json:"pointwise,omitempty"`
	Seconds    float64         `json:"training_seconds,omitempty"` // of wall clock
	Stats      json.RawMessage `json:"stats,omitempty"`            // of the solver process, evaluation included
	Peak       float64         `json:"peak_memory_mb"`
	Numerics   string          `json:"numerics"`
	Version    string          `json:"version"` // of pindiffc
	Runtime    string          `json:"runtime"`
	Processor  string          `json:"processor"`
}

// firstTraining is what is kept of a training on a coarse grid.
type firstTraining struct {
	Hash      string   `json:"hash"`
	Settings  []string `json:"settings"` // -set
	Epochs    int      `json:"epochs"`
	BestEpoch int      `json:"best_epoch"`
	Seconds   float64  `json:"training_seconds"` // of wall clock
}

// seconds of both trainings.
func (o *outcome) seconds() float64 {
	if o.First == nil {
		return o.Seconds
	}
	return o.First.Seconds + o.Seconds
}

// epochs as a table shows them: of a training on a coarse grid, and then of the other.
func (o *outcome) epochs() string {
	if o.First == nil {
		return strconv.Itoa(o.Epochs)
	}
	return fmt.Sprintf("%d + %d", o.First.Epochs, o.Epochs)
}

// stateError is the error of a state at a reported time: means over trajectories of
// relative L1 errors, and the greatest error of the mean over the domain.
type stateError struct {
	State string    `json:"state"`
	Time  float64   `json:"time"`
	L1    float64   `json:"relative_l1"`
	Worst float64   `json:"relative_l1_worst"`
	L2    float64   `json:"relative_l2"`
	Mean  *float64  `json:"mean_error,omitempty"` // max over trajectories of |mean - mean of the label|
	Exact *float64  `json:"exact_l1,omitempty"`   // with the true closures
	Cases int       `json:"trajectories"`
	Each  []float64 `json:"relative_l1_each"` // by trajectory
}

// closureError is that of a field over the grid, or of a law over what was visited.
type closureError struct {
	Name    string          `json:"name"`
	L1      *float64        `json:"relative_l1,omitempty"`
	L2      *float64        `json:"relative_l2,omitempty"`
	Max     *float64        `json:"max_error,omitempty"`
	Visited json.RawMessage `json:"visited,omitempty"`
	Within  *lawError       `json:"within,omitempty"`
}

// lawError is the greatest relative error of a law of one argument over a range.
type lawError struct {
	Lo  float64 `json:"from"`
	Hi  float64 `json:"to"`
	Max float64 `json:"max_relative_error"`
}

// readOutcome is the result of a run, or nil if there is none.
func readOutcome(results string, r aRun) (*outcome, error) {
	path := r.result(results)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	o := new(outcome)
	if err := json.Unmarshal(text, o); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return o, nil
}

// writeOutcome writes a result all at once, or not at all.
func writeOutcome(results string, r aRun, o *outcome) error {
	text, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return err
	}
	path := r.result(results)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return safetensors.WriteAtomic(path, append(text, '\n'))
}

// comment of a declaration in the text of a model.
var comment = regexp.MustCompile(`(?m)  # .*$`)

// fingerprint of what a specification says, as far as a run depends on it: not of its
// layout and comments, nor of its baseline, or in a run of that, of how it is trained.
func (r aRun) fingerprint(m *model.Model) string {
	plain := *m
	plain.File = ""
	if r.labels == baseline {
		plain.Train = nil
	} else {
		plain.Baseline = nil
	}
	sum := sha256.Sum256([]byte(comment.ReplaceAllString(model.Dump(&plain), "")))
	return hex.EncodeToString(sum[:])
}

// loadSpec reads a specification of the repository.
func loadSpec(path string) (*model.Model, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m, _, problems := dsl.Load(path, text)
	if m == nil {
		return nil, fmt.Errorf("%s has errors: %v", path, problems)
	}
	return m, nil
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
