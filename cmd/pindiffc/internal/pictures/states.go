package pictures

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/plot"
)

// States is one state of one trajectory at some times, SI; True is nil where it
// is not known.
type States struct {
	Name     string
	Unit     model.Unit
	TimeName string
	TimeUnit model.Unit
	Times    []float64
	Computed [][]float64 // by time
	True     [][]float64 // by time, or nil
	What     string      // what Computed is: "predicted", "simulated"
}

// mostTimes that a figure shows.
const mostTimes = 4

// Draw writes the figure: in two dimensions one row for each time (true,
// computed, difference), or all times side by side without a truth; in one
// dimension a line for each time.
func (s States) Draw(file string, g Grid) error {
	if len(g.axes) == 1 {
		return s.lines(file, g)
	}
	var rows [][]plot.Panel
	var all [][]float64
	keep := spread(len(s.Times), mostTimes)
	for _, k := range keep {
		all = append(all, declared(s.Unit, s.Computed[k]))
		if s.True != nil {
			all = append(all, declared(s.Unit, s.True[k]))
		}
	}
	shared := plot.ScaleOf(unitText(s.Unit), all...)
	var single []plot.Panel
	for _, k := range keep {
		computed := declared(s.Unit, s.Computed[k])
		at := s.at(k)
		if s.True == nil {
			single = append(single, plot.Panel{Title: fmt.Sprintf("%s at %s", s.Name, at), Field: g.field(computed), Scale: shared})
			if len(single) == 2 {
				rows, single = append(rows, single), nil
			}
			continue
		}
		truth := declared(s.Unit, s.True[k])
		diff := plot.Difference(computed, truth)
		rows = append(rows, []plot.Panel{
			{Title: fmt.Sprintf("true %s at %s", s.Name, at), Field: g.field(truth), Scale: shared},
			{Title: s.What + " " + s.Name, Field: g.field(computed), Scale: shared},
			{Title: s.What + " - true", Field: g.field(diff), Scale: plot.DifferenceScaleOf(unitText(s.Unit), diff)},
		})
	}
	if single != nil {
		rows = append(rows, single)
	}
	return plot.SaveMaps(file, rows)
}

func (s States) lines(file string, g Grid) error {
	x := g.centres()
	chart := plot.Chart{Title: s.What + " " + s.Name, XLabel: g.axes[0].Label, YLabel: label(s.Name, s.Unit)}
	diff := plot.Chart{Title: s.What + " - true", XLabel: g.axes[0].Label, YLabel: label("difference", s.Unit)}
	for i, k := range spread(len(s.Times), mostTimes) {
		computed := declared(s.Unit, s.Computed[k])
		if s.True != nil {
			truth := declared(s.Unit, s.True[k])
			chart.Lines = append(chart.Lines, plot.Line{X: x, Y: truth, Dashed: true, Colour: i + 1})
			diff.Lines = append(diff.Lines, plot.Line{Name: s.at(k), X: x, Y: plot.Difference(computed, truth), Colour: i + 1})
		}
		chart.Lines = append(chart.Lines, plot.Line{Name: s.at(k), X: x, Y: computed, Colour: i + 1})
	}
	if s.True == nil {
		return plot.SaveCharts(file, [][]plot.Chart{{chart}})
	}
	chart.Title += " (dashed: true)"
	return plot.SaveCharts(file, [][]plot.Chart{{chart, diff}})
}

// at is "t = 0.05 h".
func (s States) at(k int) string {
	text := fmt.Sprintf("%s = %.4g", s.TimeName, s.Times[k]/scale(s.TimeUnit))
	if u := unitText(s.TimeUnit); u != "" {
		text += " " + u
	}
	return text
}

// spread picks at most m of n indices, evenly, the last always.
func spread(n, m int) []int {
	if n <= m {
		m = n
	}
	out := make([]int, m)
	for i := range out {
		out[i] = n - 1 - (m-1-i)*n/max(m, 1)
	}
	return out
}
