package train

import (
	"fmt"
	"math"
)

// Transform maps a free number theta, which the optimiser moves, to a
// parameter's value, which stays in its bounds:
//
//	(Lo, Hi)         Lo + (Hi-Lo)/(1 + exp(-theta))
//	(Lo, +Inf)       Lo + exp(theta)        (a positive parameter has Lo = 0)
//	(-Inf, Hi)       Hi - exp(theta)
//	(-Inf, +Inf)     Scale*theta
//
// so that a change of theta is a relative change of the value.
type Transform struct {
	Lo, Hi float64
	Scale  float64
}

// NewTransform for a parameter with these bounds that starts at value, which
// must lie inside.
func NewTransform(lo, hi float64, positive bool, value float64) (Transform, error) {
	if positive && lo < 0 {
		lo = 0
	}
	if !(lo < value && value < hi) {
		return Transform{}, fmt.Errorf("a trainable parameter must start inside its bounds: %g is not in (%g, %g)", value, lo, hi)
	}
	t := Transform{Lo: lo, Hi: hi, Scale: math.Abs(value)}
	if t.Scale == 0 {
		t.Scale = 1
	}
	return t, nil
}

// Value of theta and its derivative.
func (t Transform) Value(theta float64) (value, slope float64) {
	below, above := !math.IsInf(t.Lo, -1), !math.IsInf(t.Hi, 1)
	switch {
	case below && above:
		s := 1 / (1 + math.Exp(-theta))
		return t.Lo + (t.Hi-t.Lo)*s, (t.Hi - t.Lo) * s * (1 - s)
	case below:
		e := math.Exp(theta)
		return t.Lo + e, e
	case above:
		e := math.Exp(theta)
		return t.Hi - e, -e
	}
	return t.Scale * theta, t.Scale
}

// Theta of a value, the inverse of Value.
func (t Transform) Theta(value float64) float64 {
	below, above := !math.IsInf(t.Lo, -1), !math.IsInf(t.Hi, 1)
	switch {
	case below && above:
		return math.Log((value - t.Lo) / (t.Hi - value))
	case below:
		return math.Log(value - t.Lo)
	case above:
		return math.Log(t.Hi - value)
	}
	return value / t.Scale
}
