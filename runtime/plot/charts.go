package plot

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Line of a chart. Points that are not finite, or not positive on a
// logarithmic axis, are left out.
type Line struct {
	Name   string
	X, Y   []float64
	Dashed bool
	Colour int // index into the palette plus one; 0: by its place in the chart
}

// A Chart is lines over one axis.
type Chart struct {
	Title          string
	XLabel, YLabel string
	LogY           bool
	Band           *Band   // nil for none
	Ribbon         *Ribbon // nil for none
	Lines          []Line
}

// A Band is a range of abscissae that is shaded over the whole height.
type Band struct {
	Name   string
	Lo, Hi float64
}

const (
	chartWidth  = 4.2 * vg.Inch
	chartHeight = 2.9 * vg.Inch
)

// SaveCharts draws rows of charts to a file.
func SaveCharts(file string, rows [][]Chart) error {
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
		for _, c := range row {
			if r := c.Ribbon; r != nil && (len(r.Lo) != len(r.X) || len(r.Hi) != len(r.X)) {
				return fmt.Errorf("plot: ribbon %q has %d abscissae, %d and %d values", r.Name, len(r.X), len(r.Lo), len(r.Hi))
			}
			for _, l := range c.Lines {
				if len(l.X) != len(l.Y) {
					return fmt.Errorf("plot: line %q has %d abscissae and %d values", l.Name, len(l.X), len(l.Y))
				}
			}
		}
	}
	if columns == 0 {
		return fmt.Errorf("plot: no charts for %s", file)
	}
	width := chartWidth*vg.Length(columns) + margin
	height := chartHeight*vg.Length(len(rows)) + margin
	return save(file, width, height, func(dc draw.Canvas) {
		for r, row := range rows {
			for c, chart := range row {
				x, y := margin+vg.Length(c)*chartWidth, height-vg.Length(r+1)*chartHeight
				tile := draw.Canvas{Canvas: dc.Canvas, Rectangle: rect(x, y, chartWidth-margin, chartHeight-margin)}
				drawChart(tile, chart)
			}
		}
	})
}

func drawChart(tile draw.Canvas, c Chart) {
	q := newPlot(c.Title)
	q.X.Label.Text, q.Y.Label.Text = c.XLabel, c.YLabel
	if c.LogY { // the library takes a logarithmic axis's middle for that of a linear one
		q.Y.Label.Text = ""
		tile = labelLeft(tile, q.Y.Label.TextStyle, c.YLabel)
	}
	q.Legend.Padding = 2
	q.Legend.Top, q.Legend.XOffs, q.Legend.YOffs = true, -4, -4
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = missing, missing
	grid.Vertical.Width, grid.Horizontal.Width = 0.3, 0.3
	named := 0
	if c.Band != nil {
		q.Add(c.Band)
		if c.Band.Name != "" {
			q.Legend.Add(c.Band.Name, c.Band)
			named++
		}
	}
	q.Add(grid)
	if c.Ribbon != nil {
		q.Add(c.Ribbon)
		if c.Ribbon.Name != "" {
			q.Legend.Add(c.Ribbon.Name, c.Ribbon)
			named++
		}
	}
	for i, l := range c.Lines {
		points := finite(l, c.LogY)
		if len(points) == 0 {
			continue
		}
		k := i
		if l.Colour > 0 {
			k = l.Colour - 1
		}
		drawn := &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: palette[k%len(palette)], Width: 1.3}}
		if l.Dashed {
			drawn.LineStyle.Dashes = []vg.Length{4, 3}
		}
		q.Add(drawn)
		if l.Name != "" {
			q.Legend.Add(l.Name, drawn)
			named++
		}
	}
	room(q, c.LogY, named)
	q.Draw(tile)
}

// labelLeft writes an upright label in the middle of the left edge, and returns
// the rest of the tile.
func labelLeft(tile draw.Canvas, style draw.TextStyle, label string) draw.Canvas {
	if label == "" {
		return tile
	}
	style.Rotation, style.XAlign, style.YAlign = math.Pi/2, draw.XCenter, draw.YTop
	tile.FillText(style, vg.Point{X: tile.Min.X, Y: tile.Center().Y}, label)
	return draw.Crop(tile, style.Height(label)+4, 0, 0, 0)
}

// room makes the vertical range a little larger than the data, and higher by
// what the legend covers.
func room(q *plot.Plot, log bool, named int) {
	if math.IsInf(q.Y.Min, 0) || math.IsInf(q.X.Min, 0) { // no data
		q.X.Min, q.X.Max, q.Y.Min, q.Y.Max = 0, 1, 0, 1
		if log {
			q.Y.Min = 0.1
		}
	}
	extra := 0.05 + 0.08*float64(named)
	if log {
		if q.Y.Max < q.Y.Min*1.1 {
			q.Y.Min, q.Y.Max = q.Y.Min/3, q.Y.Max*3
		}
		ratio := math.Log(q.Y.Max / q.Y.Min)
		q.Y.Max *= math.Exp(extra * ratio)
		q.Y.Min *= math.Exp(-0.05 * ratio)
		q.Y.Scale = plot.LogScale{}
		q.Y.Tick.Marker = decades{}
		return
	}
	span := q.Y.Max - q.Y.Min
	if span <= 1e-12*math.Abs(q.Y.Max) {
		span = max(0.1*math.Abs(q.Y.Max), 1e-12)
	}
	q.Y.Max += extra * span
	q.Y.Min -= 0.05 * span
	if q.X.Max <= q.X.Min {
		q.X.Max = q.X.Min + 1
	}
}

func finite(l Line, log bool) plotter.XYs {
	var out plotter.XYs
	for i := range l.X {
		x, y := l.X[i], l.Y[i]
		if math.IsNaN(x+y) || math.IsInf(x+y, 0) || (log && y <= 0) {
			continue
		}
		out = append(out, plotter.XY{X: x, Y: y})
	}
	return out
}
