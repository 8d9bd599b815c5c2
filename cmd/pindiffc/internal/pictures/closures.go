package pictures

import (
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/plot"
)

// Closure is one learned field, SI; True is nil where it is not known.
type Closure struct {
	Name          string
	Unit          model.Unit
	Learned, True []float64
}

// Closures draws one row for each: true, learned, difference.
func Closures(file string, g Grid, list []Closure) error {
	if len(g.axes) == 1 {
		return closureLines(file, g, list)
	}
	var rows [][]plot.Panel
	for _, c := range list {
		learned := declared(c.Unit, c.Learned)
		if c.True == nil {
			rows = append(rows, []plot.Panel{{Title: "learned " + c.Name, Field: g.field(learned), Scale: plot.ScaleOf(unitText(c.Unit), learned)}})
			continue
		}
		truth := declared(c.Unit, c.True)
		diff := plot.Difference(learned, truth)
		shared := plot.ScaleOf(unitText(c.Unit), truth, learned)
		rows = append(rows, []plot.Panel{
			{Title: "true " + c.Name, Field: g.field(truth), Scale: shared},
			{Title: "learned " + c.Name, Field: g.field(learned), Scale: shared},
			{Title: "learned - true", Field: g.field(diff), Scale: plot.DifferenceScaleOf(unitText(c.Unit), diff)},
		})
	}
	return plot.SaveMaps(file, rows)
}

func closureLines(file string, g Grid, list []Closure) error {
	x := g.centres()
	var rows [][]plot.Chart
	for _, c := range list {
		learned := declared(c.Unit, c.Learned)
		chart := plot.Chart{Title: c.Name, XLabel: g.axes[0].Label, YLabel: label(c.Name, c.Unit)}
		if c.True == nil {
			chart.Lines = []plot.Line{{Name: "learned", X: x, Y: learned}}
			rows = append(rows, []plot.Chart{chart})
			continue
		}
		truth := declared(c.Unit, c.True)
		chart.Lines = []plot.Line{{Name: "true", X: x, Y: truth}, {Name: "learned", X: x, Y: learned, Dashed: true}}
		rows = append(rows, []plot.Chart{chart, {
			Title: "learned - true", XLabel: g.axes[0].Label, YLabel: label("difference", c.Unit),
			Lines: []plot.Line{{X: x, Y: plot.Difference(learned, truth), Colour: 4}},
		}})
	}
	return plot.SaveCharts(file, rows)
}
