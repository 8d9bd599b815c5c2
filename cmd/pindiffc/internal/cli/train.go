package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/rundir"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/runner"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/runtime/job"
)

const trainLong = `Train learns what the specification does not know, through the generated solver, and writes a run
directory: weights, predictions, pictures, a log, and checkpoints.

The labels come from the specification's truth block, by a converged integration, or from a file
(-data). Choices are made on the validation cases; the test cases are looked at once, for the report.

Where it writes: runs/NAME, or runs/NAME-2, ... if that is taken. The same command goes on with an
unfinished run, bit for bit as if it had never stopped; a finished run is never written over. With
-out DIR it is that folder: a run of something else in it is refused. Ctrl-C finishes the epoch and
saves; a second one ends at once, with the last checkpoint intact. Checkpoints are written as often as
takes a twentieth of the time at most, so after every epoch on most disks, and every 30 s on the slowest;
-save-every 10m is for a disk that should be left alone, -save-every 1s for a machine that may go at any time.

-weights starts from trained weights instead of random ones: to go on with more epochs or other settings,
or on a finer grid after a cheap training on a coarse one. To learn from the same labels there, give
-set refine=4 with a grid four times as coarse: the labels are made on the finer one and averaged. Of a run
directory, where both trainings are by L-BFGS, it also takes the curvature of the loss that was found.

-seeds 1..5 trains once from each seed, in runs/NAME-seeds/seed-N (or below -out), and prints a table of the
held-out errors and those of closures and fields, with the median and the spread. Seeds that are done are
not trained again.`

// trainFlags of the command.
type trainFlags struct {
	data          string
	epochs        int
	seed          string
	seeds         string
	weights       string
	out           string
	fresh, resume bool
	saveEvery     time.Duration
}

func (a *app) trainCommand() *cobra.Command {
	var f trainFlags
	c := &cobra.Command{
		Use:         "train",
		Short:       "learn the unknown parts from data, through the solver",
		Long:        trainLong,
		Annotations: usageLine("pindiffc train SPEC [-data FILE.npz] [-epochs n] [-seed n | -seeds 1..5] [-weights file | dir] [-out dir] [-fresh | -resume] [-save-every duration] [-set name=value] [-json]"),
		Example: "  pindiffc train specs/advdiff_steady.pde\n" +
			"  pindiffc train specs/advdiff_steady.pde -data labels.npz -out runs/measured\n" +
			"  pindiffc train specs/advdiff_steady.pde -epochs 500 -set rate=3e-4 -seed 2\n" +
			"  pindiffc train specs/cvi.pde -set cells=32,16 -set refine=4 -out runs/coarse\n" +
			"  pindiffc train specs/cvi.pde -weights runs/coarse -epochs 20",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if f.fresh && f.resume {
				return usageErrorf("-fresh and -resume contradict each other")
			}
			if f.saveEvery < 0 {
				return usageErrorf("-save-every %v is negative", f.saveEvery)
			}
			if c.Flags().Changed("epochs") {
				a.sets = append(a.sets, "epochs="+strconv.Itoa(f.epochs))
			}
			if f.seeds != "" && f.seed != "" {
				return usageErrorf("-seed and -seeds contradict each other")
			}
			seeds, err := parseSeeds(f.seeds)
			if err != nil {
				return err
			}
			if len(seeds) > 1 && f.weights != "" {
				return usageErrorf("-seeds %s with -weights: every seed would start from the same weights", f.seeds)
			}
			if f.seed != "" {
				a.sets = append(a.sets, "seed="+f.seed)
			}
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			if len(seeds) > 0 {
				return a.trainSeeds(s, f, seeds)
			}
			return a.train(s, f)
		},
	}
	c.Flags().StringVar(&f.data, "data", "", "labels from this `file` (.npz; see `pindiffc data -h`) instead of the truth block")
	c.Flags().IntVar(&f.epochs, "epochs", 0, "`n` updates, short for -set epochs=n")
	c.Flags().StringVar(&f.seed, "seed", "", "of the initial weights, short for -set seed=`n`")
	c.Flags().StringVar(&f.seeds, "seeds", "", "train from several seeds, `1..5` or 1,3,7, each in a folder of its own, and print the spread")
	c.Flags().StringVar(&f.weights, "weights", "", "start from trained closures: a `file` (.safetensors), or a run directory")
	c.Flags().StringVar(&f.out, "out", "", "run directory, `dir` (default runs/NAME, runs/NAME-2, ...)")
	c.Flags().BoolVar(&f.fresh, "fresh", false, "start anew; what is there is kept (with -out it is moved aside)")
	c.Flags().BoolVar(&f.resume, "resume", false, "go on with an unfinished run, or fail if there is none")
	c.Flags().DurationVar(&f.saveEvery, "save-every", 0, "write a checkpoint at most once in this `time`, such as 10m (default as often as costs little)")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

func (a *app) train(s *spec, f trainFlags) error {
	with, err := a.prepareTraining(s, f)
	if err != nil {
		return err
	}
	r, err := a.trainOnce(s, f, with)
	if err != nil {
		return err
	}
	return a.finishTraining(s, r)
}

// materials of a training: labels from a file, or nil, weights to start from, or nil,
// and the solver.
type materials struct {
	labels *labelSet
	start  *startWeights
	solver *toolchain.Solver
}

// prepareTraining reads the labels and builds the solver.
func (a *app) prepareTraining(s *spec, f trainFlags) (with materials, err error) {
	switch {
	case s.model.Train == nil:
		return with, fmt.Errorf("%s has no train block, so there is nothing to train; `pindiffc simulate` runs it", s.name)
	case s.model.Truth == nil && f.data == "":
		return with, fmt.Errorf("%s has no truth block to make labels from; give a file with -data", s.name)
	}
	if with.labels, err = a.readLabels(s, f.data); err != nil {
		return with, err
	}
	if with.start, err = readStart(f.weights); err != nil {
		return with, err
	}
	if _, _, err := s.experiment(with.labels); err != nil { // before anything is built
		return with, err
	}
	with.solver, err = a.solver(s, "")
	return with, err
}

// trainOnce trains in a run directory.
func (a *app) trainOnce(s *spec, f trainFlags, with materials) (*answer, error) {
	exp, fields, err := s.experiment(with.labels)
	if err != nil {
		return nil, err
	}
	exp.Hash = with.start.mix(exp.Hash)
	choice, err := rundir.Choose(rundir.Request{Spec: s.model.Name, Hash: exp.Hash, Dir: f.out, Fresh: f.fresh, Resume: f.resume})
	if err != nil {
		return nil, err
	}
	defer choice.Unlock()
	if choice.Moved != "" {
		a.say("the run that was in %s is now in %s", choice.Dir, choice.Moved)
	}
	if choice.Resume {
		a.say("going on with the run in %s (-fresh starts a new one)", choice.Dir)
	} else {
		a.say("run directory: %s", choice.Dir)
	}
	req := job.Request{Mode: "train", Experiment: *exp, Dir: choice.Dir, Resume: choice.Resume, SaveEvery: f.saveEvery.Seconds()}
	if with.labels != nil {
		req.Data = filepath.Join(choice.Dir, labelsFile)
		if err := with.labels.write(req.Data); err != nil {
			return nil, err
		}
	}
	if req.Weights, req.Curvature, err = with.start.write(choice.Dir); err != nil {
		return nil, err
	}
	if req.Fields, err = fields.write(choice.Dir); err != nil {
		return nil, err
	}
	return a.runTraining(s, with.solver, req, f)
}

// runTraining runs the solver under a record in the run directory.
func (a *app) runTraining(s *spec, solver *toolchain.Solver, req job.Request, f trainFlags) (*answer, error) {
	state, err := rundir.Read(req.Dir)
	if err != nil {
		return nil, err
	}
	if state == nil {
		state = &rundir.State{Kind: rundir.Train, Spec: s.model.Name, Hash: req.Experiment.Hash, Overrides: s.model.Overrides, Data: f.data, Start: f.weights}
		if err := saveSpec(req.Dir, s); err != nil {
			return nil, err
		}
	}
	a.describe(state, solver)
	state.Status, state.Error = rundir.Running, ""
	if err := rundir.Write(req.Dir, state); err != nil {
		return nil, err
	}
	r, runErr := a.execute(s, solver, req)
	state.Status = rundir.Done
	switch {
	case runErr != nil:
		state.Status, state.Error = rundir.Failed, runErr.Error()
	case r.Status == "stopped":
		state.Status = rundir.Stopped
	}
	if err := rundir.Write(req.Dir, state); err != nil && runErr == nil {
		return nil, err
	}
	if runErr != nil {
		return nil, trainingError(runErr, req.Dir)
	}
	return r, nil
}

// describe fills in what made the run.
func (a *app) describe(state *rundir.State, solver *toolchain.Solver) {
	state.Command = a.args
	state.Version, state.Runtime, state.Vectors = currentVersion().Version, solver.Runtime, solver.Target.Level
}

// trainingError adds what is left of the run.
func trainingError(err error, dir string) error {
	var said *runner.Error
	if errors.As(err, &said) {
		switch said.Code {
		case "mismatch":
			return fmt.Errorf("%w\n%s is left as it is; -fresh starts a new run", err, dir)
		case "damaged":
			return fmt.Errorf("%w\n%s is left as it is; -fresh starts a new run, and keeps this one", err, dir)
		case "request", "data":
			return err
		case "nan", "diverged", "not_converged", "range": // would come again
			if _, missing := os.Stat(filepath.Join(dir, job.WeightsName)); missing != nil {
				return err
			}
			return fmt.Errorf("%w\nthe best weights so far are in %s", err, dir)
		}
	}
	return fmt.Errorf("%w\nwhat was saved is in %s; the same command goes on from its last checkpoint", err, dir)
}

// finishTraining shows the tables, draws the pictures and says where all is.
func (a *app) finishTraining(s *spec, r *answer) error {
	if r.Status == "stopped" {
		if a.json {
			if err := a.printJSON(r); err != nil {
				return err
			}
		}
		a.say("stopped and saved in %s; the same command goes on from there", r.Dir)
		return errReported
	}
	begun := time.Now()
	a.illustrate(s, r)
	if a.json {
		return a.printJSON(r)
	}
	for _, t := range r.Tables {
		fmt.Fprintln(a.out)
		report.Table(a.out, t)
	}
	fmt.Fprintln(a.out)
	a.listFiles(r)
	a.say("pictures: %s", report.Duration(time.Since(begun)))
	a.footer(r)
	return nil
}
