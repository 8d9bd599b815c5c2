package plot

import "math"

// Scale maps values to colours; panels that share a Scale can be compared.
type Scale struct {
	Lo, Hi    float64
	Diverging bool   // for differences: symmetric about zero
	Label     string // of the colour bar, usually the unit
}

// ScaleOf covers all values of the given fields; a constant field gets a range
// around its value. Values that are not finite do not count.
func ScaleOf(label string, fields ...[]float64) *Scale {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, f := range fields {
		for _, v := range f {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	switch {
	case lo > hi:
		lo, hi = 0, 1
	case hi-lo <= 1e-12*max(math.Abs(lo), math.Abs(hi)):
		pad := 0.05 * math.Abs(lo)
		if pad == 0 {
			pad = 1
		}
		lo, hi = lo-pad, hi+pad
	}
	return &Scale{Lo: lo, Hi: hi, Label: label}
}

// DifferenceScaleOf is symmetric about zero.
func DifferenceScaleOf(label string, fields ...[]float64) *Scale {
	s := ScaleOf(label, fields...)
	m := max(math.Abs(s.Lo), math.Abs(s.Hi))
	return &Scale{Lo: -m, Hi: m, Diverging: true, Label: label}
}

// colours of the scale.
func (s *Scale) colours() colourMap {
	if s.Diverging {
		return diverging
	}
	return sequential
}

// Difference returns a - b.
func Difference(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return d
}
