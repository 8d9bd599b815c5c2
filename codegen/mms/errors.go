package mms

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/manufacture"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Norms of an error over the cells: mean of its magnitude, root of its mean square, largest.
type Norms struct {
	L1  float64 `json:"l1"`
	L2  float64 `json:"l2"`
	Max float64 `json:"max"`
}

// norms of a - b, without its mean where a state is known up to a constant.
func norms(a, b []float64, free bool) Norms {
	shift := 0.0
	if free {
		for i := range a {
			shift += (a[i] - b[i]) / float64(len(a))
		}
	}
	var n Norms
	for i := range a {
		d := math.Abs(a[i] - b[i] - shift)
		n.L1 += d / float64(len(a))
		n.L2 += d * d / float64(len(a))
		n.Max = math.Max(n.Max, d)
	}
	n.L2 = math.Sqrt(n.L2)
	return n
}

// exactly is the exact solution in the cells of a grid at a time.
func exactly(k *manufacture.Case, cells []int, time float64) [][]float64 {
	tape := k.Tape()
	out := make([][]float64, len(k.Exact))
	values := make([]float64, len(out))
	at := make([]float64, len(cells)+1)
	at[len(cells)] = time
	var visit func(axis int)
	visit = func(axis int) {
		if axis == len(cells) {
			for s, v := range tape.Eval(values, at) {
				out[s] = append(out[s], v)
			}
			return
		}
		x := k.Model.Axes[axis]
		for i := range cells[axis] {
			at[axis] = center(x, cells[axis], i)
			visit(axis + 1)
		}
	}
	visit(0)
	return out
}

// center of a cell of an axis.
func center(x model.Axis, cells, i int) float64 {
	return x.Lo + (float64(i)+0.5)*(x.Hi-x.Lo)/float64(cells)
}
