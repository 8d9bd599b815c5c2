package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/rundir"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/job"
)

// forwardFlags are what simulate and predict share.
type forwardFlags struct {
	cases, times, out string
	weights           string
}

func (f *forwardFlags) add(c *cobra.Command, defaultOut string) {
	c.Flags().StringVar(&f.cases, "cases", "", "only these `cases`, such as 0..2,7 (default all)")
	c.Flags().StringVar(&f.times, "times", "", "states at these `times`, such as 0.05,0.1 in the unit of the time axis (default the reported ones, or the end)")
	c.Flags().StringVar(&f.out, "out", "", "write this folder, `dir` (default "+defaultOut+")")
}

func (a *app) simulateCommand() *cobra.Command {
	var f forwardFlags
	c := &cobra.Command{
		Use:   "simulate",
		Short: "run the solver forward and show what it gives",
		Long: "Simulate builds the solver of a specification and runs its cases to the end, or to the times that are\n" +
			"asked for. Closures and trainable params are those of the truth block, or trained ones (-weights). It prints\n" +
			"the range and the mean of every state at every time, and writes the states as .npz and pictures of the first case.",
		Annotations: usageLine("pindiffc simulate SPEC [-cases list] [-times list] [-weights file] [-out dir] [-set name=value] [-json]"),
		Example: "  pindiffc simulate specs/heat.pde -times 1,6,24\n" +
			"  pindiffc simulate specs/advdiff_steady.pde -cases 0..2 -set kappa=0.002",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			if len(s.model.Closures) > 0 && s.model.Truth == nil && f.weights == "" {
				return fmt.Errorf("%s does not say what its closures are: give trained weights with -weights, or a truth block", s.name)
			}
			return a.forward(s, f, job.Request{Mode: "simulate", Weights: f.weights, Exact: f.weights == ""}, nil)
		},
	}
	f.add(c, "runs/NAME-simulate")
	c.Flags().StringVar(&f.weights, "weights", "", "trained closures from this `file` (.safetensors) instead of the truth block")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

// forward runs a request that only goes forward in time, and shows the result.
func (a *app) forward(s *spec, f forwardFlags, req job.Request, data *labelSet) error {
	m := s.model
	var err error
	count := caseCount(m)
	if data != nil {
		count = data.cases
	}
	if req.Cases, err = parseCases(f.cases, count); err != nil {
		return err
	}
	if req.Times, err = parseTimes(f.times, m.Time); err != nil {
		return err
	}
	exp, fields, err := s.experiment(data)
	if err != nil {
		return err
	}
	req.Experiment = *exp
	solver, err := a.solver(s, "")
	if err != nil {
		return err
	}
	req.Dir = f.out
	if req.Dir == "" {
		req.Dir = filepath.Join("runs", m.Name+"-"+req.Mode)
	}
	unlock, err := rundir.Output(req.Dir, req.Mode)
	if err != nil {
		return err
	}
	defer unlock()
	state := &rundir.State{Kind: req.Mode, Spec: m.Name, Hash: exp.Hash, Status: rundir.Running, Overrides: m.Overrides}
	a.describe(state, solver)
	if err := errors.Join(rundir.Write(req.Dir, state), saveSpec(req.Dir, s)); err != nil {
		return err
	}
	if data != nil {
		req.Data = filepath.Join(req.Dir, labelsFile)
		if err := data.write(req.Data); err != nil {
			return err
		}
	}
	if req.Fields, err = fields.write(req.Dir); err != nil {
		return err
	}
	r, err := a.execute(s, solver, req)
	if err != nil {
		state.Status, state.Error = rundir.Failed, err.Error()
		return errors.Join(err, rundir.Write(req.Dir, state))
	}
	if state.Status = rundir.Done; r.Status == "stopped" {
		state.Status = rundir.Stopped
	}
	if err := rundir.Write(req.Dir, state); err != nil {
		return err
	}
	if r.Status == "stopped" {
		return errInterrupted
	}
	a.illustrate(s, r)
	if a.json {
		return a.printJSON(r)
	}
	for _, t := range r.Tables {
		report.Table(a.out, t)
		fmt.Fprintln(a.out)
	}
	a.listFiles(r)
	a.footer(r)
	return nil
}

// hasClosures says whether weights mean anything to a model.
func hasClosures(m *model.Model) bool { return len(m.Closures) > 0 || trainable(m) }

func trainable(m *model.Model) bool {
	is := func(s *model.Symbol) bool { return s.Trainable }
	return slices.ContainsFunc(m.Params, is) || slices.ContainsFunc(m.Fields, is)
}
