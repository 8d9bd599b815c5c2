package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// shade is light enough for lines and grid to stand out on it.
var shade = color.RGBA{222, 232, 244, 255}

// Plot draws the band below what is added later.
func (b *Band) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	lo, hi := max(x(b.Lo), c.Min.X), min(x(b.Hi), c.Max.X)
	if hi <= lo {
		hi = lo + 1 // a single value
	}
	fill(c, lo, c.Min.Y, hi, c.Max.Y)
}

// DataRange makes the band lie within the axes.
func (b *Band) DataRange() (xmin, xmax, ymin, ymax float64) {
	return b.Lo, b.Hi, math.Inf(1), math.Inf(-1)
}

// Thumbnail is the band's patch in the legend.
func (b *Band) Thumbnail(c *draw.Canvas) {
	fill(*c, c.Min.X, c.Min.Y, c.Max.X, c.Max.Y)
}

func fill(c draw.Canvas, x0, y0, x1, y1 vg.Length) {
	c.FillPolygon(shade, []vg.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
}
