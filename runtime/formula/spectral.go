package formula

import (
	"math"
	"math/cmplx"
)

// maxModes bounds the number of coefficients of a spectral sum.
const maxModes = 1 << 22

// exponentials tabulates exp(2 pi i k (x-lo)/length) for every x and
// k = first .. first+n-1, by x, then k.
func exponentials(x []float64, lo, length float64, first, n int) [][]complex128 {
	table := make([][]complex128, len(x))
	for i, xi := range x {
		s := (xi - lo) / length
		row := make([]complex128, n)
		for j := range row {
			turns := float64(first+j) * s
			row[j] = cmplx.Rect(1, 2*math.Pi*(turns-math.Floor(turns)))
		}
		table[i] = row
	}
	return table
}

// contract evaluates sum_k coef[k] prod_a basis[a][x_a][k_a] on the whole grid,
// one axis after the other, the last first: the cost is the grid times the wave
// numbers of one axis, not of all. coef has the given shape, C order; the result
// has the grid's.
func contract(coef []complex128, shape []int, basis [][][]complex128) []complex128 {
	// outer counts wave numbers of axes not yet summed, inner cells of those that are.
	inner := 1
	for a := len(shape) - 1; a >= 0; a-- {
		k := shape[a]
		outer := len(coef) / (k * inner)
		n := len(basis[a])
		next := make([]complex128, outer*n*inner)
		for o := range outer {
			for x, row := range basis[a] {
				dst := next[(o*n+x)*inner : (o*n+x+1)*inner]
				for j, b := range row {
					src := coef[(o*k+j)*inner : (o*k+j+1)*inner]
					for i, c := range src {
						dst[i] += b * c
					}
				}
			}
		}
		coef = next
		inner *= n
	}
	return coef
}
