package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers_steady"
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
	got, err = keep(o, "a/b.json", "other", measure)
	require.NoError(t, err)
	require.Nil(t, got)
	require.Equal(t, 1, made)
}

// The fingerprint of a problem is that of its numerics, not of the text it was made of.
func TestFingerprint(t *testing.T) {
	p := *advdiff_steady.Problem()
	f := fingerprint(&p)
	p.Hash, p.Spec = "other", "moved.pde"
	require.Equal(t, f, fingerprint(&p))
	p.Tol *= 2
	require.NotEqual(t, f, fingerprint(&p))
	require.NotEqual(t, f, fingerprint(burgers_steady.Problem()))
}
