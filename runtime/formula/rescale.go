package formula

import (
	"fmt"
	"math"
)

// rescale maps its first argument affinely so that its least and greatest value
// over the grid are the second and the third.
func (ev *evaluator) rescale(e *Expr) (value, error) {
	if len(e.Args) != 3 {
		return value{}, arity(e, 3)
	}
	v, err := ev.eval(e.Args[0])
	if err != nil {
		return value{}, err
	}
	lo, err := ev.scalar(e, "lower end", e.Args[1])
	if err != nil {
		return value{}, err
	}
	hi, err := ev.scalar(e, "upper end", e.Args[2])
	if err != nil {
		return value{}, err
	}
	if v.uniform() {
		return value{}, fmt.Errorf("rescale: the value does not vary over the grid")
	}
	if err := rescale(v.grid, lo, hi); err != nil {
		return value{}, fmt.Errorf("rescale: %w", err)
	}
	return v, nil
}

// rescale v in place; its extremes become lo and hi exactly.
func rescale(v []float64, lo, hi float64) error {
	least, most := math.Inf(1), math.Inf(-1)
	for _, x := range v {
		if math.IsNaN(x) {
			return fmt.Errorf("the value is not a number somewhere")
		}
		least, most = math.Min(least, x), math.Max(most, x)
	}
	if !(most > least) || math.IsInf(most-least, 0) {
		return fmt.Errorf("the value runs from %g to %g over the grid", least, most)
	}
	for i, x := range v {
		s := (x - least) / (most - least)
		v[i] = (1-s)*lo + s*hi
	}
	return nil
}
