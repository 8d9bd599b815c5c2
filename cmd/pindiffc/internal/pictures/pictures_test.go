package pictures

import (
	"fmt"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Pictures go to this folder, to be looked at, if it is set.
func folder(t *testing.T) string {
	if d := os.Getenv("PINDIFFC_PICTURES"); d != "" {
		return d
	}
	return t.TempDir()
}

func wave(n int, shift float64) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = 290 + 3*math.Sin(float64(i)/9+shift)
	}
	return v
}

var (
	line  = NewGrid([]model.Axis{{Name: "x", Unit: model.Unit{Text: "mm", Scale: 1e-3}, Lo: 0, Hi: 0.2, Cells: 64}})
	plane = NewGrid([]model.Axis{{Name: "x", Lo: -1, Hi: 1, Cells: 32}, {Name: "y", Lo: 0, Hi: 1, Cells: 16}})
	warm  = model.Unit{Text: "K", Scale: 1}
	hours = model.Unit{Text: "h", Scale: 3600}
)

func TestFiguresOfBothDimensions(t *testing.T) {
	dir := folder(t)
	for name, g := range map[string]Grid{"line": line, "plane": plane} {
		n := g.Cells()
		require.True(t, g.Drawable())
		require.NoError(t, Closures(filepath.Join(dir, name+"-closures.png"), g, []Closure{
			{Name: "vx", Learned: wave(n, 0.1), True: wave(n, 0)}, {Name: "k", Unit: warm, Learned: wave(n, 0)}}))
		s := States{Name: "T", Unit: warm, TimeName: "t", TimeUnit: hours, Times: []float64{3600, 7200, 10800, 14400, 18000}, What: "predicted"}
		for i := range s.Times {
			s.Computed = append(s.Computed, wave(n, float64(i)/3))
			s.True = append(s.True, wave(n, float64(i)/3+0.05))
		}
		require.NoError(t, s.Draw(filepath.Join(dir, name+"-compared.png"), g))
		s.True = nil
		require.NoError(t, s.Draw(filepath.Join(dir, name+"-states.png"), g))
	}
}

func TestCurves(t *testing.T) {
	c := Curves{}
	for e := 1; e <= 300; e++ {
		c.Epochs, c.Loss = append(c.Epochs, float64(e)), append(c.Loss, math.Exp(-float64(e)/30))
		if e%10 == 0 {
			c.ValidatedEpochs, c.Validation = append(c.ValidatedEpochs, float64(e)), append(c.Validation, 0.1*math.Exp(-float64(e)/100))
		}
	}
	exact := 0.0005
	c.Exact = &exact
	require.NoError(t, c.Draw(filepath.Join(folder(t), "curves.png")))
	c.Validation = nil
	require.NoError(t, c.Draw(filepath.Join(t.TempDir(), "curves.png")))
}

func TestSpread(t *testing.T) {
	require.Equal(t, []int{0, 1, 2}, spread(3, 4))
	require.Equal(t, []int{1, 3, 5, 7}, spread(8, 4))
	require.Empty(t, spread(0, 4))
}

// law is a table of one or two arguments, with or without the truth.
func law(two, known bool) *Law {
	l := &Law{Name: "k", Unit: "W/m/K", Args: []LawArg{{Name: "T", Unit: "K", Lo: 280, Hi: 330}}}
	for i := range 60 {
		l.Args[0].At = append(l.Args[0].At, 270+float64(i)*70/59)
	}
	if two {
		l.Args = append(l.Args, LawArg{Name: "eps", Lo: 0.2, Hi: 0.5})
		for i := range 40 {
			l.Args[1].At = append(l.Args[1].At, 0.1+float64(i)*0.5/39)
		}
	}
	for _, T := range l.Args[0].At {
		for j := range 40 {
			eps := 0.1 + float64(j)*0.5/39
			l.True = append(l.True, 2+math.Sin(T/15)*(1-eps))
			l.Learned = append(l.Learned, 2+math.Sin(T/15+0.05)*(1-eps)+0.02*eps)
			if !two {
				break
			}
		}
	}
	if !known {
		l.True = nil
	}
	return l
}

func TestLaws(t *testing.T) {
	dir := folder(t)
	size := func(name string) (w, h int) {
		f, err := os.Open(filepath.Join(dir, name))
		require.NoError(t, err)
		defer f.Close()
		c, err := png.DecodeConfig(f)
		require.NoError(t, err)
		return c.Width, c.Height
	}
	for _, two := range []bool{false, true} {
		for _, known := range []bool{false, true} {
			name := fmt.Sprintf("law-%t-%t.png", two, known)
			require.NoError(t, law(two, known).Draw(filepath.Join(dir, name)))
		}
		alone, _ := size(fmt.Sprintf("law-%t-false.png", two))
		beside, _ := size(fmt.Sprintf("law-%t-true.png", two))
		require.Greater(t, beside, alone, "the truth and the difference stand beside it")
	}
}
