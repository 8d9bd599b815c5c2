package precond

import "math"

// inverter inverts small dense matrices of order n, by Gauss-Jordan elimination with
// partial pivoting of the equilibrated matrix.
type inverter struct {
	n          int
	a, inverse []float64 // row-major
	row, col   []float64 // powers of two that make entries of order 1
}

func newInverter(n int) *inverter {
	return &inverter{
		n: n, a: make([]float64, n*n), inverse: make([]float64, n*n),
		row: make([]float64, n), col: make([]float64, n),
	}
}

// scale sets the equilibration from the matrix in a: what is later taken from a
// must be small beside this to make it singular.
func (v *inverter) scale() {
	n := v.n
	for i := range n {
		largest := 0.0
		for j := range n {
			largest = max(largest, math.Abs(v.a[i*n+j]))
		}
		v.row[i] = reciprocal(largest)
	}
	for j := range n {
		largest := 0.0
		for i := range n {
			largest = max(largest, math.Abs(v.a[i*n+j]*v.row[i]))
		}
		v.col[j] = reciprocal(largest)
	}
}

// reciprocal is a power of two near 1/x, or 1 where there is none.
func reciprocal(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 1
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, -e)
}

// invert sets inverse to that of a, and says whether a is regular: no pivot of
// the equilibrated matrix may be below tiny. a is overwritten.
func (v *inverter) invert(tiny float64) bool {
	n, a, inv := v.n, v.a, v.inverse
	for i := range n {
		for j := range n {
			a[i*n+j] *= v.row[i] * v.col[j]
			inv[i*n+j] = 0
		}
		inv[i*n+i] = v.row[i]
	}
	for k := range n {
		p := k
		for i := k + 1; i < n; i++ {
			if math.Abs(a[i*n+k]) > math.Abs(a[p*n+k]) {
				p = i
			}
		}
		pivot := a[p*n+k]
		if !(math.Abs(pivot) > tiny) || math.IsInf(pivot, 0) {
			return false
		}
		if p != k {
			for j := range n {
				a[k*n+j], a[p*n+j] = a[p*n+j], a[k*n+j]
				inv[k*n+j], inv[p*n+j] = inv[p*n+j], inv[k*n+j]
			}
		}
		for i := range n { // Gauss-Jordan: above the pivot as well
			if i == k {
				continue
			}
			f := a[i*n+k] / pivot
			if f == 0 {
				continue
			}
			for j := range n {
				a[i*n+j] -= f * a[k*n+j]
				inv[i*n+j] -= f * inv[k*n+j]
			}
		}
	}
	for i := range n {
		for j := range n {
			inv[i*n+j] *= v.col[i] / a[i*n+i]
			if x := inv[i*n+j]; math.IsNaN(x) || math.IsInf(x, 0) {
				return false
			}
		}
	}
	return true
}

// certain is how large a determinant must be beside its terms for cofactors to lose
// no more than a few digits.
const certain = 1e-3

// cofactors sets inverse to that of a of order 1 or 2, and says whether it has: the
// determinant must not cancel, which does not depend on how rows and columns are
// scaled, and the result must be finite.
func (v *inverter) cofactors() bool {
	a, inv := v.a, v.inverse
	switch v.n {
	case 1:
		inv[0] = 1 / a[0]
		return a[0] != 0 && inv[0] != 0 && !math.IsInf(inv[0], 0) && inv[0] == inv[0]
	case 2:
		p, q := float64(a[0]*a[3]), float64(a[1]*a[2])
		det := p - q
		size := math.Abs(p) + math.Abs(q)
		if !(math.Abs(det) > certain*size && size > 1e-200 && size < 1e200) {
			return false
		}
		d := 1 / det
		inv[0], inv[1], inv[2], inv[3] = a[3]*d, -a[1]*d, -a[2]*d, a[0]*d
		return true
	}
	return false
}
