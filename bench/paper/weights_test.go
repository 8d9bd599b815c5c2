package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/bench/internal/command"
)

// TestKeptWeights: the checked-in weights of every headline run give the figure that
// its result states, of the first held-out trajectory at the first reported time.
func TestKeptWeights(t *testing.T) {
	if testing.Short() {
		t.Skip("builds solvers")
	}
	t.Chdir("../..")
	o := options{results: "bench/results", specs: "specs"}
	var c *command.Command
	for _, training := range trainings {
		r := aRun{spec: training.spec, labels: clean, seed: 1}
		said, err := readOutcome(o.results, r)
		require.NoError(t, err)
		if said == nil {
			continue // its run is not done
		}
		t.Run(training.spec, func(t *testing.T) {
			m, err := loadSpec(specPath(o.specs, r.spec))
			require.NoError(t, err)
			if !current(said, r, m) {
				t.Skip("the result is of an earlier version of the specification")
			}
			if c == nil {
				c, err = command.Build()
				require.NoError(t, err)
			}
			e := said.Errors[0]
			scale := m.Time.Unit.Scale
			if scale == 0 {
				scale = 1
			}
			out := filepath.Join(t.TempDir(), "predicted")
			require.NoError(t, c.Run(t.Context(), "predict", specPath(o.specs, r.spec), "-weights", weightsFile(o.results, r.spec), "-truth",
				"-cases", fmt.Sprint(m.Cases.Test[0]), "-times", fmt.Sprint(e.Time/scale), "-out", out))
			again, err := collect(out, r, m)
			require.NoError(t, err)
			got := again.at(e)
			require.NotNil(t, got)
			require.InEpsilon(t, e.Each[0], got.L1, 1e-2, "the tolerance of solves, and another processor's rounding")
		})
	}
	if c != nil {
		c.Close()
	}
}
