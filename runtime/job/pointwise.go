package job

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// pointwiseReport is what result.json says of a learned pointwise closure: the
// range that the trajectories visited, and how far it is from the truth there.
type pointwiseReport struct {
	Name    string         `json:"name"`
	Visited []visitedRange `json:"visited"`
	Points  int            `json:"points,omitempty"` // that the errors are over
	L1      *float64       `json:"relative_l1,omitempty"`
	L2      *float64       `json:"relative_l2,omitempty"`
	Max     *float64       `json:"max_error,omitempty"`
	Core    *float64       `json:"max_relative_core,omitempty"` // of one argument, from its 1 % to its 99 % quantile
}

// Points that errors and tables of closures are made of.
const (
	linePoints    = 200 // along one argument
	planePoints   = 50  // along each of two
	scatterPoints = 10_000
)

// pointwise reports on all pointwise closures as the solver is set, over what the
// batch visits, and writes their tables.
func (s *session[T]) pointwise(ctx context.Context, b *batch[T]) ([]pointwiseReport, error) {
	all, err := s.visit(ctx, b)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var out []pointwiseReport
	var tables []closureTable[T]
	for _, v := range all {
		s.visitedTable(v)
		r := pointwiseReport{Name: s.p.Closures[v.index].Name, Visited: v.ranges}
		if err := s.pointwiseError(&r, v); err != nil {
			return nil, err
		}
		out = append(out, r)
		t, err := s.pointwiseTable(v, 0)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	s.pointwiseErrorTable(out)
	return out, s.saveTables(tables)
}

// pointwiseError compares a learned closure with its law: of one argument on even
// points from the least to the greatest value visited, of several at the points
// visited. It is silent where no law is known.
func (s *session[T]) pointwiseError(r *pointwiseReport, v visited[T]) error {
	args := thin(v.values, scatterPoints)
	if len(v.ranges) == 1 {
		args = [][]T{even[T](v.ranges[0].Min, v.ranges[0].Max, linePoints)}
	}
	truth, err := s.lawAt(v.index, args)
	if err != nil || truth == nil {
		return err
	}
	learned, err := s.solver.ClosureAt(r.Name, args...)
	if err != nil {
		return err
	}
	if !nonzero(truth) {
		return nil // relative to it there is no error
	}
	e := train.Compare(learned, truth)
	r.Points, r.L1, r.L2, r.Max = len(truth), number(&e.L1), number(&e.L2), number(&e.Max)
	if len(v.ranges) == 1 {
		return s.pointwiseCore(r, v)
	}
	return nil
}

// pointwiseCore finds the largest relative error of a closure of one argument
// where 98 % of its values are: outside, the data say little of it.
func (s *session[T]) pointwiseCore(r *pointwiseReport, v visited[T]) error {
	args := even[T](v.ranges[0].Low, v.ranges[0].High, linePoints)
	truth, err := s.lawAt(v.index, [][]T{args})
	if err != nil {
		return err
	}
	learned, err := s.solver.ClosureAt(r.Name, args)
	if err != nil {
		return err
	}
	worst := 0.0
	for i, w := range truth {
		d := math.Abs(float64(learned[i]) - float64(w))
		if d != 0 {
			worst = math.Max(worst, d/math.Abs(float64(w)))
		}
	}
	r.Core = number(&worst)
	return nil
}

// lawAt evaluates what the truth says that a pointwise closure is; nil where it
// says nothing. NaN where the law has no value.
func (s *session[T]) lawAt(index int, args [][]T) ([]T, error) {
	c := s.p.Closures[index]
	if s.exp.Truth == nil || s.exp.Truth.Closures[c.Name] == nil {
		return nil, nil
	}
	params, err := s.trueParams()
	if err != nil {
		return nil, err
	}
	// A law varies over no grid: one cell will do.
	env := &formula.Env{Axes: []formula.Axis{{Hi: 1, Cells: 1}}, Vars: map[string]float64{}}
	for i, q := range s.p.Params {
		env.Vars[q.Name] = params[i]
	}
	out := make([]T, len(args[0]))
	for i := range out {
		for k, name := range c.Args {
			env.Vars[name] = float64(args[k][i])
		}
		var none *formula.NotFiniteError
		switch v, err := formula.Eval(s.exp.Truth.Closures[c.Name], env); {
		case errors.As(err, &none):
			out[i] = T(math.NaN())
		case err != nil:
			return nil, faultf("request", "truth: %s: %w", c.Name, err)
		default:
			out[i] = T(v[0])
		}
	}
	return out, nil
}

// pointwiseErrorTable prints the errors that are known.
func (s *session[T]) pointwiseErrorTable(list []pointwiseReport) {
	t := Table{
		Title:   "closures: error of the learned ones over the range visited",
		Columns: []string{"closure", "relative L1 %", "relative L2 %", "max relative %, 1 - 99 %", "max"},
		Notes:   []string{"1 - 99 %: between these quantiles of its argument, where it has one"},
	}
	text := func(x *float64) string {
		if x == nil {
			return "-"
		}
		return fmt.Sprintf("%.3f", 100**x)
	}
	for _, r := range list {
		if r.Points == 0 {
			continue
		}
		most := math.NaN()
		if r.Max != nil {
			most = *r.Max
		}
		t.Rows = append(t.Rows, []string{r.Name, text(r.L1), text(r.L2), text(r.Core), s.closureText(r.Name, most)})
	}
	if len(t.Rows) > 0 {
		s.ev.send(Event{Kind: "table", Table: &t})
	}
}

// even is n points from lo to hi, both included; one where they are the same.
func even[T vec.Float](lo, hi float64, n int) []T {
	if !(hi > lo) {
		return []T{T(lo)}
	}
	x := make([]T, n)
	for i := range x {
		x[i] = T(lo + (hi-lo)*float64(i)/float64(max(n-1, 1)))
	}
	return x
}

// thin takes at most n of the points, evenly.
func thin[T vec.Float](values [][]T, n int) [][]T {
	total := len(values[0])
	if total <= n {
		return values
	}
	out := make([][]T, len(values))
	for k := range out {
		for i := range n {
			out[k] = append(out[k], values[k][i*total/n])
		}
	}
	return out
}
