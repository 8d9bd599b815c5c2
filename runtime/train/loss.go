package train

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Term is Weight times one metric of predictions a against labels b. A pair is
// one state of one trajectory at one time; with N values in P pairs in all,
//
//	mse      1/N sum (a-b)^2
//	mae      1/N sum |a-b|
//	huber    1/N sum h(a-b),  h(d) = d^2/2 if |d| <= Delta, else Delta*(|d| - Delta/2)
//	rel_l2   1/P sum over pairs of sqrt(sum (a-b)^2 / sum b^2)
//
// At a kink (a = b) the derivative of mae and of rel_l2 is 0.
type Term struct {
	Metric string
	Weight float64
	Delta  float64 // huber
}

// Total is what a term's mean runs over.
type Total struct{ Values, Pairs int }

// Check the metric's name and numbers.
func (t Term) Check() error {
	switch t.Metric {
	case "mse", "mae", "rel_l2":
	case "huber":
		if !(t.Delta > 0) {
			return fmt.Errorf("loss huber needs a positive delta, found %g", t.Delta)
		}
	default:
		return fmt.Errorf("unknown loss %q (mse, mae, huber and rel_l2 are known)", t.Metric)
	}
	if math.IsNaN(t.Weight) || math.IsInf(t.Weight, 0) {
		return fmt.Errorf("loss %s has the weight %g", t.Metric, t.Weight)
	}
	return nil
}

// Add returns the contribution of one pair to the loss, and adds its derivative
// in pred to cot, which may be nil.
func Add[T vec.Float](t Term, total Total, cot, pred, label []T) float64 {
	perValue := t.Weight / float64(total.Values)
	switch t.Metric {
	case "mse":
		s := 0.0
		for i, a := range pred {
			d := float64(a) - float64(label[i])
			s += d * d
			if cot != nil {
				cot[i] += T(2 * perValue * d)
			}
		}
		return perValue * s
	case "mae":
		s := 0.0
		for i, a := range pred {
			d := float64(a) - float64(label[i])
			s += math.Abs(d)
			if cot != nil && d != 0 {
				cot[i] += T(math.Copysign(perValue, d))
			}
		}
		return perValue * s
	case "huber":
		s := 0.0
		for i, a := range pred {
			d := float64(a) - float64(label[i])
			g := math.Max(-t.Delta, math.Min(t.Delta, d)) // h'(d), and h = g*(d - g/2)
			s += g * (d - g/2)
			if cot != nil {
				cot[i] += T(perValue * g)
			}
		}
		return perValue * s
	case "rel_l2":
		return addRelL2(t.Weight/float64(total.Pairs), cot, pred, label)
	}
	panic("train: unchecked loss " + t.Metric)
}

func addRelL2[T vec.Float](weight float64, cot, pred, label []T) float64 {
	num, den := 0.0, 0.0
	for i, a := range pred {
		b := float64(label[i])
		d := float64(a) - b
		num += d * d
		den += b * b
	}
	r := math.Sqrt(num / den)
	if cot != nil && num > 0 {
		c := weight / (r * den)
		for i, a := range pred {
			cot[i] += T(c * (float64(a) - float64(label[i])))
		}
	}
	return weight * r
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
