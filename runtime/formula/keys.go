package formula

import (
	"fmt"
	"math"
)

// scalar evaluates an argument that must be one number.
func (ev *evaluator) scalar(e *Expr, what string, arg *Expr) (float64, error) {
	v, err := ev.eval(arg)
	if err != nil {
		return 0, fmt.Errorf("%s: %s: %w", e.Op, what, err)
	}
	if !v.uniform() {
		return 0, fmt.Errorf("%s: %s must be one number, it varies over the grid", e.Op, what)
	}
	if math.IsNaN(v.num) || math.IsInf(v.num, 0) {
		return 0, fmt.Errorf("%s: %s is %g", e.Op, what, v.num)
	}
	return v.num, nil
}

// key evaluates a keyword argument; def stands for one that is missing, NaN
// makes it compulsory.
func (ev *evaluator) key(e *Expr, name string, def float64) (float64, error) {
	arg, ok := e.Keys[name]
	if !ok {
		if math.IsNaN(def) {
			return 0, fmt.Errorf("%s: %s is missing", e.Op, name)
		}
		return def, nil
	}
	return ev.scalar(e, name, arg)
}

// count evaluates a keyword argument that must be a whole number in [lo, hi].
func (ev *evaluator) count(e *Expr, name string, lo, hi float64) (int, error) {
	x, err := ev.key(e, name, math.NaN())
	if err != nil {
		return 0, err
	}
	if x != math.Trunc(x) || x < lo || x > hi {
		return 0, fmt.Errorf("%s: %s must be a whole number from %g to %g, found %g", e.Op, name, lo, hi, x)
	}
	return int(x), nil
}
