package job

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/identify"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// targets are the numbers whose standard deviation is wanted: trained parameters,
// and the values of closures.
type targets[T vec.Float] struct {
	params   []paramTarget
	closures []closureTarget[T]
}

// paramTarget is a trained parameter: value, and gradient in theta.
type paramTarget struct {
	index    int
	value    float64
	gradient []float64
}

// closureTarget is a closure and what its values depend on. each goes through the
// table's points; watched are gradients at some of them.
type closureTarget[T vec.Float] struct {
	closureTable[T]
	pointwise bool
	watched   [][]float64
	each      func(do func(point int, gradient []float64)) error
}

// mostWatched is how many points of a closure tell when the posterior stands.
const mostWatched = 24

// targets of a request: every trained parameter, and the closure that is asked for,
// or all that the equations use.
func (s *session[T]) targets(ctx context.Context, o *objective[T], theta []T) (*targets[T], error) {
	t := &targets[T]{}
	for k, f := range o.params.free {
		value, slope := f.Value(float64(theta[o.params.weights+k]))
		g := make([]float64, len(theta))
		g[o.params.weights+k] = slope
		t.params = append(t.params, paramTarget{f.index, value, g})
	}
	all, err := s.visit(ctx, o.train)
	if err != nil {
		return nil, err
	}
	fields, err := s.closureFields(s.solver, o.labels.truth, o.labels, s.requestedTimes())
	if err != nil {
		return nil, err
	}
	for i := range s.p.Closures {
		c := &s.p.Closures[i]
		if s.req.Closure != "" && s.req.Closure != c.Name {
			continue
		}
		var one closureTarget[T]
		if k := slices.IndexFunc(all, func(v visited[T]) bool { return v.index == i }); k >= 0 {
			one.pointwise = true
			if one.closureTable, err = s.pointwiseTable(all[k], s.req.Points); err != nil {
				return nil, err
			}
			one.each = s.pointGradients(&one.closureTable, o, theta)
		} else if k := slices.IndexFunc(fields, func(f closureFields[T]) bool { return f.name == c.Name }); k >= 0 {
			one.closureTable = s.fieldTable(c, fields[k])
			one.each = s.cellGradients(c, fields[k].times, len(theta))
		} else {
			continue // nothing applies it
		}
		if err := one.watch(); err != nil {
			return nil, err
		}
		t.closures = append(t.closures, one)
	}
	if len(t.params)+len(t.closures) == 0 {
		return nil, faultf("request", "there is nothing to identify: no closure that the equations use, and no trained parameter")
	}
	return t, nil
}

// pointGradients of a pointwise closure at the points of its table: in the weights,
// and in trained parameters that enter it.
func (s *session[T]) pointGradients(t *closureTable[T], o *objective[T], theta []T) func(func(int, []float64)) error {
	return func(do func(int, []float64)) error {
		var inParams [][]float64
		for k, f := range o.params.free {
			d, err := s.solver.ClosureInParam(t.name, f.index, t.at...)
			if err != nil {
				return err
			}
			_, slope := f.Value(float64(theta[o.params.weights+k]))
			for i := range d {
				d[i] *= slope
			}
			inParams = append(inParams, d)
		}
		g := make([]float64, len(theta))
		return s.solver.ClosureGradients(t.name, func(point int, weights []T) {
			for i, x := range weights {
				g[i] = float64(x)
			}
			for k, d := range inParams {
				g[o.params.weights+k] = d[point]
			}
			do(point, g)
		}, t.at...)
	}
}

// cellGradients of a field closure at the cells and times of its table.
func (s *session[T]) cellGradients(c *kernel.Closure, times []float64, n int) func(func(int, []float64)) error {
	if times == nil {
		times = []float64{s.p.Time0}
	}
	return func(do func(int, []float64)) error {
		g := make([]float64, n)
		for k, time := range times {
			err := s.solver.CellGradients(c.Name, time, func(cell int, weights []T) {
				for i, x := range weights {
					g[i] = float64(x)
				}
				do(k*s.cells+cell, g)
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// watch keeps the gradients at some points, evenly among those that were visited.
func (c *closureTarget[T]) watch() error {
	inside := c.inside()
	step := max(1, (len(inside)+mostWatched-1)/mostWatched)
	return c.each(func(point int, g []float64) {
		if k, ok := slices.BinarySearch(inside, point); ok && k%step == 0 {
			c.watched = append(c.watched, slices.Clone(g))
		}
	})
}

// inside are the points within what was visited.
func (t *closureTable[T]) inside() []int {
	var out []int
	for i := range t.learned {
		in := true
		for k, r := range t.visited {
			x := float64(t.at[k][i])
			in = in && x >= r.Min && x <= r.Max
		}
		if in {
			out = append(out, i)
		}
	}
	return out
}

func (t *targets[T]) watch() [][]float64 {
	var out [][]float64
	for _, p := range t.params {
		out = append(out, p.gradient)
	}
	for _, c := range t.closures {
		out = append(out, c.watched...)
	}
	return out
}

// report fills the deviations in, prints them, and writes the tables.
func (t *targets[T]) report(s *session[T], post *identify.Posterior, notes []string) error {
	notes = append(notes, fmt.Sprintf("%d products of tangents; %d of %d directions of what was trained are known better than before the data",
		post.Products, post.Rank(), len(post.Prior)))
	if len(t.params) > 0 {
		s.paramPosterior(t.params, post, notes)
	}
	var tables []closureTable[T]
	for i := range t.closures {
		c := &t.closures[i]
		c.sd, c.before = make([]T, len(c.learned)), make([]T, len(c.learned))
		if err := c.each(func(point int, g []float64) {
			sd, before := post.Deviation(g)
			c.sd[point], c.before[point] = T(sd), T(before)
		}); err != nil {
			return err
		}
		if c.pointwise && len(c.at) == 1 {
			s.curvePosterior(c, notes)
		} else {
			s.fieldPosterior(c, notes)
		}
		tables = append(tables, c.closureTable)
	}
	if len(tables) == 0 {
		return nil
	}
	return s.saveTables(tables)
}

// paramPosterior prints trained parameters in their units.
func (s *session[T]) paramPosterior(list []paramTarget, post *identify.Posterior, notes []string) {
	t := Table{Title: "trained parameters", Columns: []string{"parameter", "value", "standard deviation", "relative %", "known from the data %"}, Notes: notes}
	for _, p := range list {
		q := s.p.Params[p.index]
		u := plainUnit(q.Unit)
		name := q.Name
		if u.Text != "" {
			name += " (" + u.Text + ")"
		}
		sd, before := post.Deviation(p.gradient)
		t.Rows = append(t.Rows, []string{
			name, fmt.Sprintf("%.6g", p.value/u.Scale), fmt.Sprintf("%.3g", sd/u.Scale),
			fmt.Sprintf("%.3g", 100*sd/math.Abs(p.value)), fmt.Sprintf("%.1f", 100*knownPart(sd, before)),
		})
	}
	s.ev.send(Event{Kind: "table", Table: &t})
}

// knownPart is by how much the data lower the variance.
func knownPart(sd, before float64) float64 {
	if !(before > 0) {
		return 1
	}
	return 1 - math.Pow(sd/before, 2)
}

// rowsOfCurve is how many points of a curve are printed.
const rowsOfCurve = 11

// curvePosterior prints a closure of one argument over the range visited.
func (s *session[T]) curvePosterior(c *closureTarget[T], notes []string) {
	x, y := plainUnit(c.units[0]), plainUnit(c.unit)
	title := c.name + ": standard deviation over the range visited"
	if y.Text != "" {
		title += ", " + y.Text
	}
	t := Table{Title: title, Columns: []string{c.args[0], "learned", "standard deviation", "relative %", "error %", "known from the data %"}, Notes: notes}
	if x.Text != "" {
		t.Columns[0] += " (" + x.Text + ")"
	}
	inside := c.inside()
	n := min(rowsOfCurve, len(inside))
	for k := range n {
		i := inside[k*(len(inside)-1)/max(1, n-1)]
		v, sd := float64(c.learned[i]), float64(c.sd[i])
		off := "-"
		if c.true != nil {
			off = fmt.Sprintf("%.3g", 100*math.Abs(v-float64(c.true[i]))/math.Abs(float64(c.true[i])))
		}
		t.Rows = append(t.Rows, []string{
			fmt.Sprintf("%.4g", float64(c.at[0][i])/x.Scale), fmt.Sprintf("%.4g", v/y.Scale), fmt.Sprintf("%.3g", sd/y.Scale),
			fmt.Sprintf("%.3g", 100*sd/math.Abs(v)), off, fmt.Sprintf("%.1f", 100*knownPart(sd, float64(c.before[i]))),
		})
	}
	s.ev.send(Event{Kind: "table", Table: &t})
}

// fieldPosterior prints a summary of a closure of several arguments.
func (s *session[T]) fieldPosterior(c *closureTarget[T], notes []string) {
	var sd, known []float64
	for _, i := range c.inside() {
		sd = append(sd, float64(c.sd[i]))
		known = append(known, knownPart(float64(c.sd[i]), float64(c.before[i])))
	}
	slices.Sort(sd)
	slices.Sort(known)
	t := Table{Title: c.name + ": standard deviation", Columns: []string{"closure", "median", "largest", "known from the data, median %", "least %"}, Notes: notes}
	if n := len(sd); n > 0 {
		t.Rows = [][]string{{c.name, s.closureText(c.name, sd[n/2]), s.closureText(c.name, sd[n-1]),
			fmt.Sprintf("%.1f", 100*known[n/2]), fmt.Sprintf("%.1f", 100*known[0])}}
	}
	s.ev.send(Event{Kind: "table", Table: &t})
}
