package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/pictures"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/job"
)

const exportLong = `Export writes a learned closure as a table: comma-separated values with a header, in declared units.

A closure of states, parameters or other expressions is tabulated over the arguments that it was
applied to along the training trajectories, as the trained solver runs them, and a little beyond;
the column "inside" is 1 within that range. Of one or two arguments the points form an even lattice,
of more they are points that were visited. A closure of coordinates and time is tabulated over the
cells. The truth stands beside it where the specification gives it.`

// exportFlags of the command.
type exportFlags struct {
	closure, run, weights, data, out, plot string
	points                                 int
}

func (a *app) exportCommand() *cobra.Command {
	var f exportFlags
	c := &cobra.Command{
		Use:         "export",
		Short:       "write a learned closure as a table and a picture",
		Long:        exportLong,
		Annotations: usageLine("pindiffc export SPEC [-closure name] [-run dir | -weights file] [-data FILE.npz] [-n points] [-out file.csv] [-plot file.png] [-set name=value] [-json]"),
		Example: "  pindiffc export specs/advdiff_steady.pde -closure vx > vx.csv\n" +
			"  pindiffc export specs/advdiff_steady.pde -closure vx -out vx.csv -plot vx.png",
		Args: arguments(1, 1, "one specification, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case f.run != "" && f.weights != "":
				return usageErrorf("-run and -weights contradict each other")
			case c.Flags().Changed("n") && f.points < 2:
				return usageErrorf("-n: a table has at least 2 points along each argument")
			case a.json && f.out == "":
				return usageErrorf("-json and a table on standard output contradict each other: name a file with -out")
			}
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			return a.export(s, f)
		},
	}
	c.Flags().StringVar(&f.closure, "closure", "", "`name` of the closure (default: the only one)")
	c.Flags().StringVar(&f.weights, "weights", "", "trained closures from this `file` (.safetensors)")
	c.Flags().StringVar(&f.run, "run", "", "training run whose best weights to take, `dir` (default: the latest of this specification)")
	c.Flags().StringVar(&f.data, "data", "", "training trajectories from this `file` (.npz) instead of the specification's cases")
	c.Flags().IntVarP(&f.points, "n", "n", 0, "`points` along each argument (default 200, of two arguments 50)")
	c.Flags().StringVar(&f.out, "out", "", "write this `file` (default: standard output)")
	c.Flags().StringVar(&f.plot, "plot", "", "draw the closure to this `file` (.png)")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

func (a *app) export(s *spec, f exportFlags) error {
	name, err := closureNamed(s.model, f.closure)
	if err != nil {
		return err
	}
	if f.weights, err = a.weights(s, f.run, f.weights); err != nil {
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
	solver, err := a.solver(s, "")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pindiffc-export-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	weights, err := filepath.Abs(f.weights)
	if err != nil {
		return err
	}
	req := job.Request{Mode: "export", Experiment: *exp, Dir: dir, Weights: weights, Closure: name, Points: f.points}
	if data != nil {
		req.Data = filepath.Join(dir, labelsFile)
		if err := data.write(req.Data); err != nil {
			return err
		}
	}
	if req.Fields, err = fields.write(dir); err != nil {
		return err
	}
	r, err := a.execute(s, solver, req)
	if err != nil {
		return err
	}
	if r.Status == "stopped" {
		return errInterrupted
	}
	list, err := arrays.ReadClosures(filepath.Join(dir, job.ClosuresName), []string{name})
	if err != nil {
		return err
	}
	return a.writeExport(s, f, r, &list[0])
}

// writeExport writes the table and the picture, and says so.
func (a *app) writeExport(s *spec, f exportFlags, r *answer, c *arrays.Closure) error {
	r.Files, r.Dir = nil, "."
	if f.plot != "" {
		if err := drawClosure(s.model, f.plot, c); err != nil {
			return err
		}
		r.Files = append(r.Files, writtenFile{f.plot, "picture of " + c.Name})
	}
	if f.out == "" {
		return writeTable(a.out, c)
	}
	file, err := os.Create(f.out)
	if err != nil {
		return pathError(err)
	}
	if err := errors.Join(writeTable(file, c), file.Close()); err != nil {
		return err
	}
	r.Files = append(r.Files, writtenFile{f.out, "table of " + c.Name})
	if a.json {
		return a.printJSON(r)
	}
	for _, t := range r.Tables {
		report.Table(a.out, t)
		fmt.Fprintln(a.out)
	}
	a.listFiles(r)
	return nil
}

// closureNamed finds the closure that is meant.
func closureNamed(m *model.Model, name string) (string, error) {
	var names []string
	for _, c := range m.Closures {
		if c.Name == name {
			return name, nil
		}
		names = append(names, c.Name)
	}
	switch {
	case len(names) == 0:
		return "", fmt.Errorf("%s has no closures", m.Name)
	case name != "":
		return "", usageErrorf("-closure: %s has no closure %q; it has %s", m.Name, name, strings.Join(names, ", "))
	case len(names) > 1:
		return "", usageErrorf("which closure? name one with -closure: %s", strings.Join(names, ", "))
	}
	return names[0], nil
}

// drawClosure draws what can be drawn: one or two arguments.
func drawClosure(m *model.Model, file string, c *arrays.Closure) error {
	if l := lawOf(c); l != nil {
		return l.Draw(file)
	}
	g := pictures.NewGrid(m.Axes)
	for _, s := range m.Closures {
		if s.Name != c.Name || s.Closure.Pointwise || !g.Drawable() {
			continue
		}
		p := pictures.Closure{Name: c.Name, Unit: s.Unit, Learned: lastField(c.Learned, g.Cells(), s.Unit), True: lastField(c.True, g.Cells(), s.Unit)}
		return pictures.Closures(file, g, []pictures.Closure{p})
	}
	return fmt.Errorf("%s cannot be drawn: a picture has one or two arguments that vary", c.Name)
}

// lastField is the field at the last time, SI again; nil for none.
func lastField(v []float64, cells int, u model.Unit) []float64 {
	if len(v) < cells {
		return nil
	}
	out := make([]float64, cells)
	for i, x := range v[len(v)-cells:] {
		out[i] = x
		if u.Scale != 0 {
			out[i] = x * u.Scale
		}
	}
	return out
}

// writeTable writes comma-separated values: the arguments, inside, learned, true,
// and the standard deviations after and before the data, as far as they are known.
func writeTable(w io.Writer, c *arrays.Closure) error {
	head := func(name, unit string) string {
		if unit != "" {
			name += " (" + unit + ")"
		}
		return name
	}
	var row []string
	for _, a := range c.Args {
		row = append(row, head(a.Name, a.Unit))
	}
	row = append(row, "inside", head("learned "+c.Name, c.Unit))
	if c.True != nil {
		row = append(row, head("true "+c.Name, c.Unit))
	}
	if c.SD != nil {
		row = append(row, head("standard deviation", c.Unit), head("before the data", c.Unit))
	}
	text := csv.NewWriter(w)
	if err := text.Write(row); err != nil {
		return err
	}
	for i := range c.Learned {
		row = row[:0]
		for _, a := range c.Args {
			row = append(row, number(a.At[i]))
		}
		row = append(row, map[bool]string{true: "1", false: "0"}[c.Inside(i)], number(c.Learned[i]))
		if c.True != nil {
			row = append(row, number(c.True[i]))
		}
		if c.SD != nil {
			row = append(row, number(c.SD[i]), number(c.Before[i]))
		}
		if err := text.Write(row); err != nil {
			return err
		}
	}
	text.Flush()
	return text.Error()
}

// number prints seven digits, more than what is learned is worth.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }
