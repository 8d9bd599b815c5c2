package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestInflow: only a condition that is known to feed its own state is warned of.
func TestInflow(t *testing.T) {
	src := strings.NewReplacer("param k = 0.5", "param k = 0.5\nparam h = 2\nlet loss = h*(u - 1)\nlet gain = -loss",
		"x = max: dn(u) = 0", "x = max: CONDITION").Replace(bar)
	for condition, warned := range map[string]bool{
		"-k*dn(u) = loss":           false,
		"k*dn(u) = loss":            true,
		"-k*dn(u) = gain":           true,
		"u = dn(u)":                 true,
		"dn(u)/k = 3*u/h - 1":       true,
		"h*u + k*dn(u) = 1":         false,
		"h*u - k*dn(u) = t":         true,
		"k*dn(u) = u^3":             false, // not linear
		"k*dn(u) = (x + 1)*u":       false, // not known here
		"k*dn(u) = 0*t*u":           false,
		"k*dn(u) = h*u - 2*h*u + t": false,
	} {
		_, problems := load(t, strings.Replace(src, "CONDITION", condition, 1))
		got := codes(problems)
		require.Equal(t, warned, strings.Contains(got, "W0502"), "%s: %s", condition, got)
		require.NotContains(t, got, "E", condition)
	}
}
