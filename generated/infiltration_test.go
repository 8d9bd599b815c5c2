package generated

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	gradient "github.com/pindiff/pindiffc/generated/cvi/exact"
	dense "github.com/pindiff/pindiffc/generated/cvi_dense/exact"
	felt "github.com/pindiff/pindiffc/generated/cvi_felt/exact"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// furnace is an infiltration with its mean porosity by an independent solver (direct
// sparse Newton, 128 x 64 cells), and how far from it a coarser grid may be.
type furnace struct {
	make  func(cells [2]int) (*solver.Solver[float64], error)
	hours []float64
	means []float64
	off   map[int]float64 // by cells along x; half as many along y
}

// The felt stays open, the dense preform seals its surface, and in the thermal
// gradient the preform densifies from inside.
var furnaces = map[string]furnace{
	"thermal gradient": {
		func(cells [2]int) (*solver.Solver[float64], error) {
			s, err := gradient.New(gradient.Options{Cells: cells})
			return s.Core(), err
		},
		[]float64{24, 48, 72}, []float64{0.40155, 0.25852, 0.16894}, map[int]float64{32: 1e-3, 64: 2.5e-4},
	},
	"felt": {
		func(cells [2]int) (*solver.Solver[float64], error) {
			s, err := felt.New(felt.Options{Cells: cells})
			return s.Core(), err
		},
		[]float64{24}, []float64{0.71959}, map[int]float64{32: 5e-5, 64: 1.5e-5},
	},
	"dense": {
		func(cells [2]int) (*solver.Solver[float64], error) {
			s, err := dense.New(dense.Options{Cells: cells})
			return s.Core(), err
		},
		[]float64{24}, []float64{0.23419}, map[int]float64{32: 3e-4, 64: 1e-4},
	},
}

// Mean porosity on 32 x 16 cells, a day of it.
func TestMeanPorosity(t *testing.T) { compareFurnaces(t, 32, 1) }

// On 64 x 32 cells, the whole time for which there are references.
func TestMeanPorosityOnAFinerGrid(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of steps")
	}
	compareFurnaces(t, 64, 3)
}

func compareFurnaces(t *testing.T, cells, most int) {
	for name, f := range furnaces {
		t.Run(name, func(t *testing.T) {
			s, err := f.make([2]int{cells, cells / 2})
			require.NoError(t, err)
			defer s.Close()
			n := min(most, len(f.hours))
			var times []float64
			for _, h := range f.hours[:n] {
				times = append(times, h*3600)
			}
			r, err := s.Simulate(context.Background(), []solver.Case[float64]{{}}, times)
			require.NoError(t, err)
			for k := range times {
				eps := r.At[k][0][2]
				sum := 0.0
				for _, e := range eps {
					sum += e
				}
				mean := sum / float64(len(eps))
				t.Logf("%2.0f h: %.5f, reference %.5f", f.hours[k], mean, f.means[k])
				require.InDelta(t, f.means[k], mean, f.off[cells])
			}
		})
	}
}
