package stats

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	require.Equal(t, 2.0, Median([]float64{5, 1, 2}))
	require.Equal(t, 1.5, Median([]float64{5, 1, 2, 0}))
	require.NotEqual(t, Median(nil), Median(nil), "not a number")
}
