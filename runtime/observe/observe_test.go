package observe

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

var plane = []Axis{{Lo: 0, Hi: 2, Cells: 8, Periodic: true}, {Lo: -1, Hi: 1, Cells: 5}}

func operators(t *testing.T) map[string]*Operator {
	box, err := Box(plane, [][2]float64{{0.3, 1.2}, {-0.5, 1}})
	require.NoError(t, err)
	sensors, err := Sensors(plane, [][]float64{{0.1, -0.95}, {1.95, 0.33}, {0, 1}, {0.7, 0}, {2, -1}})
	require.NoError(t, err)
	w := make([]float64, 40)
	for i := range w {
		w[i] = float64(i % 3)
	}
	mask, err := Mask(plane, w)
	require.NoError(t, err)
	return map[string]*Operator{"whole": {}, "box": box, "sensors": sensors, "mask": mask}
}

// <v, H u> = <H* v, u>
func TestAdjoint(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, o := range operators(t) {
		u, bar := make([]float64, 40), make([]float64, 40)
		v, cot := make([]float64, o.Len(40)), make([]float64, o.Len(40))
		for i := range u {
			u[i] = r.NormFloat64()
		}
		for i := range cot {
			cot[i] = r.NormFloat64()
		}
		Apply(o, v, u)
		Adjoint(o, bar, cot)
		left, right := 0.0, 0.0
		for i := range v {
			left += v[i] * cot[i]
		}
		for i := range u {
			right += u[i] * bar[i]
		}
		require.InDelta(t, left, right, 1e-12, name)
		require.NotZero(t, left, name)
		require.Equal(t, name == "whole", o.Whole())
	}
}

func TestSelections(t *testing.T) {
	o := operators(t)
	require.Equal(t, 4*4, o["box"].Len(40)) // centres 0.375 ... 1.125 and -0.4 ... 0.8
	require.Equal(t, o["mask"].Len(40), len(o["mask"].Weights()))
	require.NotContains(t, o["mask"].Weights(), 0.0)
	require.Nil(t, o["box"].Weights())
}

// Interpolation is of second order inside, wraps on a periodic axis and takes the
// nearest cell at a wall.
func TestSensorsConverge(t *testing.T) {
	f := func(x, y float64) float64 { return math.Sin(math.Pi*x) * math.Cos(y) }
	worst := func(n int, points [][]float64) float64 {
		axes := []Axis{{Lo: 0, Hi: 2, Cells: n, Periodic: true}, {Lo: -1, Hi: 1, Cells: n}}
		o, err := Sensors(axes, points)
		require.NoError(t, err)
		u := make([]float64, n*n)
		for i := range n {
			for j := range n {
				h := 2 / float64(n)
				u[i*n+j] = f((float64(i)+0.5)*h, -1+(float64(j)+0.5)*h)
			}
		}
		v := make([]float64, len(points))
		Apply(o, v, u)
		e := 0.0
		for k, p := range points {
			e = math.Max(e, math.Abs(v[k]-f(p[0], p[1])))
		}
		return e
	}
	var inside [][]float64
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		inside = append(inside, []float64{2 * r.Float64(), 1.8*r.Float64() - 0.9})
	}
	order := math.Log2(worst(32, inside) / worst(64, inside))
	require.InDelta(t, 2, order, 0.25)
	require.InDelta(t, 1, math.Log2(worst(32, [][]float64{{0.3, 1}})/worst(64, [][]float64{{0.3, 1}})), 0.2)
}

func TestErrors(t *testing.T) {
	for want, make := range map[string]func() (*Operator, error){
		"outside of the domain":  func() (*Operator, error) { return Sensors(plane, [][]float64{{0, 0}, {2.1, 0}}) },
		"has 1 coordinates":      func() (*Operator, error) { return Sensors(plane, [][]float64{{0}}) },
		"no sensors":             func() (*Operator, error) { return Sensors(plane, nil) },
		"sensor 0 is outside":    func() (*Operator, error) { return Sensors(plane, [][]float64{{math.NaN(), 0}}) },
		"no cell has its centre": func() (*Operator, error) { return Box(plane, [][2]float64{{0, 0.1}, {-1, 1}}) },
		"a box of 1 ranges":      func() (*Operator, error) { return Box(plane, [][2]float64{{0, 1}}) },
		"sees no cell":           func() (*Operator, error) { return Mask(plane, make40()) },
		"a mask of 3 weights":    func() (*Operator, error) { return Mask(plane, []float64{1, 1, 1}) },
		"is not a number from 0": func() (*Operator, error) { w := make40(); w[3] = -1; return Mask(plane, w) },
	} {
		_, err := make()
		require.ErrorContains(t, err, want)
	}
}

func make40() []float64 { return make([]float64, 40) }
