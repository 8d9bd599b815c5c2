package check

import (
	"math"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Settings of the time and the grid: end, step, cells.

// time reads a time or a step in the unit of the time axis.
func (o *overriding) time(to *float64) {
	if x, ok := o.number(o.c.m.Time.Unit); ok {
		if x == 0 {
			o.fail("it must not be zero")
			return
		}
		*to = x
	}
}

// cells reads `64,32`: one number for each axis.
func (o *overriding) cells() {
	parts, axes := strings.Split(o.value, ","), o.c.m.Axes
	if len(parts) != len(axes) {
		o.fail("%s for %s", plural(len(parts), "number"), plural(len(axes), "coordinate")).
			help("write one for each, `cells=64,32`, or set one alone: `cells.%s=64`", axes[0].Name)
		return
	}
	for i := range axes {
		o.value = strings.TrimSpace(parts[i])
		o.integer(&axes[i].Cells, 2, maxCells)
	}
}

func (o *overriding) gridSize() {
	product := 1.0
	for _, a := range o.c.m.Axes {
		product *= float64(a.Cells)
	}
	if product > maxCells {
		o.c.fail("E0605", diag.NoPlace, "-set cells: the grid has %.3g cells, at most %.0e", product, float64(maxCells))
	}
}

// levels applies a new end and a new step to the time axis. Times of
// observations beyond a new end are left out, with a warning.
func (o *overriding) levels() {
	c, t := o.c, &o.c.m.Time
	if o.end == 0 && o.step == 0 {
		return
	}
	o.text = "end or step"
	if o.end != 0 {
		if o.end <= t.Lo {
			o.fail("the end is not after the start")
			return
		}
		if t.Step == 0 && o.step == 0 && o.end > t.Hi {
			o.fail("the steps of the specification end at %g", t.Hi/t.Unit.Scale).help("set a step, too")
			return
		}
		t.Hi = o.end
		t.Symbol.Max = o.end
		c.m.Observe = o.before(c.m.Observe, "observe")
		c.m.Report = o.before(c.m.Report, "report")
	}
	if o.step != 0 {
		t.Step = o.step
	}
	if t.Step == 0 {
		t.Steps = cutSteps(t.Steps, t.Hi-t.Lo)
		return
	}
	steps, why := uniformSteps(t.Lo, t.Hi, t.Step)
	if why != "" {
		o.fail("%s", why)
		return
	}
	if o.step != 0 && beyond(t, o.step) {
		o.fail("longer than the whole time, which is %g", (t.Hi-t.Lo)/t.Unit.Scale)
		return
	}
	t.Steps = steps
}

// cutSteps shortens a list of steps to end at a horizon within it.
func cutSteps(steps []float64, horizon float64) []float64 {
	sum := 0.0
	for i, s := range steps {
		if sum+s >= horizon*(1-1e-9) {
			cut := slices.Clone(steps[:i+1])
			if rest := horizon - sum; math.Abs(rest-s) > 1e-9*s {
				cut[i] = rest
			}
			return cut
		}
		sum += s
	}
	return steps
}

// before keeps the times up to the new end.
func (o *overriding) before(list []*model.Observation, word string) []*model.Observation {
	t := o.c.m.Time
	var kept []*model.Observation
	for _, ob := range list {
		all := len(ob.Times)
		ob.Times = slices.DeleteFunc(ob.Times, func(x float64) bool { return x > t.Hi+1e-9*(t.Hi-t.Lo) })
		if left := all - len(ob.Times); left > 0 {
			o.c.warn("W0601", diag.NoPlace, "-set end: %s of `%s %s` left out, after the new end", plural(left, "time"), word, ob.Symbol.Name)
		}
		if len(ob.Times) > 0 {
			kept = append(kept, ob)
		}
	}
	if word == "observe" && len(list) > 0 && len(kept) < len(list) && o.c.m.Train != nil {
		o.fail("no observed time is left of a state that the training needs")
	}
	return kept
}
