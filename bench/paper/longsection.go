package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/bench/internal/longrun"
	"github.com/pindiff/pindiffc/runtime/checkpoint"
)

const (
	longHorizon = 100_000
	longBudget  = 64e6 // bytes for states
	longPart    = 50   // of both is run here
)

// longSection: the gradient of a long horizon in a budget for states.
func longSection(ctx context.Context, p *page, o options) error {
	buffers := int(longBudget / longrun.StateBytes())
	s, err := checkpoint.New(longHorizon, checkpoint.Storage{Buffers: buffers})
	if err != nil {
		return err
	}
	p.printf("%s, float32, %d x %d cells, crank_nicolson at step 1e-3: %d steps in %.0f MB of states, %d buffers, are %d steps\n"+
		"executed (the schedule comes from binomial coefficients; nothing is tabulated). Complete runs, forward and back, beside\n"+
		"everything kept, processor seconds; the target is at most twice the cost.\n\n",
		longrun.Name, longrun.Cells[0], longrun.Cells[1], longHorizon, longBudget/1e6, buffers, s.Cost().Steps)
	part, err := longrun.Complete(ctx, longHorizon/longPart, longBudget/longPart, 3)
	if err != nil {
		return err
	}
	rows := [][]string{longRow(part)}
	whole, err := keptLongRun(o)
	if err != nil {
		return err
	}
	if whole != nil {
		rows = append(rows, longRow(whole))
	}
	p.table([]string{"steps", "executed", "stored, MB", "s", "everything kept, MB", "s", "ratio", "gradients"}, rows)
	if whole == nil {
		p.missing("the whole horizon", "`go run ./bench/checkpoint -run -out bench/results/long_horizon.json`")
	}
	return nil
}

// keptLongRun is what `go run ./bench/checkpoint -run` measured, nil if nothing.
func keptLongRun(o options) (*longrun.Result, error) {
	text, err := os.ReadFile(filepath.Join(o.results, "long_horizon.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	r := new(longrun.Result)
	return r, json.Unmarshal(text, r)
}

func longRow(r *longrun.Result) []string {
	same := "the same bits"
	if !r.SameBits {
		same = "differ"
	}
	return []string{fmt.Sprint(r.Steps), fmt.Sprint(r.Executed), megabytes(r.Stored), fmt.Sprintf("%.1f", r.Seconds),
		megabytes(r.All), fmt.Sprintf("%.1f", r.AllTook), fmt.Sprintf("%.2f", r.Ratio()), same}
}
