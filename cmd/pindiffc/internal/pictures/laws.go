package pictures

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/plot"
)

// A Law is a learned closure of one or two arguments on an even lattice, in
// declared units; True is nil where it is not known, SD where no standard deviation is.
type Law struct {
	Name, Unit    string
	Args          []LawArg // one or two
	Learned, True []float64
	SD            []float64
}

// LawArg is one argument: its values along the lattice, and the range that was
// visited.
type LawArg struct {
	Name, Unit string
	At         []float64
	Lo, Hi     float64
}

// Draw writes the figure: a curve with the range visited shaded and the truth
// dashed, and the difference beside it; of two arguments maps, with the part
// visited marked.
func (l *Law) Draw(file string) error {
	if len(l.Args) == 1 {
		return plot.SaveCharts(file, [][]plot.Chart{l.curve()})
	}
	return plot.SaveMaps(file, [][]plot.Panel{l.maps()})
}

func (l *Law) curve() []plot.Chart {
	a := l.Args[0]
	x, y := withUnit(a.Name, a.Unit), withUnit(l.Name, l.Unit)
	chart := plot.Chart{
		Title: l.Name, XLabel: x, YLabel: y, Band: &plot.Band{Name: "visited", Lo: a.Lo, Hi: a.Hi},
		Lines: []plot.Line{{Name: "learned", X: a.At, Y: l.Learned}},
	}
	if l.SD != nil {
		chart.Ribbon = l.ribbon(l.Learned)
	}
	if l.True == nil {
		return []plot.Chart{chart}
	}
	chart.Lines = append(chart.Lines, plot.Line{Name: "true", X: a.At, Y: l.True, Dashed: true, Colour: 7})
	difference := plot.Chart{
		Title: "learned - true", XLabel: x, YLabel: withUnit("difference", l.Unit), Band: &plot.Band{Lo: a.Lo, Hi: a.Hi},
		Lines: []plot.Line{{X: a.At, Y: plot.Difference(l.Learned, l.True), Colour: 4}},
	}
	if l.SD != nil {
		difference.Ribbon = l.ribbon(make([]float64, len(l.SD)))
	}
	return []plot.Chart{chart, difference}
}

// ribbon is two standard deviations about a curve.
func (l *Law) ribbon(about []float64) *plot.Ribbon {
	r := &plot.Ribbon{Name: "two standard deviations", X: l.Args[0].At}
	for i, v := range about {
		r.Lo, r.Hi = append(r.Lo, v-2*l.SD[i]), append(r.Hi, v+2*l.SD[i])
	}
	return r
}

func (l *Law) maps() []plot.Panel {
	panels := l.values()
	if l.SD != nil {
		panels = append(panels, plot.Panel{Title: "standard deviation", Field: l.field(l.SD), Scale: plot.ScaleOf(l.Unit, l.SD)})
	}
	return panels
}

func (l *Law) values() []plot.Panel {
	if l.True == nil {
		return []plot.Panel{{Title: "learned " + l.Name, Field: l.field(l.Learned), Scale: plot.ScaleOf(l.Unit, l.Learned)}}
	}
	shared := plot.ScaleOf(l.Unit, l.True, l.Learned)
	diff := plot.Difference(l.Learned, l.True)
	return []plot.Panel{
		{Title: "true " + l.Name, Field: l.field(l.True), Scale: shared},
		{Title: "learned " + l.Name + " (dashed: visited)", Field: l.field(l.Learned), Scale: shared},
		{Title: "learned - true", Field: l.field(diff), Scale: plot.DifferenceScaleOf(l.Unit, diff)},
	}
}

func (l *Law) field(values []float64) plot.Field {
	a, b := l.Args[0], l.Args[1]
	return plot.Field{
		Values: values, NX: len(a.At), NY: len(b.At), X: a.axis(), Y: b.axis(), Unlike: true,
		Mark: &plot.Box{XLo: a.Lo, XHi: a.Hi, YLo: b.Lo, YHi: b.Hi},
	}
}

// axis spans the lattice's points as cells.
func (a LawArg) axis() plot.Axis {
	n := len(a.At)
	half := math.Abs(a.At[n-1]-a.At[0]) / float64(2*(n-1))
	return plot.Axis{Label: withUnit(a.Name, a.Unit), Lo: a.At[0] - half, Hi: a.At[n-1] + half}
}

func withUnit(name, unit string) string {
	if unit == "" {
		return name
	}
	return name + " (" + unit + ")"
}
