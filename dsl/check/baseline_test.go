package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// A baseline is of all closures, of their arguments, in their units; it leaves the
// system as it is, and stands in the places of laws where it is asked for.
func TestBaseline(t *testing.T) {
	src := read(t, "../../specs/cvi.pde")
	m := good(t, src)
	require.Len(t, m.Baseline, 1)
	require.Contains(t, model.Dump(m), "baseline Sv = ")
	applied := func(m *model.Model) bool {
		for _, l := range m.Lets {
			if l.Name == "rate" {
				return l.Value.Deps&model.DepClosure != 0 && strings.Contains(l.Value.String(), "Sv")
			}
		}
		return false
	}
	require.True(t, applied(m))
	require.False(t, strings.Contains(model.Dump(m.With(m.Baseline)), "*Sv("), "the formula stands in its place")
	require.NotEqual(t, model.Dump(m.Exact()), model.Dump(m.With(m.Baseline)))

	baseline := "Sv = -(2/r_f)*eps*log(eps)\n}"
	for wrong, want := range map[string]string{
		"}":                   "the closure `Sv` has no baseline",
		"Sv = 1\n  Sv = 2\n}": "given twice",
		"Sv = 1[m]\n}":        "unit",
		"Sv = T\n}":           "cannot be used in the baseline of a pointwise closure",
		"p = 1\n}":            "`p` is a param, and has no baseline",
	} {
		m, problems := load(t, strings.Replace(src, baseline, wrong, 1))
		require.Nil(t, m, wrong)
		text := ""
		for _, d := range problems {
			if d.Severity == diag.Error {
				text += d.Message + "\n"
			}
		}
		require.Contains(t, text, want, wrong)
	}
}

// The truth of a twin on a finer grid.
func TestRefine(t *testing.T) {
	src := read(t, "../../specs/advdiff_steady.pde")
	require.Equal(t, 1, good(t, src).Truth.Refine)
	m := good(t, strings.Replace(src, "step 1e-3", "step 1e-3 refine 2", 1))
	require.Equal(t, 2, m.Truth.Refine)
	require.Equal(t, 1e-3, m.Truth.Step)
	require.Equal(t, 3, good(t, strings.Replace(src, "step 1e-3", "refine 3", 1)).Truth.Refine)
	for _, wrong := range []string{"refine", "refine 0", "refine 1.5", "refine 2 step 1e-3", "step 1e-3 refine 2 3"} {
		m, problems := load(t, strings.Replace(src, "step 1e-3", wrong, 1))
		require.Nil(t, m, wrong)
		require.Equal(t, "E0704", problems[0].Code, wrong)
	}
}
