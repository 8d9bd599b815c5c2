package pictures

import (
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
