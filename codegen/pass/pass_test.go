package pass

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOrder(t *testing.T) {
	var ran []string
	for _, s := range All {
		require.NotEmpty(t, s.Reason)
		require.NotContains(t, ran, s.Name)
		for _, before := range s.After {
			require.True(t, slices.Contains(ran, before), "%s needs %s", s.Name, before)
		}
		ran = append(ran, s.Name)
	}
}
