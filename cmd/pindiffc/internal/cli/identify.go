package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/job"
)

const identifyLong = `Identify says how well the training data determine what was trained: the standard deviation of every
closure's value and of every trained parameter, from the Gauss-Newton matrix of the observations about the
trained weights (the Laplace approximation of their posterior). It prints tables, and writes for each closure
NAME.csv and, where it can be drawn, NAME.png with a band of two standard deviations.

The noise of the observations is independent from value to value; its standard deviation is what -noise says,
or the specification's (observe ... noise), or else what the trained model leaves of the labels. Before the
data, weights have the standard deviation that -prior says, or what the l2 term of a loss amounts to, or 1.
Where the column "known" is near 0, the data say nothing, and the deviation is that of the prior.

Each product costs a tangent and an adjoint run of the training trajectories, in float64; they may be on a
coarser grid (-set cells=32,16), whose cells then count for those that they stand for.`

// identifyFlags of the command.
type identifyFlags struct {
	closure, run, weights, data, out string
	noise                            []string
	prior                            float64
	products, points                 int
}

func (a *app) identifyCommand() *cobra.Command {
	var f identifyFlags
	c := &cobra.Command{
		Use:         "identify",
		Short:       "how well do the data determine what was learned?",
		Long:        identifyLong,
		Annotations: usageLine("pindiffc identify SPEC [-closure name] [-run dir | -weights file] [-data FILE.npz] [-noise state=sd] [-prior sd] [-products n] [-out dir] [-set name=value] [-json]"),
		Example: "  pindiffc identify specs/slab.pde -noise T=0.1\n" +
			"  pindiffc identify specs/cvi.pde -weights weights.safetensors -noise eps=0.01 -set cells=32,16",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if f.run != "" && f.weights != "" {
				return usageErrorf("-run and -weights contradict each other")
			}
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			return a.identify(s, f)
		},
	}
	c.Flags().StringVar(&f.closure, "closure", "", "`name` of the closure (default: all)")
	c.Flags().StringVar(&f.weights, "weights", "", "trained closures from this `file` (.safetensors)")
	c.Flags().StringVar(&f.run, "run", "", "training run whose best weights to take, `dir` (default: the latest of this specification)")
	c.Flags().StringVar(&f.data, "data", "", "training data from this `file` (.npz) instead of the truth block")
	c.Flags().StringArrayVar(&f.noise, "noise", nil, "standard deviation of an observed state's values, `state=sd` in its declared unit (repeatable)")
	c.Flags().Float64Var(&f.prior, "prior", 0, "standard deviation of each weight before the data, `sd`")
	c.Flags().IntVar(&f.products, "products", 0, "at most `n` products (default 64)")
	c.Flags().IntVarP(&f.points, "n", "n", 0, "`points` along each argument (default 200, of two arguments 50)")
	c.Flags().StringVar(&f.out, "out", "", "write tables and pictures to this folder, `dir` (default: none)")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

func (a *app) identify(s *spec, f identifyFlags) error {
	req, err := identifyRequest(s, f)
	if err != nil {
		return err
	}
	if f.weights, err = a.weights(s, f.run, f.weights); err != nil {
		return err
	}
	if req.Weights, err = filepath.Abs(f.weights); err != nil {
		return err
	}
	data, err := a.readLabels(s, f.data)
	if err != nil {
		return err
	}
	exp, fields, err := s.experiment(data)
	if err != nil {
		return err
	}
	req.Experiment = *exp
	solver, err := a.solver(s, "float64")
	if err != nil {
		return err
	}
	if req.Dir, err = os.MkdirTemp("", "pindiffc-identify-"); err != nil {
		return err
	}
	defer os.RemoveAll(req.Dir)
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
		return err
	}
	if r.Status == "stopped" {
		return errInterrupted
	}
	if err := a.writeIdentified(s, f.out, r); err != nil {
		return err
	}
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

// identifyRequest is what the flags ask for.
func identifyRequest(s *spec, f identifyFlags) (job.Request, error) {
	req := job.Request{Mode: "identify", Closure: f.closure, Points: f.points}
	m := s.model
	switch {
	case m.Train == nil:
		return req, fmt.Errorf("%s has no train block: it does not say what is learned from what", s.name)
	case f.prior < 0 || f.products < 0 || f.points < 0 || f.points == 1:
		return req, usageErrorf("-prior, -products and -n are positive, and a table has at least 2 points")
	case m.Truth == nil && f.data == "":
		return req, fmt.Errorf("%s has no truth block to make labels from; give a file with -data", s.name)
	}
	if f.closure != "" {
		if _, err := closureNamed(m, f.closure); err != nil {
			return req, err
		}
	}
	req.Identify = job.IdentifyOptions{Prior: f.prior, Products: f.products}
	req.Identify.Count = 1
	for i, x := range m.Axes { // cells of the specification for each of -set
		req.Identify.Count *= float64(s.base.Axes[i].Cells) / float64(x.Cells)
	}
	var err error
	req.Identify.Noise, err = noiseOf(m, f.noise)
	return req, err
}

// noiseOf reads state=sd, SI.
func noiseOf(m *model.Model, list []string) (map[string]float64, error) {
	out := map[string]float64{}
	for _, text := range list {
		name, value, _ := strings.Cut(text, "=")
		sd, err := strconv.ParseFloat(value, 64)
		if err != nil || !(sd > 0) {
			return nil, usageErrorf("-noise %s: write state=sd with a positive number, such as -noise %s=0.01", text, m.States[0].Name)
		}
		found := false
		for _, st := range m.States {
			if st.Name == name {
				found = true
				if st.Unit.Scale != 0 {
					sd *= st.Unit.Scale
				}
			}
		}
		if !found {
			return nil, usageErrorf("-noise: %s has no state %q", m.Name, name)
		}
		out[name] = sd
	}
	return out, nil
}

// writeIdentified writes the table and the picture of every closure to a folder.
func (a *app) writeIdentified(s *spec, dir string, r *answer) error {
	from := filepath.Join(r.Dir, job.ClosuresName)
	there := r.file("closures") != ""
	r.Files, r.Dir = nil, dir
	if dir == "" || !there {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return pathError(err)
	}
	var names []string
	for _, c := range s.model.Closures {
		names = append(names, c.Name)
	}
	list, err := arrays.ReadClosures(from, names)
	if err != nil {
		return err
	}
	for i := range list {
		c := &list[i]
		table := c.Name + ".csv"
		file, err := os.Create(filepath.Join(dir, table))
		if err != nil {
			return pathError(err)
		}
		if err := errors.Join(writeTable(file, c), file.Close()); err != nil {
			return err
		}
		r.Files = append(r.Files, writtenFile{table, "table of " + c.Name})
		l := lawOf(c)
		if l == nil {
			continue
		}
		picture := c.Name + ".png"
		if err := l.Draw(filepath.Join(dir, picture)); err != nil {
			return err
		}
		r.Files = append(r.Files, writtenFile{picture, "picture of " + c.Name})
	}
	return nil
}
