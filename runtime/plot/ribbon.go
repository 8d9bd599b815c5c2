package plot

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Ribbon is the area between two curves over the same abscissae. Points that are
// not finite are left out.
type Ribbon struct {
	Name      string
	X, Lo, Hi []float64
}

// haze is seen through: grid, band and lines stay visible.
var haze = color.NRGBA{86, 140, 200, 90}

// Plot draws the ribbon below what is added later.
func (r *Ribbon) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var above, below []vg.Point
	for i, at := range r.X {
		if s := r.Lo[i] + r.Hi[i] + at; math.IsNaN(s) || math.IsInf(s, 0) {
			continue
		}
		above = append(above, vg.Point{X: x(at), Y: y(r.Hi[i])})
		below = append(below, vg.Point{X: x(at), Y: y(r.Lo[i])})
	}
	if len(above) < 2 {
		return
	}
	for i := len(below) - 1; i >= 0; i-- {
		above = append(above, below[i])
	}
	c.FillPolygon(haze, c.ClipPolygonXY(above))
}

// Thumbnail is the ribbon's patch in the legend.
func (r *Ribbon) Thumbnail(c *draw.Canvas) {
	a, b := c.Min, c.Max
	c.FillPolygon(haze, []vg.Point{a, {X: b.X, Y: a.Y}, b, {X: a.X, Y: b.Y}})
}

// DataRange makes the ribbon lie within the axes, but for places where it is much
// wider than mostly.
func (r *Ribbon) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	var widths []float64
	for i := range r.X {
		if w := r.Hi[i] - r.Lo[i]; !math.IsNaN(w) {
			widths = append(widths, w)
		}
	}
	if len(widths) == 0 {
		return xmin, xmax, ymin, ymax
	}
	slices.Sort(widths)
	limit := 5 * widths[len(widths)/2]
	for i, x := range r.X {
		xmin, xmax = min(xmin, x), max(xmax, x)
		if r.Hi[i]-r.Lo[i] <= limit {
			ymin, ymax = min(ymin, r.Lo[i]), max(ymax, r.Hi[i])
		}
	}
	return xmin, xmax, ymin, ymax
}
