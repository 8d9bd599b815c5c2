package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/mms"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/manufacture"
	"github.com/pindiff/pindiffc/runtime/job"
)

// mmsFlags of verify. Expressions are values of -mms (-mms='u = x') or arguments
// behind it (-mms 'u = x'), so that -mms can stand alone, too.
type mmsFlags struct {
	values []string
	more   []string
	grids  int
}

// blockOnly is what -mms means alone: the block `exact` says it all.
const blockOnly = "exact"

func (f *mmsFlags) add(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.values, "mms", nil, "measure orders on the manufactured solution of the block exact, or of `'u = EXPRESSION'` (repeatable)")
	c.Flags().Lookup("mms").NoOptDefVal = blockOnly
	c.Flags().IntVar(&f.grids, "grids", 0, "-mms: so many grids, each with twice the cells of the one before, `n` (default 3)")
}

func (f *mmsFlags) given() bool { return len(f.values) > 0 }

var assignment = regexp.MustCompile(`^\s*\w+\s*=[^=]`)

// take leaves the arguments that are no expressions.
func (f *mmsFlags) take(args []string) (rest []string) {
	f.more = nil
	for _, arg := range args {
		if assignment.MatchString(arg) {
			f.more = append(f.more, arg)
		} else {
			rest = append(rest, arg)
		}
	}
	return rest
}

// expressions are all that were given.
func (f *mmsFlags) expressions() []string {
	return slices.Concat(slices.DeleteFunc(slices.Clone(f.values), func(v string) bool { return v == blockOnly }), f.more)
}

// ordersAnswer is the answer of verify -mms with -json.
type ordersAnswer struct {
	Command string         `json:"command"`
	Spec    string         `json:"spec"`
	Exact   []ordersSource `json:"exact"`
	*mms.Study
	Diagnostics []diag.Report `json:"diagnostics,omitempty"`
}

// ordersSource is what was made of a state's exact solution.
type ordersSource struct {
	State  string `json:"state"`
	Exact  string `json:"exact"`
	Source string `json:"source"`
}

// verifyOrders measures the orders of a specification's discretisation.
func (a *app) verifyOrders(c *cobra.Command, path string, f *mmsFlags) error {
	name, src, err := a.readSource(c, path)
	if err != nil {
		return err
	}
	text, quotes, err := withExpressions(name, src, f.expressions())
	if err != nil {
		return err
	}
	s, err := a.check(name, text)
	if err != nil {
		return err
	}
	if quotes != nil {
		s.written, s.quotes = src, quotes
	}
	if err := a.sound(s); err != nil {
		return err
	}
	k, problems := manufacture.Manufacture(s.model)
	if err := a.show(s, problems); err != nil {
		return err
	}
	if k == nil {
		return errReported
	}
	k.Model.Numerics.Precision = "float64"
	p, problems := codegen.Lower(k.Model)
	if p == nil {
		return errShown(a.show(s, problems))
	}
	made := &spec{name: s.name, src: s.src, written: s.written, quotes: s.quotes, base: k.Model, model: k.Model}
	solver, err := a.solver(made, "float64")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pindiffc-mms-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	study, err := mms.Run(k, mms.NewPlan(k, mms.Options{Grids: f.grids}), p.Null, a.generated(made, solver, dir), nil)
	if err != nil {
		return err
	}
	if err := a.printOrders(s, k, study); err != nil {
		return err
	}
	if !study.Passed() {
		return errReported
	}
	return nil
}

func errShown(err error) error {
	if err != nil {
		return err
	}
	return errReported
}

// solverTolerance is so small that the error of solving a step is none of the scheme's.
const solverTolerance = 1e-11

// generated runs a generated solver in its own process.
func (a *app) generated(s *spec, solver *toolchain.Solver, dir string) mms.Solver {
	return func(cells []int, end float64, steps int) ([][]float64, error) {
		exp, _, err := s.experiment(nil)
		if err != nil {
			return nil, err
		}
		exp.Config.Cells, exp.Config.Steps = cells, make([]float64, steps)
		for i := range exp.Config.Steps {
			exp.Config.Steps[i] = (end - s.model.Time.Lo) / float64(steps)
		}
		exp.Config.Tol, exp.Config.LinearTol = solverTolerance, solverTolerance/10
		r, err := a.execute(s, solver, job.Request{Mode: "simulate", Experiment: *exp, Dir: dir})
		switch {
		case err != nil:
			return nil, err
		case r.Status == "stopped":
			return nil, errInterrupted
		}
		file, err := arrays.Read(filepath.Join(dir, job.SimulationName))
		if err != nil {
			return nil, err
		}
		var out [][]float64
		count := 1
		for _, n := range cells {
			count *= n
		}
		for _, st := range s.model.States {
			all := file.States(st.Name, 0, count)
			if len(all) == 0 {
				return nil, fmt.Errorf("the solver wrote no `%s`", st.Name)
			}
			out = append(out, all[len(all)-1])
		}
		return out, nil
	}
}

func (a *app) printOrders(s *spec, k *manufacture.Case, study *mms.Study) error {
	if a.json {
		out := ordersAnswer{Command: "verify", Spec: s.model.Name, Study: study, Diagnostics: a.shown}
		for i, st := range k.Model.States {
			out.Exact = append(out.Exact, ordersSource{st.Name, k.Exact[i].String(), k.Source[i].String()})
		}
		return a.printJSON(out)
	}
	for _, t := range study.Tables() {
		report.Table(a.out, &job.Table{Title: t.Title, Columns: t.Columns, Rows: t.Rows})
		fmt.Fprintln(a.out)
	}
	for _, n := range study.Notes {
		fmt.Fprintf(a.out, "%s\n", n)
	}
	if !study.Passed() {
		a.say("an order is lower than expected: either the grids are too coarse for this solution (try -grids 4, or a\n" +
			"smoother one), or a condition, a face rule or a scheme is not of the order in the table")
	}
	return nil
}
