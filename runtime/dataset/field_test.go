package dataset

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadField(t *testing.T) {
	read := func(want FieldSpec, arrays ...Array) (*Array, error) {
		path := filepath.Join(t.TempDir(), "k.npz")
		require.NoError(t, Write(path, arrays))
		f, err := os.Open(path)
		require.NoError(t, err)
		defer f.Close()
		return ReadField("k.npz", f, want)
	}
	data := func(v ...float64) Array { return Array{Name: "k", Shape: []int{2, 2}, Data: v} }
	other := data(9, 9, 9, 9)
	other.Name = "other"
	want := FieldSpec{Name: "k", Axes: []string{"x", "y"}, Cells: []int{2, 2}, Scale: 1e3, Unit: "km"}

	a, err := read(want, other, data(1, 2, 3, -4))
	require.NoError(t, err)
	require.Equal(t, []float64{1e3, 2e3, 3e3, -4e3}, a.Data, "in SI")
	a, err = read(want, other)
	require.NoError(t, err, "the only array needs no name")
	require.Equal(t, "k", a.Name)

	path := filepath.Join(t.TempDir(), "fields.safetensors")
	require.NoError(t, SaveArrays(path, []Array{*a}))
	back, err := FromSafetensors(path)
	require.NoError(t, err)
	require.Equal(t, a.Data, back[0].Data)

	positive, ranged := want, want
	positive.Positive = true
	ranged.Min, ranged.Max, ranged.MinOpen = 0, 3e3, true
	flat := data(1, 2, 3, 4)
	flat.Shape = []int{4}
	two := other
	two.Name = "k2"
	for text, c := range map[string]struct {
		want   FieldSpec
		arrays []Array
	}{
		"expected the field k, axes (x, y) of shape (2, 2), found shape (4)":                           {want, []Array{flat}},
		"expected the field k, axes (x, y) of shape (2, 2), found no such array (there are other, k2)": {want, []Array{other, two}},
		"expected finite values, found NaN at [1 0]":                                                   {want, []Array{data(1, 2, math.NaN(), 4)}},
		"expected positive values, found 0 at [0 1]":                                                   {positive, []Array{data(1, 0, 2, 3)}},
		"expected values in (0, 3] km, found 3.5 at [1 1]":                                             {ranged, []Array{data(1, 1, 2, 3.5)}},
		"expected values in (0, 3] km, found 0 at [0 0]":                                               {ranged, []Array{data(0, 1, 2, 3)}},
	} {
		_, err := read(c.want, c.arrays...)
		var fit *FitError
		require.ErrorAs(t, err, &fit, text)
		require.ErrorContains(t, err, text)
		require.ErrorContains(t, err, "k.npz: array k")
	}
	f, err := os.Open("field_test.go")
	require.NoError(t, err)
	defer f.Close()
	_, err = ReadField("field_test.go", f, want)
	require.ErrorContains(t, err, "neither .npz nor .npy")
}
