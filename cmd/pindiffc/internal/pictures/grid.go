package pictures

import (
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/plot"
)

// Grid is the axes of the arrays, in declared units.
type Grid struct{ axes []axis }

type axis struct {
	plot.Axis
	cells int
}

// NewGrid takes the axes of a model.
func NewGrid(axes []model.Axis) Grid {
	var g Grid
	for _, a := range axes {
		g.axes = append(g.axes, axis{
			Axis:  plot.Axis{Label: label(a.Name, a.Unit), Lo: a.Lo / scale(a.Unit), Hi: a.Hi / scale(a.Unit)},
			cells: a.Cells,
		})
	}
	return g
}

// Cells of an array.
func (g Grid) Cells() int {
	n := 1
	for _, a := range g.axes {
		n *= a.cells
	}
	return n
}

// Drawable says whether arrays of this grid can be shown: one or two dimensions.
func (g Grid) Drawable() bool { return len(g.axes) == 1 || len(g.axes) == 2 }

// centres of the cells of a one-dimensional grid.
func (g Grid) centres() []float64 {
	a := g.axes[0]
	x := make([]float64, a.cells)
	for i := range x {
		x[i] = a.Lo + (float64(i)+0.5)*(a.Hi-a.Lo)/float64(a.cells)
	}
	return x
}

func (g Grid) field(values []float64) plot.Field {
	return plot.Field{Values: values, NX: g.axes[0].cells, NY: g.axes[1].cells, X: g.axes[0].Axis, Y: g.axes[1].Axis}
}

// label is "x (mm)", or "x" without a unit.
func label(name string, u model.Unit) string {
	if t := unitText(u); t != "" {
		return name + " (" + t + ")"
	}
	return name
}

func unitText(u model.Unit) string {
	if u.Text == "1" {
		return ""
	}
	return u.Text
}

func scale(u model.Unit) float64 {
	if u.Scale == 0 {
		return 1
	}
	return u.Scale
}

// declared converts SI values to the declared unit.
func declared(u model.Unit, si []float64) []float64 {
	out := make([]float64, len(si))
	for i, v := range si {
		out[i] = v / scale(u)
	}
	return out
}
