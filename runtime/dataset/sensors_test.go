package dataset

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
)

func write(t *testing.T, arrays ...Array) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.npz")
	require.NoError(t, Write(path, arrays))
	return path
}

func counted(name string, shape ...int) Array {
	n := 1
	for _, k := range shape {
		n *= k
	}
	a := Array{Name: name, Shape: shape}
	for i := range n {
		a.Data = append(a.Data, float64(i))
	}
	return a
}

// A state that is observed on sensors may be given there; what has the shape of the
// grid is the whole field.
func TestStateAtSensors(t *testing.T) {
	spec := func() *Spec {
		return &Spec{
			States: []Quantity{{Name: "u", Scale: 10, Default: true, Sensors: 3}}, Axes: []string{"x"}, Cells: []int{4}, End: 1,
			Observed: []experiment.Observation{{State: "u", Times: []float64{1}}},
		}
	}
	times := Array{Name: "t", Shape: []int{2}, Data: []float64{0, 1}}
	l, err := Read(write(t, times, counted("u", 2, 5, 3)), spec())
	require.NoError(t, err)
	require.Equal(t, "u.sensors", l.States[0].Name)
	require.Equal(t, []int{2, 5, 3}, l.States[0].Shape)
	require.Equal(t, 10.0, l.States[0].Data[1])
	require.Equal(t, 5, l.Cases)

	l, err = Read(write(t, times, counted("u", 2, 3)), spec())
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 3}, l.States[0].Shape)

	l, err = Read(write(t, times, counted("u", 2, 5, 4)), spec())
	require.NoError(t, err)
	require.Equal(t, "u", l.States[0].Name)

	_, err = Read(write(t, times, counted("u", 2, 5, 2)), spec())
	require.ErrorContains(t, err, "or (2, cases, 3) at its sensors")
	s := spec()
	s.States[0].Default = false
	_, err = Read(write(t, times, counted("u", 2, 5, 3)), s)
	require.ErrorContains(t, err, "the initial state: an expression in `cases`")
}

func TestReadPoints(t *testing.T) {
	read := func(dims int, arrays ...Array) ([][]float64, error) {
		path := write(t, arrays...)
		f, err := os.Open(path)
		require.NoError(t, err)
		defer f.Close()
		return ReadPoints(path, f, []float64{10, 1}[:dims])
	}
	points, err := read(2, counted("p", 2, 2))
	require.NoError(t, err)
	require.Equal(t, [][]float64{{0, 1}, {20, 3}}, points)
	points, err = read(1, counted("points", 2), counted("other", 3))
	require.NoError(t, err)
	require.Equal(t, [][]float64{{0}, {10}}, points)
	for _, a := range []Array{counted("p", 2), counted("p", 2, 3), counted("p", 0, 2)} {
		_, err = read(2, a)
		require.ErrorContains(t, err, "points of sensors, shape (n, 2)")
	}
	_, err = read(2, counted("a", 2, 2), counted("b", 2, 2))
	require.ErrorContains(t, err, "no array that can be read")
}
