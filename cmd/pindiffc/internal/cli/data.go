package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/job"
)

const dataLong = `Data shows what is in a data file (.npz or .npy): every array with its type, shape and range. With a
specification it also says whether the file fits it, and what each array is for.

What a file must hold, values in the units that the specification declares:

  t           (n)                          times, ascending
  <state>     (n, cases, cells...)         of each observed state; (n, cells...) for one case
              (n, cases, sensors)          of a state that is observed on sensors
  <closure>   (cells...) or (n, cells...)  what a closure really is; optional
  <field>     (cells...)                   what a trainable field really is; optional

Cells are in the declared order of the axes, the last one contiguous (NumPy's C order; Fortran order is
read too). The start of the horizon must be among the times, unless the state has a default. A time of
the specification is found in t if it is no further off than a millionth of the horizon, which single
precision keeps. "observe u at t = ... from \"vx\"" reads another array. Other arrays are left alone.
Params are not read: those that vary from case to case stand in "cases" of the specification.`

// dataAnswer is the answer of `data -json`.
type dataAnswer struct {
	File     string         `json:"file"`
	Arrays   []dataset.Info `json:"arrays"`
	Spec     string         `json:"spec,omitempty"`
	Fits     *bool          `json:"fits,omitempty"`
	Problems []dataProblem  `json:"problems,omitempty"`
	Unused   []string       `json:"unused,omitempty"`
	Notes    []string       `json:"notes,omitempty"`
}

type dataProblem struct {
	Array    string `json:"array"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
}

func (a *app) dataCommand() *cobra.Command {
	c := &cobra.Command{
		Use:         "data",
		Short:       "show what is in a data file, and whether it fits a specification",
		Long:        strings.ReplaceAll(dataLong, `\"`, `"`),
		Annotations: usageLine("pindiffc data FILE [SPEC] [-set name=value] [-json]"),
		Example:     "  pindiffc data labels.npz\n  pindiffc data labels.npz specs/advdiff_steady.pde",
		Args:        arguments(1, 2, "a file and perhaps a specification"),
		RunE: func(c *cobra.Command, args []string) error {
			answer := &dataAnswer{File: args[0]}
			var err error
			if answer.Arrays, err = dataset.Describe(args[0]); err != nil {
				return pathError(err)
			}
			if len(args) == 2 {
				if err := a.fit(c, answer, args[1]); err != nil {
					return err
				}
			}
			if a.json {
				err = a.printJSON(answer)
			} else {
				a.printData(answer)
			}
			if err == nil && answer.Fits != nil && !*answer.Fits {
				err = errReported
			}
			return err
		},
	}
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

// fit compares the file with a specification.
func (a *app) fit(c *cobra.Command, answer *dataAnswer, path string) error {
	s, err := a.load(c, path)
	if err != nil {
		return err
	}
	want, err := s.dataSpec()
	if err != nil {
		return err
	}
	answer.Spec = s.name
	l, err := dataset.Read(answer.File, want)
	fits := err == nil
	answer.Fits = &fits
	var bad *dataset.FitError
	switch {
	case errors.As(err, &bad):
		for _, p := range bad.Problems {
			answer.Problems = append(answer.Problems, dataProblem{p.Array, p.Expected, p.Found})
		}
	case err != nil:
		return pathError(err)
	default:
		answer.Unused, answer.Notes = l.Unused, append(l.Notes, paramNotes(s.model, l.Unused)...)
	}
	return nil
}

// paramNotes tells of arrays that are named like a param, which no run would read.
func paramNotes(m *model.Model, unused []string) []string {
	var notes []string
	for _, name := range unused {
		if slices.ContainsFunc(m.Params, func(p *model.Symbol) bool { return p.Name == name }) {
			notes = append(notes, fmt.Sprintf("%s is a param, and the array is not read: write its values into `cases`, `%s = list(...)`", name, name))
		}
	}
	return notes
}

func (a *app) printData(d *dataAnswer) {
	t := &job.Table{Columns: []string{"array", "type", "shape", "min", "max"}}
	unused := map[string]bool{}
	for _, name := range d.Unused {
		unused[name] = true
	}
	if d.Fits != nil && *d.Fits {
		t.Columns = append(t.Columns, "")
	}
	for _, i := range d.Arrays {
		row := []string{i.Name, i.DType, shapeText(i.Shape), report.Number(i.Min), report.Number(i.Max)}
		if i.NotFinite > 0 {
			row[4] += fmt.Sprintf(" (%d not finite)", i.NotFinite)
		}
		if i.Problem != "" {
			row = []string{i.Name, "", "", "", i.Problem}
		}
		if d.Fits != nil && *d.Fits {
			use := "used"
			if unused[i.Name] {
				use = "not needed"
			}
			row = append(row, use)
		}
		t.Rows = append(t.Rows, row)
	}
	report.Table(a.out, t)
	if d.Fits == nil {
		return
	}
	for _, n := range d.Notes {
		fmt.Fprintf(a.out, "note: %s\n", n)
	}
	if *d.Fits {
		fmt.Fprintf(a.out, "%s fits %s\n", d.File, d.Spec)
		return
	}
	fmt.Fprintf(a.out, "%s does not fit %s:\n", d.File, d.Spec)
	for _, p := range d.Problems {
		fmt.Fprintf(a.out, "  array %s: expected %s, found %s\n", p.Array, p.Expected, p.Found)
	}
}

// shapeText is "(5, 10, 128, 64)".
func shapeText(shape []int) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = strconv.Itoa(n)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}
