package fixedpoint

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// fit is a least-squares problem in a few long columns, F gamma ~ r, as the QR
// factorisation of F: columns are added at the end by Gram-Schmidt and dropped at
// the front by rotations.
type fit[T vec.Float] struct {
	space   Space[T]
	columns int
	q       [][]T
	r       [][]float64 // by column, upper triangular
	temp    []T
	work    [][]float64 // by column, R in solve
	row     []float64   // one more row of it
}

func newFit[T vec.Float](space Space[T], depth int) *fit[T] {
	f := &fit[T]{space: space, temp: space.New(), row: make([]float64, depth)}
	for range depth {
		f.q = append(f.q, space.New())
		f.r = append(f.r, make([]float64, depth))
		f.work = append(f.work, make([]float64, depth))
	}
	return f
}

func (f *fit[T]) full() bool { return f.columns == len(f.q) }

// dependent is the part of a column, outside of the span of the others, below
// which it counts as rounding error.
func dependent[T vec.Float]() float64 { return 1e3 * krylov.Epsilon[T]() }

// add appends a column. If it depends on the others it starts a new set alone; it
// is refused if it is zero or not finite.
func (f *fit[T]) add(column []T) bool {
	length := f.space.Norm(column)
	if !(length > 0) || math.IsInf(length, 0) {
		return false
	}
	k := f.columns
	q, r := f.q[k], f.r[k]
	f.space.Copy(q, column)
	clear(r)
	for range 2 { // the second pass makes up for the rounding of the first
		for i := range k {
			d := f.space.Dot(f.q[i], q)
			r[i] += d
			f.space.Axpy(T(-d), f.q[i], q)
		}
	}
	rest := f.space.Norm(q)
	if k > 0 && rest <= dependent[T]()*length {
		f.columns = 0
		return f.add(column)
	}
	r[k] = rest
	f.space.Scale(T(1/rest), q)
	f.columns++
	return true
}

// drop removes the first column.
func (f *fit[T]) drop() {
	first := f.r[0]
	copy(f.r, f.r[1:f.columns])
	f.columns--
	f.r[f.columns] = first
	for i := range f.columns { // R has one element below the diagonal in each column
		c, s, norm := rotation(f.r[i][i], f.r[i][i+1])
		f.r[i][i], f.r[i][i+1] = norm, 0
		for _, col := range f.r[i+1 : f.columns] {
			col[i], col[i+1] = c*col[i]+s*col[i+1], c*col[i+1]-s*col[i]
		}
		f.space.Copy(f.temp, f.q[i])
		f.space.Axpby(T(s), f.q[i+1], T(c), f.q[i])
		f.space.Axpby(T(-s), f.temp, T(c), f.q[i+1])
	}
}

// rotation makes (a, b) to (norm, 0): norm = c*a + s*b, 0 = c*b - s*a.
func rotation(a, b float64) (c, s, norm float64) {
	norm = math.Hypot(a, b)
	if norm == 0 {
		return 1, 0, 0
	}
	return a / norm, b / norm, norm
}

// solve sets gamma to the minimiser of |F gamma - r|^2 + sum (lambda |F_j| gamma_j)^2,
// lambda a few rounding errors.
func (f *fit[T]) solve(gamma []float64, r []T) {
	n := f.columns
	lambda := 10 * krylov.Epsilon[T]()
	for j := range n {
		gamma[j] = f.space.Dot(f.q[j], r)
		copy(f.work[j], f.r[j])
	}
	for j := range n { // rotate the row lambda |F_j| e_j' into R
		clear(f.row)
		for _, x := range f.r[j][:j+1] {
			f.row[j] = math.Hypot(f.row[j], x)
		}
		f.row[j] *= lambda
		right := 0.0
		for i := j; i < n; i++ {
			c, s, norm := rotation(f.work[i][i], f.row[i])
			f.work[i][i] = norm
			for k := i + 1; k < n; k++ {
				w := f.work[k]
				w[i], f.row[k] = c*w[i]+s*f.row[k], c*f.row[k]-s*w[i]
			}
			gamma[i], right = c*gamma[i]+s*right, c*right-s*gamma[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			gamma[i] -= f.work[k][i] * gamma[k]
		}
		gamma[i] /= f.work[i][i]
	}
}
