// Package stats sums up repeated measurements.
package stats

import (
	"math"
	"slices"
)

// Median of values in any order; NaN for none.
func Median(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(x))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
