package exact

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/solver"
)

// solveTo returns the mean porosity at hours t.
func solveTo(t *testing.T, o Options, p Params, hours ...float64) []float64 {
	s, err := New(o)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.SetParams(p))
	var times []float64
	for _, h := range hours {
		times = append(times, h*3600)
	}
	r, err := s.Simulate(context.Background(), State{}, times...)
	require.NoError(t, err)
	var means []float64
	for k := range times {
		sum := 0.0
		for _, e := range r.At(k).Eps {
			sum += e
		}
		means = append(means, sum/float64(len(r.At(k).Eps)))
	}
	return means
}

// reference is the mean porosity of a case, from an independent solver (direct
// sparse Newton, 128 x 64 cells), and how far from it a coarser grid may be.
type reference struct {
	params func(p *Params)
	hours  []float64
	means  []float64
	off    map[int]float64 // by cells along x; half as many along y
}

// The cases differ in parameters alone, and the initial states follow them. The
// thermal gradient is the specification's own. In the other two no wall is heated
// and the start has the temperature of the gas: the felt stays open, the dense
// preform seals its surface.
var references = map[string]reference{
	"thermal gradient": {
		func(p *Params) {}, []float64{24, 48, 72}, []float64{0.40155, 0.25852, 0.16894},
		map[int]float64{32: 1e-3, 64: 2.5e-4},
	},
	"felt": {
		func(p *Params) { p.Heated, p.Eps0, p.TGas, p.YGas = 0, 0.88, p.THot, 0.072 }, []float64{24}, []float64{0.71959},
		map[int]float64{32: 5e-5, 64: 1.5e-5},
	},
	"dense": {
		func(p *Params) { p.Heated, p.TGas = 0, p.THot }, []float64{24}, []float64{0.23419},
		map[int]float64{32: 3e-4, 64: 1e-4},
	},
}

// Mean porosity on 32 x 16 cells, a day of it.
func TestMeanPorosity(t *testing.T) { compare(t, 32, 1) }

// On 64 x 32 cells, the whole time for which there are references.
func TestMeanPorosityOnAFinerGrid(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of steps")
	}
	compare(t, 64, 3)
}

func compare(t *testing.T, cells, most int) {
	for name, ref := range references {
		t.Run(name, func(t *testing.T) {
			p := DefaultParams()
			ref.params(&p)
			n := min(most, len(ref.hours))
			means := solveTo(t, Options{Cells: [2]int{cells, cells / 2}}, p, ref.hours[:n]...)
			for k, mean := range means {
				t.Logf("%2.0f h: %.5f, reference %.5f", ref.hours[k], mean, ref.means[k])
				require.InDelta(t, ref.means[k], mean, ref.off[cells])
			}
		})
	}
}

// Without resistance to diffusion the porosity follows
// eps = eps0^((1 + beta t/r_f)^2), beta = q (M_C/rho_m) k c y, which backward
// Euler meets to first order in the step.
func TestKineticLimit(t *testing.T) {
	p := DefaultParams()
	p.DH = 0
	p.TGas, p.THot = 1273, 1273
	const cells = 4
	const size = 1e-6 // metres: so small that gas and heat are uniform
	const R, MC, rhoM, rf, n = 8.314462618, 0.012011, 2000, 4.65e-6, 2
	k := p.A * math.Exp(-p.Ea/(R*p.TGas))
	beta := n * MC / rhoM * k * p.P / (R * p.TGas) * p.YGas
	want := math.Pow(p.Eps0, math.Pow(1+beta*24*3600/rf, 2))
	var errors []float64
	for _, step := range []float64{3600, 1800, 900} {
		o := Options{Cells: [2]int{cells, cells}, Lower: [2]float64{0, 0}, Upper: [2]float64{size, size}, Step: step}
		errors = append(errors, math.Abs(solveTo(t, o, p, 24)[0]-want))
	}
	t.Logf("eps = %.5f, errors %.3g", want, errors)
	for k := range 2 {
		require.InDelta(t, 1, math.Log2(errors[k]/errors[k+1]), 0.1)
	}
}

// A linear solve needs a few iterations on any grid, that of the adjoint too.
func TestLinearIterations(t *testing.T) {
	ctx := context.Background()
	for _, cells := range [][2]int{{32, 16}, {64, 32}, {96, 48}} {
		s, err := New(Options{Cells: cells})
		require.NoError(t, err)
		defer s.Close()
		tape, err := s.Core().Forward(ctx, []solver.Case[float64]{{}}, []float64{2 * 3600})
		require.NoError(t, err)
		require.LessOrEqual(t, tape.Stats.Linear, 5*tape.Stats.Outer, "%v", cells)
		n := cells[0] * cells[1]
		cotangent := [][]float64{make([]float64, n), make([]float64, n), make([]float64, n)}
		for i := range n {
			cotangent[2][i] = 1
		}
		g, err := tape.Pullback(ctx, [][][][]float64{{cotangent}})
		require.NoError(t, err)
		require.LessOrEqual(t, g.Stats.Linear, 10*2, "%v: two steps", cells)
	}
}
