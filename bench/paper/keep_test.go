package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A long measurement is made once, in the full form only, and never shown for
// another specification.
func TestKeep(t *testing.T) {
	o := options{results: t.TempDir()}
	made := 0
	measure := func() (*float64, error) {
		made++
		x := 1.5
		return &x, nil
	}
	got, err := keep(o, "a/b.json", "h", measure)
	require.NoError(t, err)
	require.Nil(t, got)
	o.full = true
	for range 2 {
		got, err = keep(o, "a/b.json", "h", measure)
		require.NoError(t, err)
		require.Equal(t, 1.5, *got)
	}
	require.Equal(t, 1, made)
	o.full = false
	got, err = keep(o, "a/b.json", "h", measure)
	require.NoError(t, err)
	require.Equal(t, 1.5, *got)
	_, err = keep(o, "a/b.json", "other", measure)
	require.ErrorContains(t, err, "of another specification")
}
