package precond

import (
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// blocks is an n by n matrix in every cell, as arrays over cells: that of row e
// and column s at [e*n+s].
type blocks[T vec.Float] [][]T

// store writes the inverter's result to a cell, and says whether it is finite in T.
func (b blocks[T]) store(v *inverter, cell int) bool {
	for k, x := range v.inverse {
		b[k][cell] = T(x)
		if math.IsInf(float64(b[k][cell]), 0) {
			return false
		}
	}
	return true
}

// multiply sets y = B x in width cells from a cell on, or y = B' x. y and x are n
// stretches of that width in a row.
func (b blocks[T]) multiply(y, x []T, n, cell, width int, transposed bool) {
	row, col := n, 1
	if transposed {
		row, col = 1, n
	}
	clear(y)
	for e := range n {
		for s := range n {
			vec.MulAdd(y[e*width:(e+1)*width], b[e*row+s*col][cell:cell+width], x[s*width:(s+1)*width])
		}
	}
}

// term is one entry of a matrix that couples a cell to its own or to the next
// cell along a line.
type term[T vec.Float] struct {
	entry, equation, state int
	values                 []T
}

// terms selects the entries with offset o along an axis, and 0 along the others.
func terms[T vec.Float](m *Matrix[T], axis, o int) (list []term[T]) {
	off := [3]int{}
	off[axis] = o
	for k, e := range m.Entries {
		if e.Off == off {
			list = append(list, term[T]{k, e.Equation, e.State, m.Values[k]})
		}
	}
	return list
}

// gather sets the inverter's matrix to the block of a cell, and scales by it.
func gather[T vec.Float](v *inverter, centre []term[T], cell int) {
	clear(v.a)
	for _, t := range centre {
		v.a[t.equation*v.n+t.state] += float64(t.values[cell])
	}
	v.scale()
}

// invertRow inverts the blocks of n cells, from one on, and returns the first cell
// whose block is singular or not finite, or -1. Small blocks are inverted by their
// cofactors where the determinant is far from cancelling, others by elimination.
func invertRow[T vec.Float](b blocks[T], v *inverter, centre []term[T], first, n int) int {
	limit := tiny[T](v.n)
	for cell := first; cell < first+n; cell++ {
		clear(v.a)
		for _, t := range centre {
			v.a[t.equation*v.n+t.state] += float64(t.values[cell])
		}
		if !v.cofactors() {
			v.scale()
			if !v.invert(limit) {
				return cell
			}
		}
		if !b.store(v, cell) {
			return cell
		}
	}
	return -1
}

// tiny is the pivot, beside entries of order 1, that cannot be told from zero.
func tiny[T vec.Float](states int) float64 {
	if unsafe.Sizeof(T(0)) == 4 {
		return float64(states) * 0x1p-23
	}
	return float64(states) * 0x1p-52
}

// singular is the error of a cell's block.
func singular[T vec.Float](m *Matrix[T], cell, axis int) error {
	at := cellOf(m.Grid, cell)
	return &SingularError{Cell: append([]int(nil), at[:m.Grid.Dim]...), States: m.States, Axis: axis}
}

// elemSize is the size of T in bytes.
func elemSize[T vec.Float]() int { return int(unsafe.Sizeof(T(0))) }
