package observe

import (
	"fmt"
	"math"
)

// Sensors sees the field at points, by multilinear interpolation between the
// centres of the cells around each: second order in the width of the cells. Along
// a periodic axis the last cell and the first are neighbours; between the last
// centre and a wall the value is that of the nearest cell. A point outside of the
// domain is an error.
func Sensors(axes []Axis, points [][]float64) (*Operator, error) {
	o := &Operator{first: []int{0}}
	for n, p := range points {
		if len(p) != len(axes) {
			return nil, fmt.Errorf("sensor %d has %d coordinates, the domain has %d", n, len(p), len(axes))
		}
		o.row()
		cells, coefs := []int{0}, []float64{1}
		for a, x := range axes {
			low, high, f, ok := x.between(p[a])
			if !ok {
				return nil, fmt.Errorf("sensor %d is outside of the domain: %g is not in [%g, %g]", n, p[a], x.Lo, x.Hi)
			}
			var c []int
			var w []float64
			for k, cell := range cells {
				if f < 1 {
					c, w = append(c, cell*x.Cells+low), append(w, coefs[k]*(1-f))
				}
				if f > 0 {
					c, w = append(c, cell*x.Cells+high), append(w, coefs[k]*f)
				}
			}
			cells, coefs = c, w
		}
		for k, cell := range cells {
			o.term(cell, coefs[k])
		}
	}
	if len(points) == 0 {
		return nil, fmt.Errorf("there are no sensors")
	}
	return o, nil
}

// between finds the two cells around a coordinate, and how far it lies from the
// first to the second.
func (x Axis) between(at float64) (low, high int, f float64, ok bool) {
	h := (x.Hi - x.Lo) / float64(x.Cells)
	if !(at >= x.Lo-1e-9*h && at <= x.Hi+1e-9*h) {
		return 0, 0, 0, false
	}
	s := (at-x.Lo)/h - 0.5 // in cells, from the first centre
	i := math.Floor(s)
	low, f = int(i), s-i
	high = low + 1
	if x.Periodic {
		return (low + x.Cells) % x.Cells, high % x.Cells, f, true
	}
	switch {
	case low < 0:
		return 0, 0, 0, true
	case high >= x.Cells:
		return x.Cells - 1, x.Cells - 1, 0, true
	}
	return low, high, f, true
}
