package plot

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

const (
	titleSize = vg.Length(11)
	labelSize = vg.Length(10)
	tickSize  = vg.Length(8.5)
)

// newPlot is an empty plot in the style of all pictures.
func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.Padding = 4
	sans(&p.Title.TextStyle, titleSize)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		sans(&a.Label.TextStyle, labelSize)
		sans(&a.Tick.Label, tickSize)
		a.Padding = 0
		a.Tick.Marker = ticks{target: 5}
		a.Tick.Length = 4
	}
	sans(&p.Legend.TextStyle, tickSize)
	return p
}

func sans(s *text.Style, size vg.Length) {
	s.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}

// ticks places about target labelled ticks at round values (1, 2 or 5 times a
// power of ten).
type ticks struct{ target int }

func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	span := hi - lo
	if !(span > 0) || math.IsInf(span, 0) {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10(span/float64(t.target))))
	for _, m := range []float64{1, 2, 5, 10} {
		if span/(m*step) <= float64(t.target)+0.5 {
			step *= m
			break
		}
	}
	var out []plot.Tick
	first := math.Ceil(lo/step - 1e-9)
	for i := 0; i < 10*t.target; i++ {
		v := (first + float64(i)) * step
		if v > hi+1e-9*step {
			break
		}
		out = append(out, plot.Tick{Value: v, Label: number(v, step)})
	}
	return out
}

// number prints v with as many digits as its neighbours at distance step need.
func number(v, step float64) string {
	if math.Abs(v) < 1e-9*step {
		return "0"
	}
	if a := math.Abs(v); a >= 1e5 || step < 1e-4 {
		digits := int(math.Ceil(math.Log10(a/step) - 1e-9))
		return strconv.FormatFloat(v, 'e', max(0, min(digits, 6)), 64)
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	return strconv.FormatFloat(v, 'f', decimals, 64)
}
