package plot

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Axis of a field: what is written beside it, and its ends.
type Axis struct {
	Label  string // "x (mm)"
	Lo, Hi float64
}

// A Field is cell values on a rectangle, C order: Values[i*NY+j] is cell i
// along X and j along Y, as NumPy has it with shape (NX, NY).
type Field struct {
	Values []float64
	NX, NY int
	X, Y   Axis
	Unlike bool // the axes are of different quantities: their lengths have no ratio
	Mark   *Box // a part to be marked; nil for none
}

// A Box is a part of a field's rectangle.
type Box struct{ XLo, XHi, YLo, YHi float64 }

// A Panel is one field with its title and colours. Neighbours in a row that
// share a Scale get one colour bar, at the right of the last.
type Panel struct {
	Title string
	Field Field
	Scale *Scale
}

// Sizes of a figure of maps.
const (
	panelWidth  = 3.3 * vg.Inch // of the data area of a domain wider than high
	panelHeight = 2.6 * vg.Inch // the most that a data area is high
	barWidth    = 0.14 * vg.Inch
	barGap      = 0.12 * vg.Inch
	barMargin   = 0.75 * vg.Inch // the bar with its numbers
	margin      = 0.14 * vg.Inch
)

// SaveMaps draws rows of panels to a file. All panels have the size and the
// aspect ratio of the first one's domain.
func SaveMaps(file string, rows [][]Panel) error {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return fmt.Errorf("plot: no panels for %s", file)
	}
	columns := 0
	for _, row := range rows {
		columns = max(columns, len(row))
		for _, p := range row {
			if f := p.Field; f.NX < 1 || f.NY < 1 || len(f.Values) != f.NX*f.NY {
				return fmt.Errorf("plot: panel %q has %d values for %d x %d cells", p.Title, len(f.Values), f.NX, f.NY)
			}
		}
	}
	w, h := dataSize(rows[0][0].Field)
	barAfter := barColumns(rows, columns)

	// The axes take what is left of a tile; its size follows from the first.
	left, bottom, top := frame(rows[0][0])
	tileW, tileH := w+left+margin, h+bottom+top+margin
	var x []vg.Length
	at := margin
	for c := range columns {
		x = append(x, at)
		at += tileW
		if barAfter[c] {
			at += barMargin
		}
	}
	width, height := at+margin, tileH*vg.Length(len(rows))+margin
	return save(file, width, height, func(dc draw.Canvas) {
		for r, row := range rows {
			y := height - vg.Length(r+1)*tileH
			for c, panel := range row {
				data := draw.Canvas{Canvas: dc.Canvas, Rectangle: rect(x[c]+left, y+bottom, w, h)}
				drawPanel(dc, data, panel, c == 0, r == len(rows)-1)
				if c+1 == len(row) || row[c+1].Scale != panel.Scale {
					drawBar(dc, data, panel.Scale)
				}
			}
		}
	})
}

// barColumns says after which columns any row needs a colour bar.
func barColumns(rows [][]Panel, columns int) []bool {
	need := make([]bool, columns)
	for _, row := range rows {
		for c := range row {
			if c+1 == len(row) || row[c+1].Scale != row[c].Scale {
				need[c] = true
			}
		}
	}
	return need
}

// dataSize keeps the aspect ratio of the domain within what can be looked at.
func dataSize(f Field) (w, h vg.Length) {
	ratio := (f.Y.Hi - f.Y.Lo) / (f.X.Hi - f.X.Lo)
	if !(ratio > 0) || math.IsInf(ratio, 0) {
		ratio = 1
	}
	if f.Unlike {
		ratio = 0.75
	}
	ratio = min(max(ratio, 0.1), 10)
	w = panelWidth
	h = vg.Length(ratio) * w
	if h > panelHeight {
		w, h = panelHeight/vg.Length(ratio), panelHeight
	}
	return max(w, 0.6*vg.Inch), max(h, 0.6*vg.Inch)
}

func rect(x, y, w, h vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x, Y: y}, Max: vg.Point{X: x + w, Y: y + h}}
}

// frame is the room that title, axes and labels need around the data area.
func frame(p Panel) (left, bottom, top vg.Length) {
	q := panelPlot(p)
	tile := draw.Canvas{Rectangle: rect(0, 0, 4*vg.Inch, 4*vg.Inch)}
	data := q.DataCanvas(tile)
	return data.Min.X, data.Min.Y, tile.Max.Y - data.Max.Y
}

func panelPlot(p Panel) *plot.Plot {
	q := newPlot(p.Title)
	q.X.Label.Text, q.Y.Label.Text = p.Field.X.Label, p.Field.Y.Label
	q.X.Min, q.X.Max = p.Field.X.Lo, p.Field.X.Hi
	q.Y.Min, q.Y.Max = p.Field.Y.Lo, p.Field.Y.Hi
	q.X.Tick.Marker, q.Y.Tick.Marker = ticks{target: 4}, ticks{target: 4}
	return q
}

// drawPanel draws so that the data area is exactly data; only the first column
// and the last row carry the axes' labels.
func drawPanel(dc, data draw.Canvas, p Panel, labelY, labelX bool) {
	q := panelPlot(p)
	if !labelX {
		q.X.Label.Text = ""
	}
	if !labelY {
		q.Y.Label.Text = ""
	}
	q.BackgroundColor = nil
	q.Add(plotter.NewImage(paint(p.Field, p.Scale), p.Field.X.Lo, p.Field.Y.Lo, p.Field.X.Hi, p.Field.Y.Hi))
	if b := p.Field.Mark; b != nil {
		ink := color.RGBA{255, 255, 255, 255}
		if p.Scale.Diverging { // white is a value there
			ink = palette[len(palette)-1]
		}
		q.Add(&plotter.Line{
			XYs:       plotter.XYs{{X: b.XLo, Y: b.YLo}, {X: b.XHi, Y: b.YLo}, {X: b.XHi, Y: b.YHi}, {X: b.XLo, Y: b.YHi}, {X: b.XLo, Y: b.YLo}},
			LineStyle: draw.LineStyle{Color: ink, Width: 1.5, Dashes: []vg.Length{4, 3}},
		})
		q.X.Min, q.X.Max, q.Y.Min, q.Y.Max = p.Field.X.Lo, p.Field.X.Hi, p.Field.Y.Lo, p.Field.Y.Hi
	}
	fit(q, dc, data)
	outline(data)
}

// fit draws q with its data area at data, whatever room its axes take.
func fit(q *plot.Plot, dc, data draw.Canvas) {
	tile := draw.Canvas{Canvas: dc.Canvas, Rectangle: data.Rectangle}
	got := q.DataCanvas(tile)
	tile.Min.X -= got.Min.X - data.Min.X
	tile.Min.Y -= got.Min.Y - data.Min.Y
	tile.Max.X += data.Max.X - got.Max.X
	tile.Max.Y += data.Max.Y - got.Max.Y
	q.Draw(tile)
}

func outline(c draw.Canvas) {
	c.SetLineStyle(draw.LineStyle{Color: palette[len(palette)-1], Width: 0.5})
	path := c.Rectangle.Path()
	c.Stroke(path)
}

// paint turns a field into an image, the first axis to the right, the second
// upward; every cell becomes a square of pixels, so that scaling keeps edges.
func paint(f Field, s *Scale) image.Image {
	k := max(1, 1024/max(f.NX, f.NY))
	img := image.NewRGBA(image.Rect(0, 0, k*f.NX, k*f.NY))
	colours := s.colours()
	for i := range f.NX {
		for j := range f.NY {
			v := f.Values[i*f.NY+j]
			c := missing
			if !math.IsNaN(v) {
				c = colours((v - s.Lo) / (s.Hi - s.Lo))
			}
			for a := range k {
				for b := range k {
					img.SetRGBA(i*k+a, (f.NY-1-j)*k+b, c)
				}
			}
		}
	}
	return img
}

// drawBar draws the colour bar of s at the right of the data area.
func drawBar(dc, data draw.Canvas, s *Scale) {
	bar := draw.Canvas{Canvas: dc.Canvas, Rectangle: rect(data.Max.X+barGap, data.Min.Y, barWidth, data.Max.Y-data.Min.Y)}
	const n = 256
	img := image.NewRGBA(image.Rect(0, 0, 1, n))
	colours := s.colours()
	for i := range n {
		img.SetRGBA(0, n-1-i, colours((float64(i)+0.5)/n))
	}
	dc.DrawImage(bar.Rectangle, img)
	outline(bar)

	style := newPlot("").Y.Tick.Label
	style.XAlign, style.YAlign = draw.XLeft, draw.YCenter
	for _, t := range (ticks{target: 5}).Ticks(s.Lo, s.Hi) {
		y := bar.Y((t.Value - s.Lo) / (s.Hi - s.Lo))
		dc.StrokeLine2(draw.LineStyle{Color: palette[len(palette)-1], Width: 0.5}, bar.Max.X, y, bar.Max.X+3, y)
		dc.FillText(style, vg.Point{X: bar.Max.X + 5, Y: y}, t.Label)
	}
	if s.Label != "" {
		style.YAlign = draw.YBottom
		dc.FillText(style, vg.Point{X: bar.Min.X, Y: bar.Max.Y + 4}, s.Label)
	}
}
