package dataset

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func steady() *Spec {
	return &Spec{
		States:   []Quantity{{Name: "phi"}},
		Closures: []Quantity{{Name: "vx"}, {Name: "vy"}},
		Axes:     []string{"x", "y"}, Cells: []int{16, 8}, End: 0.2,
		Observed: []experiment.Observation{{State: "phi", Times: []float64{0.05}}},
		Reported: []experiment.Observation{{State: "phi", Times: []float64{0.05, 0.1, 0.2}}},
		Cases:    &experiment.Cases{Count: 12, Train: []int{0, 1}, Validate: []int{10, 11}, Test: []int{2, 3}},
	}
}

const excerpt = "testdata/advdiff_excerpt.npz"

func TestLabels(t *testing.T) {
	l, err := Read(excerpt, steady())
	require.NoError(t, err)
	require.Equal(t, []float64{0, 0.05, 0.1}, l.Times)
	require.Equal(t, 3, l.Cases)
	require.Equal(t, []int{0, 0, 2}, l.Split, "no validation in this file")
	require.Equal(t, []string{"kx"}, l.Unused)
	require.Equal(t, []string{
		"phi is not there at t = 0.2: no error is reported for that time",
		"of the spec's 2 validation trajectories the file has 0",
		"of the spec's 2 held-out trajectories the file has 1",
	}, l.Notes)

	path := filepath.Join(t.TempDir(), "l.safetensors")
	require.NoError(t, l.Save(path))
	f, err := safetensors.Load(path)
	require.NoError(t, err)
	require.Equal(t, []string{"phi", "split", "t", "vx", "vy"}, f.Names())
	require.Equal(t, safetensors.F32, f.Tensor("phi").DType)
	require.Equal(t, []int{3, 3, 16, 8}, f.Tensor("phi").Shape)
	require.Equal(t, l.States[0].Data[500], f.Tensor("phi").At(500))

	back, err := FromSafetensors(path)
	require.NoError(t, err)
	require.Equal(t, "split", back[1].Name)
	require.Equal(t, []float64{0, 0, 2}, back[1].Data)
}

func TestNamesUnitsAndOneCase(t *testing.T) {
	s := steady()
	s.States = []Quantity{{Name: "u", Array: "vx", Scale: 10, Default: true}}
	s.Observed, s.Reported, s.Closures = nil, nil, nil
	s.Cells, s.Axes = []int{8}, []string{"y"}
	path := filepath.Join(t.TempDir(), "a.npz")
	require.NoError(t, Write(path, []Array{{Name: "h", Shape: []int{16}, Data: ramp(16)}, {Name: "vx", Shape: []int{16, 8}, Data: ramp(128)}}))
	s.Time = Quantity{Array: "h", Scale: 3600}
	s.Cases = nil
	l, err := Read(path, s)
	require.NoError(t, err)
	require.Equal(t, 7200.0, l.Times[2])
	require.Equal(t, []int{16, 1, 8}, l.States[0].Shape)
	require.Equal(t, "u", l.States[0].Name)
	require.Equal(t, 20.0, l.States[0].Data[2])
	require.Equal(t, []int{0}, l.Split)
}

func ramp(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = float64(i)
	}
	return v
}

func TestFitErrorsSayFoundAndExpected(t *testing.T) {
	for want, change := range map[string]func(*Spec){
		`array psi: expected axes (time, case, x, y) of shape (3, cases, 16, 8), found no such array (there are t, phi, vx, vy, kx)`: func(s *Spec) { s.States[0].Name = "psi" },
		`array phi: expected axes (time, case, x, y) of shape (3, cases, 128, 64), found shape [3 3 16 8]`:                           func(s *Spec) { s.Cells = []int{128, 64} },
		`array vx: expected shape (128, 64) or (3, 128, 64), found shape [16 8]`:                                                     func(s *Spec) { s.Cells = []int{128, 64} },
		`array phi: expected values at t = 0.07, where the spec observes phi, found t = [0 0.05 0.1]`:                                func(s *Spec) { s.Observed[0].Times = []float64{0.07} },
		`array phi: expected the initial state, at t = -1`:                                                                           func(s *Spec) { s.Start = -1 },
		`array time: expected the times, found no such array`:                                                                        func(s *Spec) { s.Time.Array = "time" },
		`array phi: expected one axis of times, found shape [3 3 16 8]`:                                                              func(s *Spec) { s.Time.Array = "phi" },
		`expected training trajectories [7], found 3 trajectories`:                                                                   func(s *Spec) { s.Cases.Train = []int{7} },
	} {
		s := steady()
		change(s)
		_, err := Read(excerpt, s)
		var fit *FitError
		require.ErrorAs(t, err, &fit)
		require.ErrorContains(t, err, want)
	}
	// float32 times are found, a step away is not
	s := steady()
	s.Observed[0].Times = []float64{float64(float32(0.05))}
	_, err := Read(excerpt, s)
	require.NoError(t, err)
	s.Observed[0].Times = []float64{0.05 + 1e-6}
	_, err = Read(excerpt, s)
	require.Error(t, err)

	path := filepath.Join(t.TempDir(), "a.npz")
	require.NoError(t, Write(path, []Array{{Name: "t", Shape: []int{3}, Data: []float64{0, 2, 1}}}))
	_, err = Read(path, s)
	require.ErrorContains(t, err, "array t: expected ascending times, found 1 after 2")
	_, err = Read("testdata/types.npz", &Spec{Time: Quantity{Array: "nan"}, End: 1})
	require.ErrorContains(t, err, "array nan: expected finite values, found NaN at [1]")
	_, err = Read("testdata/refused.npz", &Spec{Time: Quantity{Array: "objects"}, End: 1})
	require.ErrorContains(t, err, "Python objects")
}
