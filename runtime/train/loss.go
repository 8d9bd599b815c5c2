package train

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Term is Weight times one metric of predictions a against labels b, each value
// with a weight w of its own (1 if there are none). A pair is one state of one
// trajectory at one time; with W the sum of all weights and P pairs in all,
//
//	mse      1/W sum w (a-b)^2
//	mae      1/W sum w |a-b|
//	huber    1/W sum w h(a-b),  h(d) = d^2/2 if |d| <= Delta, else Delta*(|d| - Delta/2)
//	rel_l2   1/P sum over pairs of sqrt(sum w (a-b)^2 / sum w b^2)
//	rel_l1   1/P sum over pairs of sum w |a-b| / sum w |b|
//
// At a kink (a = b) the derivative of mae, rel_l1 and rel_l2 is 0.
type Term struct {
	Metric string
	Weight float64
	Delta  float64 // huber
}

// Total is what a term's mean runs over.
type Total struct {
	Values float64 // the sum of the weights
	Pairs  int
}

// Check the metric's name and numbers.
func (t Term) Check() error {
	switch t.Metric {
	case "mse", "mae", "rel_l1", "rel_l2":
	case "huber":
		if !(t.Delta > 0) {
			return fmt.Errorf("loss huber needs a positive delta, found %g", t.Delta)
		}
	default:
		return fmt.Errorf("unknown loss %q (mse, mae, huber, rel_l1 and rel_l2 are known)", t.Metric)
	}
	if math.IsNaN(t.Weight) || math.IsInf(t.Weight, 0) {
		return fmt.Errorf("loss %s has the weight %g", t.Metric, t.Weight)
	}
	return nil
}

// Add returns the contribution of one pair to the loss, and adds its derivative
// in pred to cot, which may be nil. So may w.
func Add[T vec.Float](t Term, total Total, cot, pred, label []T, w []float64) float64 {
	value, relative := t.Weight/total.Values, t.Weight/float64(total.Pairs)
	switch t.Metric {
	case "mse":
		return value * each(cot, pred, label, w, value, func(d float64) (h, slope float64) { return d * d, 2 * d })
	case "mae":
		return value * each(cot, pred, label, w, value, magnitude)
	case "huber":
		return value * each(cot, pred, label, w, value, func(d float64) (h, slope float64) {
			g := math.Max(-t.Delta, math.Min(t.Delta, d)) // h'(d), and h = g*(d - g/2)
			return g * (d - g/2), g
		})
	case "rel_l1":
		scale := relative / size(label, w, math.Abs)
		return scale * each(cot, pred, label, w, scale, magnitude)
	case "rel_l2":
		den := size(label, w, func(b float64) float64 { return b * b })
		r := math.Sqrt(each[T](nil, pred, label, w, 0, func(d float64) (h, slope float64) { return d * d, 0 }) / den)
		if cot != nil && r > 0 {
			each(cot, pred, label, w, relative/(r*den), func(d float64) (h, slope float64) { return 0, d })
		}
		return relative * r
	}
	panic("train: unchecked loss " + t.Metric)
}

func magnitude(d float64) (h, slope float64) {
	if d == 0 {
		return 0, 0
	}
	return math.Abs(d), math.Copysign(1, d)
}

// each sums w*h(a-b), and adds scale*w*h'(a-b) to cot if it is not nil.
func each[T vec.Float](cot, pred, label []T, w []float64, scale float64, h func(d float64) (h, slope float64)) float64 {
	s, wi := 0.0, 1.0
	for i, a := range pred {
		if w != nil {
			wi = w[i]
		}
		v, slope := h(float64(a) - float64(label[i]))
		s += wi * v
		if cot != nil {
			cot[i] += T(scale * wi * slope)
		}
	}
	return s
}

// size sums w*h(b).
func size[T vec.Float](label []T, w []float64, h func(b float64) float64) float64 {
	s := 0.0
	for i, b := range label {
		if w != nil {
			s += w[i] * h(float64(b))
		} else {
			s += h(float64(b))
		}
	}
	return s
}

// L2 is weight times the mean square of theta; its derivative is added to grad.
func L2[T vec.Float](weight float64, theta, grad []T) float64 {
	if len(theta) == 0 {
		return 0
	}
	s := 0.0
	c := weight / float64(len(theta))
	for i, x := range theta {
		s += float64(x) * float64(x)
		grad[i] += T(2 * c * float64(x))
	}
	return c * s
}
