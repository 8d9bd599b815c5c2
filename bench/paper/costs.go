package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/runtime/kernel"
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
