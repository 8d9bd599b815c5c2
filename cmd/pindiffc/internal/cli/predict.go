package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/rundir"
	"github.com/pindiff/pindiffc/runtime/job"
)

func (a *app) predictCommand() *cobra.Command {
	var f forwardFlags
	var run, data string
	var truth, baseline bool
	c := &cobra.Command{
		Use:   "predict",
		Short: "run the solver with what was learned",
		Long: "Predict runs a specification with trained closures: the best weights of its latest training run, of the\n" +
			"run that -run names, or of a file. It starts from the specification's cases, or from the initial states in\n" +
			"a data file (-data), whose labels it is then compared with. With -truth the labels are made from the truth\n" +
			"block, of the cases that are asked for, else of those for test. With -baseline the baseline block stands in\n" +
			"the places of the closures: what one would do without learning. It writes states as .npz and pictures.",
		Annotations: usageLine("pindiffc predict SPEC [-run dir | -weights file | -baseline] [-data FILE.npz | -truth] [-cases list] [-times list] [-out dir] [-set name=value] [-json]"),
		Example: "  pindiffc predict specs/advdiff_steady.pde\n" +
			"  pindiffc predict specs/advdiff_steady.pde -run runs/advdiff_steady-2 -data labels.npz\n" +
			"  pindiffc predict specs/burgers_steady.pde -weights bench/results/burgers_steady/weights.safetensors -truth",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if run != "" && f.weights != "" {
				return usageErrorf("-run and -weights contradict each other")
			}
			if baseline && (run != "" || f.weights != "") {
				return usageErrorf("-baseline takes no weights")
			}
			if truth && data != "" {
				return usageErrorf("-truth and -data contradict each other: labels are of the truth block, or of a file")
			}
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			if !hasClosures(s.model) {
				return fmt.Errorf("%s has nothing to learn; `pindiffc simulate` runs it", s.name)
			}
			if truth && s.model.Truth == nil {
				return fmt.Errorf("%s has no truth block to make labels from; give a file with -data", s.name)
			}
			if s.baseline = baseline; baseline && s.model.Baseline == nil {
				return fmt.Errorf("%s has no baseline block to put in the places of its closures", s.name)
			}
			if !baseline {
				if f.weights, err = a.weights(s, run, f.weights); err != nil {
					return err
				}
			}
			labels, err := a.readLabels(s, data)
			if err != nil {
				return err
			}
			return a.forward(s, f, job.Request{Mode: "predict", Weights: f.weights, Baseline: baseline, Twin: truth}, labels)
		},
	}
	f.add(c, "runs/NAME-predict")
	c.Flags().StringVar(&f.weights, "weights", "", "trained closures from this `file` (.safetensors)")
	c.Flags().StringVar(&run, "run", "", "training run whose best weights to take, `dir` (default: the latest of this specification)")
	c.Flags().BoolVar(&truth, "truth", false, "compare with labels that the truth block makes")
	c.Flags().BoolVar(&baseline, "baseline", false, "with the baseline block in the places of the closures")
	c.Flags().StringVar(&data, "data", "", "initial states and labels from this `file` (.npz)")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

// weights finds the file of trained weights.
func (a *app) weights(s *spec, run, file string) (string, error) {
	if file == "" {
		dir := run
		if dir == "" {
			dir = rundir.Latest("", s.model.Name, func(dir string, st *rundir.State) bool {
				_, err := os.Stat(filepath.Join(dir, job.WeightsName))
				return err == nil && st.Kind == rundir.Train && st.Spec == s.model.Name
			})
			if dir == "" {
				return "", fmt.Errorf("no trained weights of %s in runs/; `pindiffc train %s` makes some, or give a file with -weights", s.model.Name, s.name)
			}
			a.say("weights of %s", dir)
		}
		file = filepath.Join(dir, job.WeightsName)
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("no such file: %s", file)
	} else if err != nil {
		return "", pathError(err)
	}
	return file, nil
}
