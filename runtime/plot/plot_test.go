package plot

import (
	"bytes"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func wave(nx, ny int, shift float64) Field {
	f := Field{Values: make([]float64, nx*ny), NX: nx, NY: ny, X: Axis{"x (mm)", -1, 1}, Y: Axis{"y (mm)", 0, 1}}
	for i := range nx {
		for j := range ny {
			x, y := -1+(float64(i)+0.5)*2/float64(nx), (float64(j)+0.5)/float64(ny)
			f.Values[i*ny+j] = 0.5 + 0.5*math.Sin(math.Pi*x+shift)*math.Cos(2*math.Pi*y)
		}
	}
	return f
}

// Pictures go to this folder, to be looked at, if it is set.
func folder(t *testing.T) string {
	if d := os.Getenv("PINDIFFC_PICTURES"); d != "" {
		return d
	}
	return t.TempDir()
}

func TestMapsShowTheirFields(t *testing.T) {
	a, b := wave(128, 64, 0), wave(128, 64, 0.1)
	d := a
	d.Values = Difference(b.Values, a.Values)
	s, e := ScaleOf("1", a.Values, b.Values), DifferenceScaleOf("1", d.Values)
	file := filepath.Join(folder(t), "maps.png")
	rows := [][]Panel{
		{{"true vx", a, s}, {"learned vx", b, s}, {"learned - true", d, e}},
		{{"true vy", a, s}, {"learned vy", b, s}, {"learned - true", d, e}},
	}
	require.NoError(t, SaveMaps(file, rows))
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	img, err := png.Decode(f)
	require.NoError(t, err)
	require.Greater(t, img.Bounds().Dx(), 1000)

	// The first panel's colours are in the picture: bright where the field is high.
	seen := map[string]bool{}
	for x := range img.Bounds().Dx() {
		for y := range img.Bounds().Dy() {
			r, g, b, _ := img.At(x, y).RGBA()
			switch {
			case r>>8 > 240 && g>>8 > 220 && b>>8 < 60:
				seen["bright"] = true
			case r>>8 < 80 && g>>8 < 20 && b>>8 > 60:
				seen["dark"] = true
			}
		}
	}
	require.True(t, seen["bright"] && seen["dark"])
}

func TestPaintPutsTheFirstAxisToTheRight(t *testing.T) {
	f := Field{Values: []float64{0, 1, 0.5, math.NaN()}, NX: 2, NY: 2}
	img := paint(f, &Scale{Lo: 0, Hi: 1})
	n := img.Bounds().Dx()
	require.Equal(t, sequential(0), img.At(0, n-1))    // (0, 0): lower left
	require.Equal(t, sequential(1), img.At(0, 0))      // (0, 1): upper left
	require.Equal(t, sequential(.5), img.At(n-1, n-1)) // (1, 0): lower right
	require.Equal(t, missing, img.At(n-1, 0))
}

func TestCharts(t *testing.T) {
	x := make([]float64, 2000)
	loss, val := make([]float64, 2000), make([]float64, 2000)
	for i := range x {
		x[i] = float64(i)
		loss[i] = 0.1*math.Exp(-x[i]/200) + 1e-6*(1+0.3*math.Sin(x[i]))
		val[i] = 10*math.Exp(-x[i]/300) + 0.1
	}
	file := filepath.Join(folder(t), "charts.png")
	require.NoError(t, SaveCharts(file, [][]Chart{{
		{Title: "training loss", XLabel: "epoch", YLabel: "loss", LogY: true, Lines: []Line{{X: x, Y: loss}}},
		{Title: "validation error", XLabel: "epoch", YLabel: "relative L1 (%)", LogY: true, Lines: []Line{{Name: "validation", X: x, Y: val}, {Name: "exact closure", X: []float64{0, 2000}, Y: []float64{0.05, 0.05}, Dashed: true}}},
	}}))
	for i := range val { // less than a decade
		val[i] = 3 + 0.8*math.Exp(-x[i]/300)
	}
	require.NoError(t, SaveCharts(filepath.Join(folder(t), "narrow.png"), [][]Chart{{
		{Title: "less than a decade", LogY: true, Lines: []Line{{Name: "validation", X: x, Y: val}}},
		{Title: "from 0.15 to 0.9", LogY: true, Lines: []Line{{X: []float64{0, 1, 2}, Y: []float64{0.9, 0.3, 0.15}, Colour: 2}}},
	}}))
	require.NoError(t, SaveCharts(filepath.Join(folder(t), "charts.svg"), [][]Chart{{{Lines: []Line{{X: x, Y: val}}}}}))
}

// Odd data gives a picture, not a panic.
func TestOddData(t *testing.T) {
	dir := t.TempDir()
	nan := math.NaN()
	flat := Field{Values: []float64{3, 3, nan, 3}, NX: 4, NY: 1, X: Axis{"x", 0, 1}, Y: Axis{"y", 0, 0}}
	require.NoError(t, SaveMaps(filepath.Join(dir, "a.png"), [][]Panel{{{"flat", flat, ScaleOf("", flat.Values)}}}))
	for _, log := range []bool{false, true} {
		for _, y := range [][]float64{nil, {nan}, {0}, {-1}, {2}, {5, 5}} {
			x := make([]float64, len(y))
			require.NoError(t, SaveCharts(filepath.Join(dir, "b.png"), [][]Chart{{{LogY: log, Lines: []Line{{Name: "l", X: x, Y: y}}}}}))
		}
	}
	require.Error(t, SaveMaps(filepath.Join(dir, "c.png"), [][]Panel{{{Field: Field{NX: 2, NY: 2}}}}))
	require.Error(t, SaveMaps(filepath.Join(dir, "c.png"), nil))
	require.Error(t, SaveCharts(filepath.Join(dir, "c.bmp"), [][]Chart{{{}}}))
	require.Error(t, SaveCharts(filepath.Join(dir, "no", "c.png"), [][]Chart{{{}}}))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing half-written stays")
}

func TestTicksAreRoundAndInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-1e3, 1e3).Draw(t, "lo")
		hi := lo + math.Pow(10, rapid.Float64Range(-6, 6).Draw(t, "span"))
		got := ticks{target: 5}.Ticks(lo, hi)
		if hi-lo < 1e-9*math.Abs(lo) {
			return
		}
		require.GreaterOrEqual(t, len(got), 1)
		require.LessOrEqual(t, len(got), 7)
		seen := map[string]bool{}
		for _, k := range got {
			require.GreaterOrEqual(t, k.Value, lo-1e-6*(hi-lo))
			require.LessOrEqual(t, k.Value, hi+1e-6*(hi-lo))
			seen[k.Label] = true
		}
		if hi-lo > 1e-3*math.Abs(lo) {
			require.Len(t, seen, len(got), "labels differ")
		}
	})
}

func TestLogarithmicTicks(t *testing.T) {
	labels := func(lo, hi float64) []string {
		var out []string
		for _, k := range (decades{}).Ticks(lo, hi) {
			if k.Label != "" {
				out = append(out, k.Label)
			}
		}
		return out
	}
	require.Equal(t, []string{"1e-05", "1e-04", "1e-03", "0.01"}, labels(0.9e-5, 0.05))
	require.Equal(t, []string{"1", "10"}, labels(0.5, 20))
	require.Equal(t, []string{"0.2", "0.5"}, labels(0.11, 0.9))
	require.Equal(t, []string{"1", "2", "5"}, labels(0.6, 7))
	require.Equal(t, []string{"0.30", "0.35", "0.40", "0.45"}, labels(0.29, 0.46))
	rapid.Check(t, func(t *rapid.T) {
		lo := math.Pow(10, rapid.Float64Range(-12, 9).Draw(t, "lo"))
		hi := lo * math.Pow(10, rapid.Float64Range(0.02, 15).Draw(t, "decades"))
		list := labels(lo, hi)
		require.GreaterOrEqual(t, len(list), 2)
		require.LessOrEqual(t, len(list), 8)
		seen := map[string]bool{}
		last := 0.0
		for _, k := range (decades{}).Ticks(lo, hi) {
			require.Greater(t, k.Value, last)
			require.GreaterOrEqual(t, k.Value, lo*(1-1e-6))
			require.LessOrEqual(t, k.Value, hi*(1+1e-6))
			last = k.Value
		}
		for _, l := range list {
			require.False(t, seen[l], "labels differ")
			seen[l] = true
		}
	})
}

// A band shades its range, and nothing beyond.
func TestBandIsShaded(t *testing.T) {
	draw := func(b *Band) (shaded int) {
		file := filepath.Join(t.TempDir(), "band.png")
		require.NoError(t, SaveCharts(file, [][]Chart{{{Band: b, Lines: []Line{{X: []float64{0, 10}, Y: []float64{0, 1}}}}}}))
		f, err := os.Open(file)
		require.NoError(t, err)
		defer f.Close()
		img, err := png.Decode(f)
		require.NoError(t, err)
		for x := range img.Bounds().Dx() {
			for y := range img.Bounds().Dy() {
				if r, g, b, _ := img.At(x, y).RGBA(); uint8(r>>8) == shade.R && uint8(g>>8) == shade.G && uint8(b>>8) == shade.B {
					shaded++
				}
			}
		}
		return shaded
	}
	require.Zero(t, draw(nil))
	one, three := draw(&Band{Lo: 2, Hi: 4}), draw(&Band{Lo: 2, Hi: 8})
	require.InEpsilon(t, 3*one, three, 0.05)
	require.Positive(t, draw(&Band{Lo: 5, Hi: 5}))
}

// A marked part is drawn over the field, and changes no size.
func TestMarkedPart(t *testing.T) {
	f := wave(40, 20, 0)
	f.Unlike = true
	draw := func(mark *Box) []byte {
		f.Mark = mark
		file := filepath.Join(t.TempDir(), "mark.png")
		require.NoError(t, SaveMaps(file, [][]Panel{{{"f", f, ScaleOf("", f.Values)}}}))
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		return b
	}
	plain, marked := draw(nil), draw(&Box{-0.5, 0.5, 0.2, 0.8})
	require.NotEqual(t, plain, marked)
	a, err := png.DecodeConfig(bytes.NewReader(plain))
	require.NoError(t, err)
	b, err := png.DecodeConfig(bytes.NewReader(marked))
	require.NoError(t, err)
	require.Equal(t, a, b)
}

func TestRibbonIsShaded(t *testing.T) {
	x := []float64{0, 5, 10}
	draw := func(half float64) (shaded int) {
		file := filepath.Join(t.TempDir(), "ribbon.png")
		ribbon := &Ribbon{X: x, Lo: []float64{-half, 1 - half, 2 - half}, Hi: []float64{half, 1 + half, 2 + half}}
		wide := Line{X: []float64{0, 10}, Y: []float64{-5, 5}} // keeps the axes
		require.NoError(t, SaveCharts(file, [][]Chart{{{Ribbon: ribbon, Lines: []Line{wide}}}}))
		f, err := os.Open(file)
		require.NoError(t, err)
		defer f.Close()
		img, err := png.Decode(f)
		require.NoError(t, err)
		b := img.Bounds()
		for i := b.Min.X; i < b.Max.X; i++ {
			for j := b.Min.Y; j < b.Max.Y; j++ {
				if r, _, blue, _ := img.At(i, j).RGBA(); blue>>8 > r>>8+30 && r>>8 > 120 {
					shaded++
				}
			}
		}
		return shaded
	}
	one, three := draw(0.5), draw(1.5)
	require.Greater(t, one, 1000)
	require.InEpsilon(t, 3, float64(three)/float64(one), 0.15)
	require.ErrorContains(t, SaveCharts("x.png", [][]Chart{{{Ribbon: &Ribbon{X: x}}}}), "3 abscissae")
}
