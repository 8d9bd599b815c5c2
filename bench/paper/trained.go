package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/bench/internal/stats"
	"github.com/pindiff/pindiffc/dsl/model"
)

// learned is what there is of one specification: the results of its runs by the kind
// of their labels, in the order of the list, and how many of each kind are wanted.
type learned struct {
	training
	model  *model.Model
	done   map[labelKind][]*outcome
	wanted map[labelKind]int
	old    []string // runs of an earlier version, left out
}

// readLearned reads the results of a specification.
func readLearned(o options, t training) (*learned, error) {
	m, err := loadSpec(specPath(o.specs, t.spec))
	if err != nil {
		return nil, err
	}
	l := &learned{training: t, model: m, done: map[labelKind][]*outcome{}, wanted: map[labelKind]int{}}
	for _, r := range t.runs() {
		if r.labels == baseline && m.Baseline == nil {
			continue
		}
		l.wanted[r.labels]++
		out, err := readOutcome(o.results, r)
		switch {
		case err != nil:
			return nil, err
		case out == nil:
		case !current(out, r, m):
			l.old = append(l.old, r.name())
		default:
			l.done[r.labels] = append(l.done[r.labels], out)
		}
	}
	return l, nil
}

// law says whether what is learned is a law of states, not a field.
func (l *learned) law() bool {
	return slices.ContainsFunc(l.model.Closures, func(c *model.Symbol) bool { return c.Closure.Pointwise })
}

// window is the last time at which a target holds: the last observed one where a
// closure depends on time, and so is extrapolated beyond; else the end.
func (l *learned) window() float64 {
	for _, c := range l.model.Closures {
		for _, a := range c.Closure.Args {
			if a.Kind != model.KindTime {
				continue
			}
			last := 0.0
			for _, o := range l.model.Observe {
				last = max(last, o.Times[len(o.Times)-1])
			}
			return last
		}
	}
	return l.model.Time.Hi
}

// begunCoarsely names the systems whose trainings begin on a coarse grid.
func begunCoarsely() string {
	var names []string
	for _, t := range trainings {
		if t.coarsen > 0 {
			names = append(names, fmt.Sprintf("%s (%s cells)", t.spec, strings.Replace(t.cells, ",", " x ", 1)))
		}
	}
	return strings.Join(names, ", ")
}

// trainedSection shows what the list of runs gave.
func trainedSection(_ context.Context, p *page, o options) error {
	done, open, err := list(o)
	if err != nil {
		return err
	}
	p.printf("%d of %d runs of the list are done; `go run ./bench/paper -labels DIR -full` performs what is not, and goes on with\n"+
		"what was interrupted. Each is `pindiffc train` with the specification's own settings, but for what is said of epochs; results\n"+
		"are in `%s/SPEC/RUN.json`, the weights of seed 1 in `%s/SPEC/weights.safetensors`. Nothing is chosen by the figures here.\n",
		done, done+len(open), filepath.ToSlash(o.results), filepath.ToSlash(o.results))
	if c := begunCoarsely(); c != "" {
		p.printf("Trained on a coarse grid first, from the same labels, averaged, and from there on the specification's grid\n"+
			"(`train -weights`): %s. Their tables have the epochs of both.\n", c)
	}
	if len(open) > 0 {
		p.printf("\nNot done: %s.\n", strings.Join(bySpec(open), "; "))
	}
	var all []*learned
	for _, t := range trainings {
		if there, err := exists(specPath(o.specs, t.spec)); err != nil || !there {
			if err != nil {
				return err
			}
			continue
		}
		l, err := readLearned(o, t)
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	p.verdicts(all)
	for _, l := range all {
		p.printf("### %s\n\n", l.spec)
		if len(l.old) > 0 {
			p.printf("Of an earlier version of the specification, and left out: %s.\n\n", strings.Join(l.old, ", "))
		}
		if len(l.done) == 0 {
			p.missing("any run", fmt.Sprintf("`go run ./bench/paper -full -only '^%s/'`", l.spec))
			continue
		}
		p.errorTable(l)
		if l.law() {
			p.lawTable(l)
		}
		p.runTable(l)
		if err := p.trainedPictures(l, o); err != nil {
			return err
		}
	}
	return nil
}

// bySpec gathers titles SPEC/RUN by specification: "SPEC: RUN, RUN".
func bySpec(titles []string) []string {
	var specs []string
	runs := map[string][]string{}
	for _, t := range titles {
		spec, run, _ := strings.Cut(t, "/")
		if runs[spec] == nil {
			specs = append(specs, spec)
		}
		runs[spec] = append(runs[spec], run)
	}
	for i, spec := range specs {
		specs[i] = spec + ": " + strings.Join(runs[spec], ", ")
	}
	return specs
}

// kinds of labels in the order of the tables, and what they are called.
var kinds = []struct {
	kind labelKind
	name string
}{
	{clean, "trained, clean labels"}, {noisy, "trained, noise"}, {finer, "trained, labels of a twice finer grid"},
	{files, "trained, labels of the paper's program"}, {baseline, "baseline, nothing learned"},
}

// kindName with the size of the noise.
func (l *learned) kindName(kind labelKind, name string) string {
	if kind == noisy {
		return name + " " + strings.Replace(l.noise, "%", " %", 1)
	}
	return name
}

// errorTable has a column for each reported time, and rows of relative L1 errors.
func (p *page) errorTable(l *learned) {
	columns := l.columns()
	names := []string{"relative L1, %, held-out trajectories", "runs"}
	for _, c := range columns {
		names = append(names, l.columnName(c))
	}
	var rows [][]string
	add := func(name, runs string, cell func(c stateError) string) {
		row := []string{name, runs}
		for _, c := range columns {
			row = append(row, cell(c))
		}
		rows = append(rows, row)
	}
	for _, k := range kinds {
		list := l.done[k.kind]
		if l.wanted[k.kind] == 0 {
			continue
		}
		runs := fmt.Sprintf("%d of %d", len(list), l.wanted[k.kind])
		if len(list) == 0 {
			add(l.kindName(k.kind, k.name), runs, func(stateError) string { return "" })
			continue
		}
		name := l.kindName(k.kind, k.name)
		if len(list) > 1 {
			name += ", median"
		}
		add(name, runs, func(c stateError) string { return percent(stats.Median(errorsAt(list, c))) })
		if len(list) > 1 {
			add("least and greatest", "", func(c stateError) string {
				e := errorsAt(list, c)
				return percent(slices.Min(e)) + ", " + percent(slices.Max(e))
			})
		}
		if k.kind == baseline || k.kind == noisy {
			continue // judged on clean labels, whose exact-closure error stands above
		}
		add("exact closure on these", "", func(c stateError) string {
			if x := exactAt(list, c); x != nil {
				return percent(*x)
			}
			return ""
		})
		if k.kind == clean && !l.law() {
			add("target, 1.5 x exact + 0.05", "", func(c stateError) string {
				t, ok := l.target(list, c)
				if !ok {
					return "none"
				}
				mark := " does not hold"
				if stats.Median(errorsAt(list, c)) <= t {
					mark = " holds"
				}
				return percent(t) + mark
			})
		}
	}
	p.table(names, rows)
}

// columns are the states and times that are reported, as any result has them.
func (l *learned) columns() []stateError {
	for _, k := range kinds {
		if list := l.done[k.kind]; len(list) > 0 && k.kind != files {
			return list[0].Errors
		}
	}
	return l.done[files][0].Errors
}

// columnName is the time in the unit of the specification, with the state where
// several are reported.
func (l *learned) columnName(c stateError) string {
	unit := l.model.Time.Unit
	name := fmt.Sprintf("t = %.4g", c.Time)
	if unit.Text != "" && unit.Scale != 0 {
		name = fmt.Sprintf("%.4g %s", c.Time/unit.Scale, unit.Text)
	}
	if len(l.model.Report) > 1 {
		name = c.State + ", " + name
	}
	return name
}

// errorsAt are the errors of results at a column.
func errorsAt(list []*outcome, c stateError) []float64 {
	var out []float64
	for _, o := range list {
		if e := o.at(c); e != nil {
			out = append(out, e.L1)
		}
	}
	return out
}

// at finds a column in a result.
func (o *outcome) at(c stateError) *stateError {
	for i := range o.Errors {
		if e := &o.Errors[i]; e.State == c.State && near(e.Time, c.Time) {
			return e
		}
	}
	return nil
}

func near(a, b float64) bool { return a-b < 1e-6*max(b, 1e-3) && b-a < 1e-6*max(b, 1e-3) }

// exactAt is the exact-closure error, the same for all seeds.
func exactAt(list []*outcome, c stateError) *float64 {
	if e := list[0].at(c); e != nil {
		return e.Exact
	}
	return nil
}

// target at a column, and whether there is one.
func (l *learned) target(list []*outcome, c stateError) (float64, bool) {
	x := exactAt(list, c)
	if x == nil || c.Time > l.window()*(1+1e-6) {
		return 0, false
	}
	return 1.5**x + 5e-4, true
}
