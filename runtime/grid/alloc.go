package grid

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Alloc returns n zeroed padded arrays of g, and the one slice that holds them
// in a row. Each starts at a 64-byte boundary, and so does the first interior
// cell of each of its rows.
func Alloc[T vec.Float](g *Grid, n int) (views [][]T, all []T) {
	all = Aligned[T](n * g.Size)
	return Split(g, all), all
}

// Split cuts a slice of whole padded arrays into views of them.
func Split[T vec.Float](g *Grid, all []T) [][]T {
	views := make([][]T, len(all)/g.Size)
	for i := range views {
		views[i] = all[i*g.Size : (i+1)*g.Size : (i+1)*g.Size]
	}
	return views
}

// hugeBytes is the size from which on arrays are given large pages: several of these.
const hugeBytes = 8 << 20

// Aligned returns n zeroed elements from a 64-byte boundary on.
func Aligned[T vec.Float](n int) []T {
	elem := int(unsafe.Sizeof(T(0)))
	line := rowBytes / elem
	buf := make([]T, n+line)
	if n*elem >= hugeBytes {
		hugePages(buf)
	}
	skip := 0
	if rest := int(uintptr(unsafe.Pointer(unsafe.SliceData(buf))) % rowBytes); rest != 0 {
		skip = (rowBytes - rest) / elem
	}
	return buf[skip : skip+n : skip+n]
}

// Centres returns the cell-centre coordinates of an axis with its ghosts: cell i
// at [i+Depth].
func Centres[T vec.Float](g *Grid, axis int) []T {
	x := make([]T, g.N[axis]+2*g.Depth)
	for i := range x {
		x[i] = T(g.Lo[axis] + (float64(i-g.Depth)+0.5)*g.H[axis])
	}
	return x
}
