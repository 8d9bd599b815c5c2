package testsystem

import "math"

// num is a value with its derivative along one direction.
type num struct{ v, d float64 }

func c(v float64) num             { return num{v: v} }
func (a num) add(b num) num       { return num{a.v + b.v, a.d + b.d} }
func (a num) sub(b num) num       { return num{a.v - b.v, a.d - b.d} }
func (a num) mul(b num) num       { return num{a.v * b.v, a.v*b.d + a.d*b.v} }
func (a num) div(b num) num       { return num{a.v / b.v, (a.d - a.v/b.v*b.d) / b.v} }
func (a num) scale(s float64) num { return num{a.v * s, a.d * s} }
func (a num) pos() num            { return choose(a.v > 0, a, num{}) }
func (a num) neg() num            { return choose(a.v < 0, a, num{}) }
func choose(t bool, a, b num) num {
	if t {
		return a
	}
	return b
}
func sin(a num) num { return num{math.Sin(a.v), math.Cos(a.v) * a.d} }
