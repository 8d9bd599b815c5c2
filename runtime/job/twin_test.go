package job

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// TestLabelsOutOfRange: what leaves its range under an explicit scheme may do so
// because of the step; under an implicit one there is no such advice.
func TestLabelsOutOfRange(t *testing.T) {
	left := &solver.RangeError{State: "u", Value: -3, Cell: []int{1}, Range: "[0, 1]"}
	for scheme, advised := range map[string]bool{"": true, "forward_euler": true, "sdirk2": false} {
		s := &session[float64]{exp: &experiment.Experiment{Truth: &experiment.Truth{Scheme: scheme}}}
		err := s.labelError(left)
		require.ErrorIs(t, err, left)
		if advised {
			require.ErrorContains(t, err, "write `solve with sdirk2` in `truth`")
		} else {
			require.NotContains(t, err.Error(), "sdirk2")
		}
		require.NotContains(t, s.labelError(errors.New("other")).Error(), "sdirk2")
	}
}
