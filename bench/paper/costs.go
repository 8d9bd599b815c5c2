package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// figures of one gradient, as they are kept. Seconds are of processor time; Error is
// that of the final states, 0 where none was asked for.
type figures struct {
	Failed        bool    `json:",omitempty"` // the method did not get through
	Why           string  `json:",omitempty"`
	Error         float64 `json:",omitempty"`
	Seconds       float64
	Stored, Disk  int64 // bytes
	Outer, Linear float64
}

// figuresOf a gradient by a method; exact are states to compare the final ones with.
func figuresOf(ctx context.Context, p *kernel.Problem[float32], m method, steps []float64, initial [][]float32, exact func() ([][]float32, error)) (*figures, error) {
	fmt.Fprintf(os.Stderr, "%s, %d steps, %s\n", p.Name, len(steps), m.name)
	c, err := gradientOf(ctx, p, m, nil, steps, initial)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && !notThrough(err):
		return nil, err
	case err != nil:
		return &figures{Failed: true, Why: err.Error()}, nil
	}
	f := &figures{Seconds: c.seconds, Stored: c.stored, Disk: c.disk, Outer: c.outer, Linear: c.linear}
	if exact != nil {
		best, err := exact()
		if err != nil {
			return nil, err
		}
		f.Error = distance(c.final, best)
	}
	return f, nil
}

// notThrough says whether a method failed, forward or in reverse.
func notThrough(err error) bool {
	var adjoint *solver.AdjointError
	return failedRun(err) || errors.As(err, &adjoint)
}

// measured is made anew where that is short, else kept.
func measured(o options, short bool, name, hash string, measure func() (*figures, error)) (*figures, error) {
	if short {
		return measure()
	}
	return keep(o, name, hash, measure)
}

// costFile is where figures are kept, below the folder of results.
func costFile(spec string, m method, what string, value float64) string {
	return filepath.Join(spec, "costs", fmt.Sprintf("%s-%g-%s.json", what, value, strings.NewReplacer(" ", "-", ",", "").Replace(m.name)))
}

// fingerprint of a problem, as far as the cost of a gradient depends on it: not the
// text that it was made of.
func fingerprint(p *kernel.Problem[float32]) string {
	type closure struct {
		Name string
		Args []string
		Net  nn.Net
	}
	of := struct {
		Name                                               string
		Cells, Steps                                       []float64
		States, Params, Fields                             []string
		Defaults                                           []float64
		Closures                                           []closure
		Scheme, Nonlinear, Linear, Preconditioner, Adjoint string
		Tol, LinearTol, AdjointTol, Relax                  float64
	}{
		Name: p.Name, Steps: p.Steps, Scheme: p.Scheme, Nonlinear: p.Nonlinear, Linear: p.LinearSolver, Preconditioner: p.Preconditioner,
		Adjoint: p.Adjoint, Tol: p.Tol, LinearTol: p.LinearTol, AdjointTol: p.AdjointTol, Relax: p.Relax,
	}
	for _, a := range p.Axes {
		of.Cells = append(of.Cells, float64(a.Cells), a.Lo, a.Hi)
	}
	for _, s := range p.States {
		of.States = append(of.States, s.Name)
	}
	for _, q := range p.Params {
		of.Params, of.Defaults = append(of.Params, q.Name), append(of.Defaults, q.Default)
	}
	for _, f := range p.Fields {
		of.Fields = append(of.Fields, f.Name)
	}
	for _, c := range p.Closures {
		of.Closures = append(of.Closures, closure{c.Name, c.Args, c.Net})
	}
	text, err := json.Marshal(of)
	if err != nil { // a number that JSON does not know: nothing that was kept is of this
		return err.Error()
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
