package formula

import "math"

type function struct {
	arity int
	f     func(a [3]float64) float64
}

func one(f func(x float64) float64) function {
	return function{1, func(a [3]float64) float64 { return f(a[0]) }}
}

func two(f func(x, y float64) float64) function {
	return function{2, func(a [3]float64) float64 { return f(a[0], a[1]) }}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// functions is the table of elementwise operations.
var functions = map[string]function{
	"neg": one(func(x float64) float64 { return -x }),
	"add": two(func(x, y float64) float64 { return x + y }),
	"sub": two(func(x, y float64) float64 { return x - y }),
	"mul": two(func(x, y float64) float64 { return x * y }),
	"div": two(func(x, y float64) float64 { return x / y }),
	"pow": two(math.Pow),

	"less":       two(func(x, y float64) float64 { return truth(x < y) }),
	"less_eq":    two(func(x, y float64) float64 { return truth(x <= y) }),
	"greater":    two(func(x, y float64) float64 { return truth(x > y) }),
	"greater_eq": two(func(x, y float64) float64 { return truth(x >= y) }),

	"exp":  one(math.Exp),
	"log":  one(math.Log),
	"sqrt": one(math.Sqrt),
	"sin":  one(math.Sin),
	"cos":  one(math.Cos),
	"tan":  one(math.Tan),
	"tanh": one(math.Tanh),
	"abs":  one(math.Abs),
	"min":  two(math.Min),
	"max":  two(math.Max),
	"sign": one(func(x float64) float64 { return truth(x > 0) - truth(x < 0) }),
	"where": {3, func(a [3]float64) float64 {
		if a[0] != 0 {
			return a[1]
		}
		return a[2]
	}},
}

// reduction folds the cells, in order.
type reduction struct {
	start float64
	step  func(acc, x float64) float64
	mean  bool
}

var reductions = map[string]reduction{
	"grid_min":  {math.Inf(1), math.Min, false},
	"grid_max":  {math.Inf(-1), math.Max, false},
	"grid_sum":  {0, func(acc, x float64) float64 { return acc + x }, false},
	"grid_mean": {0, func(acc, x float64) float64 { return acc + x }, true},
}

// reduce treats a uniform value as that value in every cell.
func (ev *evaluator) reduce(r reduction, v value) float64 {
	acc := r.start
	for i := range ev.cells {
		acc = r.step(acc, v.at(i))
	}
	if r.mean {
		acc /= float64(ev.cells)
	}
	return acc
}
