package longrun

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A complete run within a budget has the bits of one with everything kept, and keeps
// to the budget.
func TestComplete(t *testing.T) {
	budget := 12 * StateBytes()
	r, err := Complete(t.Context(), 60, budget, 1)
	require.NoError(t, err)
	require.True(t, r.SameBits)
	require.LessOrEqual(t, float64(r.Stored), budget)
	require.Greater(t, r.Executed, 60)
	require.GreaterOrEqual(t, float64(r.All), 60*StateBytes())
}
