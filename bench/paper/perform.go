package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/command"
	"github.com/pindiff/pindiffc/dsl/model"
)

// workshop is what performing runs needs.
type workshop struct {
	command *command.Command
	options options
	epochs  int // fewer than the specification's, for tests; 0: its own
}

// perform makes the results of all runs that are missing and match o.only. Each is a
// run directory of the command below o.runs, so whatever ends a run, or this, the next
// call goes on from the last checkpoint; a result is written when its run ends. A run
// that fails, or that another process is at, does not keep the others.
func perform(ctx context.Context, w workshop) error {
	only, err := regexp.Compile(w.options.only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	all, err := allRuns(w.options.specs)
	if err != nil {
		return err
	}
	var failed []error
	for _, r := range all {
		if !only.MatchString(r.title()) {
			continue
		}
		m, err := loadSpec(specPath(w.options.specs, r.spec))
		if err != nil {
			return err
		}
		switch state, err := stateOf(w.options, r, m); {
		case err != nil:
			return err
		case state == isDone:
			continue
		case state != isMissing && state != isOld:
			say("%s: %s", r.title(), state)
			continue
		}
		say("%s", r.title())
		if err := w.one(ctx, r, m); ctx.Err() != nil {
			return errors.Join(ctx.Err(), err)
		} else if err != nil {
			say("%s: %v", r.title(), err)
			failed = append(failed, fmt.Errorf("%s: %w", r.title(), err))
		}
	}
	return errors.Join(failed...)
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// doneness of a run.
type doneness string

const (
	isDone      doneness = "done"
	isMissing   doneness = "not run yet"
	isOld       doneness = "of an earlier version of the specification"
	isNoFile    doneness = "needs the label files, -labels DIR"
	isNoBlock   doneness = "the specification has no baseline"
	isUntrained doneness = "the specification trains nothing"
)

// stateOf a run: whether its result is there, and whether it can be made.
func stateOf(o options, r aRun, m *model.Model) (doneness, error) {
	out, err := readOutcome(o.results, r)
	if err != nil {
		return "", err
	}
	switch {
	case out != nil && current(out, r, m):
		return isDone, nil
	case m.Train == nil || m.Truth == nil:
		return isUntrained, nil
	case r.labels == baseline && m.Baseline == nil:
		return isNoBlock, nil
	case r.file != "" && o.labels == "":
		return isNoFile, nil
	case out != nil:
		return isOld, nil
	}
	return isMissing, nil
}

// current says whether a result is of what the specification says now.
func current(out *outcome, r aRun, m *model.Model) bool {
	return out.Model == r.fingerprint(m)
}

// one performs a run and writes its result.
func (w workshop) one(ctx context.Context, r aRun, m *model.Model) error {
	dir, err := w.run(ctx, r, m)
	if err != nil {
		return err
	}
	out, err := collect(dir, r, m)
	if err != nil {
		return err
	}
	if r.file != "" {
		if err := knownClosures(ctx, w.options.labels, r, out); err != nil {
			return err
		}
	}
	if r.headline() {
		if err := w.keep(dir, r, out); err != nil {
			return err
		}
	}
	return writeOutcome(w.options.results, r, out)
}

// run lets the command do the work, and returns the run directory. The text of the
// specification is part of its name: a run of another text is another run.
func (w workshop) run(ctx context.Context, r aRun, m *model.Model) (string, error) {
	root := filepath.Join(w.options.runs, r.spec+"-"+m.Hash[:8], string(r.labels))
	if r.labels == baseline {
		return root, w.command.Run(ctx, "predict", specPath(w.options.specs, r.spec), "-baseline", "-truth", "-out", root)
	}
	var start []string
	if r.first != nil {
		coarse := filepath.Join(root, coarseFolder)
		if err := w.train(ctx, r, coarse, r.first); err != nil {
			return "", err
		}
		start = []string{"-weights", r.seedFolder(coarse)}
	}
	return r.seedFolder(root), w.train(ctx, r, root, r.sets, start...)
}

// coarseFolder holds the trainings on a coarse grid, beside those that start from them.
const coarseFolder = "coarse"

// seedFolder is where the command puts a training below root.
func (r aRun) seedFolder(root string) string {
	return filepath.Join(root, fmt.Sprintf("seed-%d", r.seed))
}

// train once, below root; a training that is done is not done again.
func (w workshop) train(ctx context.Context, r aRun, root string, sets []string, more ...string) error {
	args := append([]string{"train", specPath(w.options.specs, r.spec), "-seeds", fmt.Sprint(r.seed), "-out", root}, more...)
	for _, set := range sets {
		args = append(args, "-set", set)
	}
	if w.epochs > 0 {
		args = append(args, "-epochs", fmt.Sprint(w.epochs))
	}
	if r.file != "" {
		args = append(args, "-data", filepath.Join(w.options.labels, r.file))
	}
	return w.command.Run(ctx, args...)
}

// list says how many runs are done, and what of the others.
func list(o options) (done int, open []string, err error) {
	all, err := allRuns(o.specs)
	if err != nil {
		return 0, nil, err
	}
	for _, r := range all {
		m, err := loadSpec(specPath(o.specs, r.spec))
		if err != nil {
			return 0, nil, err
		}
		switch state, err := stateOf(o, r, m); {
		case err != nil:
			return 0, nil, err
		case state == isDone:
			done++
		default:
			open = append(open, r.title()+strings.TrimSuffix(" ("+string(state)+")", " ("+string(isMissing)+")"))
		}
	}
	return done, open, nil
}
