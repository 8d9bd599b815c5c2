package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// Rows is the number of interior rows, runs of cells along the last axis.
func (g *Grid) Rows() int { return g.N[0] * g.N[1] * g.N[2] / g.N[g.Dim-1] }

// Row returns the index of the first interior cell of row k, in C order.
func (g *Grid) Row(k int) int {
	switch g.Dim {
	case 1:
		return g.Origin
	case 2:
		return g.Origin + k*g.Stride[0]
	}
	return g.Origin + k/g.N[1]*g.Stride[0] + k%g.N[1]*g.Stride[1]
}

// Pack copies the interior of a padded array to dense C order.
func Pack[T vec.Float](g *Grid, dense, padded []T) {
	n := g.N[g.Dim-1]
	for k := range g.Rows() {
		r := g.Row(k)
		copy(dense[k*n:(k+1)*n], padded[r:r+n])
	}
}

// Unpack copies dense C order to the interior of a padded array.
func Unpack[T vec.Float](g *Grid, padded, dense []T) {
	n := g.N[g.Dim-1]
	for k := range g.Rows() {
		r := g.Row(k)
		copy(padded[r:r+n], dense[k*n:(k+1)*n])
	}
}

// UnpackAdd adds dense C order to the interior of a padded array.
func UnpackAdd[T vec.Float](g *Grid, padded, dense []T) {
	n := g.N[g.Dim-1]
	for k := range g.Rows() {
		r := g.Row(k)
		vec.Axpy(1, dense[k*n:(k+1)*n], padded[r:r+n])
	}
}
