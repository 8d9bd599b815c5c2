// Package observe takes from a field what an observation sees of it: all cells,
// those of a box, the values at sensors, or cells with weights. Each is a linear
// map with its adjoint.
//
// It knows a grid of cells and arrays; it must never know a solver, a loss or a
// spec.
package observe

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Axis of the grid; values belong to the centres of its cells.
type Axis struct {
	Lo, Hi   float64
	Cells    int
	Periodic bool
}

// Operator is a linear map from a field (C order) to observed values:
//
//	v_i = sum_k c_ik u(cell_ik)
//
// kept row by row. The zero Operator sees every cell as it is.
type Operator struct {
	first  []int // by value, where its terms begin; one more at the end; nil: every cell
	cell   []int
	coef   []float64
	weight []float64 // by value, nil: 1
}

// Len is the number of values that are seen of a field of so many cells.
func (o *Operator) Len(cells int) int {
	if o.first == nil {
		return cells
	}
	return len(o.first) - 1
}

// Whole says whether every cell is seen as it is.
func (o *Operator) Whole() bool { return o.first == nil }

// Weights of the values, nil if all are 1.
func (o *Operator) Weights() []float64 { return o.weight }

// row adds a value with no terms yet.
func (o *Operator) row() {
	if o.first == nil {
		o.first = []int{0}
	}
	o.first = append(o.first, len(o.cell))
}

// term adds c*u(cell) to the last value.
func (o *Operator) term(cell int, c float64) {
	o.cell, o.coef = append(o.cell, cell), append(o.coef, c)
	o.first[len(o.first)-1] = len(o.cell)
}

// Apply writes the values that are seen of u to out.
func Apply[T vec.Float](o *Operator, out, u []T) {
	if o.first == nil {
		copy(out, u)
		return
	}
	for i := range out {
		s := 0.0
		for k := o.first[i]; k < o.first[i+1]; k++ {
			s += o.coef[k] * float64(u[o.cell[k]])
		}
		out[i] = T(s)
	}
}

// Adjoint adds to bar, a cotangent of the field, what belongs to the cotangent of
// the values.
func Adjoint[T vec.Float](o *Operator, bar, cot []T) {
	if o.first == nil {
		for i, c := range cot {
			bar[i] += c
		}
		return
	}
	for i, c := range cot {
		for k := o.first[i]; k < o.first[i+1]; k++ {
			bar[o.cell[k]] += T(o.coef[k] * float64(c))
		}
	}
}

// Box sees the cells whose centres lie in [lo, hi] of each axis, ends included up
// to rounding.
func Box(axes []Axis, box [][2]float64) (*Operator, error) {
	if len(box) != len(axes) {
		return nil, fmt.Errorf("a box of %d ranges on %d axes", len(box), len(axes))
	}
	o := &Operator{first: []int{0}}
	each(axes, func(cell int, index []int) {
		for a, x := range axes {
			h := (x.Hi - x.Lo) / float64(x.Cells)
			c := x.Lo + (float64(index[a])+0.5)*h
			if c < box[a][0]-1e-9*h || c > box[a][1]+1e-9*h {
				return
			}
		}
		o.row()
		o.term(cell, 1)
	})
	if o.Len(0) == 0 {
		return nil, fmt.Errorf("no cell has its centre in the box")
	}
	return o, nil
}

// Mask sees the cells with a positive weight.
func Mask(axes []Axis, weights []float64) (*Operator, error) {
	cells := 1
	for _, a := range axes {
		cells *= a.Cells
	}
	if len(weights) != cells {
		return nil, fmt.Errorf("a mask of %d weights on %d cells", len(weights), cells)
	}
	o := &Operator{first: []int{0}}
	for cell, w := range weights {
		switch {
		case !(w >= 0) || w > 1e300:
			return nil, fmt.Errorf("the weight %g of cell %d is not a number from 0", w, cell)
		case w > 0:
			o.row()
			o.term(cell, 1)
			o.weight = append(o.weight, w)
		}
	}
	if len(o.weight) == 0 {
		return nil, fmt.Errorf("the mask sees no cell")
	}
	return o, nil
}

// each goes through the cells in order.
func each(axes []Axis, f func(cell int, index []int)) {
	index := make([]int, len(axes))
	for cell := 0; ; cell++ {
		f(cell, index)
		a := len(axes) - 1
		for ; a >= 0; a-- {
			if index[a]++; index[a] < axes[a].Cells {
				break
			}
			index[a] = 0
		}
		if a < 0 {
			return
		}
	}
}
