// Package mat multiplies the small dense matrices of networks: row-major, one
// dimension (the points) long, the others a few hundred at most.
//
// # Order of summation
//
// Every element of a product is one sum over the inner index in ascending order,
// started from the value that is there. So blocking, the number of rows in a
// call and the vector width change no bit of it, and rows may be given to any
// number of workers. The vector kernels fuse multiply and add, the plain ones
// do not: the two builds agree to round-off. (Products with very few columns are
// dot products by vec.Dot, the same bits in both builds.)
//
// The functions run on the calling goroutine and allocate nothing.
package mat

import (
	"fmt"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// A tile is rows x panelBytes of the product, what a kernel keeps in registers.
const (
	rows       = 4
	panelBytes = 128
	chunk      = 64 // inner steps of MulTransposed between loads of a tile
)

// panel is the width of a tile in elements.
func panel[T vec.Float]() int { return panelBytes / size[T]() }

func size[T vec.Float]() int { return int(unsafe.Sizeof(T(0))) }

// Mul adds A*B to C: c is m x b.Cols with row stride ldc, a is m x b.Rows with
// row stride lda.
func Mul[T vec.Float](c []T, ldc int, a []T, lda, m int, b *Packed[T]) {
	check(len(c), ldc, m, b.Cols)
	check(len(a), lda, m, b.Rows)
	if m == 0 || b.Rows == 0 || b.Cols == 0 {
		return
	}
	if b.narrow() {
		mulNarrow(c, ldc, a, lda, m, b)
		return
	}
	step := uintptr(size[T]())
	wide := panel[T]()
	for j := 0; j < b.Cols; j += wide {
		bp := unsafe.Pointer(&b.data[j*b.Rows])
		width := min(wide, b.Cols-j)
		i := 0
		for ; i+rows <= m && width == wide; i += rows {
			tile[T](unsafe.Pointer(&c[i*ldc+j]), uintptr(ldc)*step,
				unsafe.Pointer(&a[i*lda]), uintptr(lda)*step, step, bp, panelBytes, b.Rows)
		}
		for i < m {
			r, stride := edge(m-i, uintptr(lda)*step)
			edgeTile(c[i*ldc+j:], ldc, 1, r, width,
				unsafe.Pointer(&a[i*lda]), stride, step, bp, panelBytes, b.Rows)
			i += r
		}
	}
	vec.ClearUpper()
}

// mulNarrow is Mul for a few columns: dot products.
func mulNarrow[T vec.Float](c []T, ldc int, a []T, lda, m int, b *Packed[T]) {
	for i := range m {
		for j := range b.Cols {
			c[i*ldc+j] += T(vec.Dot(a[i*lda:i*lda+b.Rows], b.data[j*b.Rows:(j+1)*b.Rows]))
		}
	}
}

// MulTransposed adds A'*B to C: a is m x p with row stride lda, b is m x q with
// row stride ldb, c is p x q with row stride ldc.
func MulTransposed[T vec.Float](c []T, ldc int, a []T, lda, p int, b []T, ldb, q, m int) {
	check(len(a), lda, m, p)
	check(len(b), ldb, m, q)
	check(len(c), ldc, p, q)
	if m == 0 || p == 0 || q == 0 {
		return
	}
	// element (i, j) of the product is at c[i*ci+j*cj]; the transpose is
	// computed where that takes fewer tiles
	ci, cj := ldc, 1
	if tiles[T](q, p) < tiles[T](p, q) {
		a, lda, p, b, ldb, q = b, ldb, q, a, lda, p
		ci, cj = 1, ldc
	}
	step := uintptr(size[T]())
	wide := panel[T]()
	var part [chunk * panelBytes / 4]T // a narrow panel, padded with zeros
	for k := 0; k < m; k += chunk {
		depth := min(chunk, m-k)
		for j := 0; j < q; j += wide {
			width := min(wide, q-j)
			bp, bK := unsafe.Pointer(&b[k*ldb+j]), uintptr(ldb)*step
			if width < wide {
				for r := range depth {
					copy(part[r*wide:r*wide+width], b[(k+r)*ldb+j:])
				}
				bp, bK = unsafe.Pointer(&part), panelBytes
			}
			i := 0
			for ; i+rows <= p && width == wide && cj == 1; i += rows {
				tile[T](unsafe.Pointer(&c[i*ci+j]), uintptr(ci)*step,
					unsafe.Pointer(&a[k*lda+i]), step, uintptr(lda)*step, bp, bK, depth)
			}
			for i < p {
				r, stride := edge(p-i, step)
				edgeTile(c[i*ci+j*cj:], ci, cj, r, width,
					unsafe.Pointer(&a[k*lda+i]), stride, uintptr(lda)*step, bp, bK, depth)
				i += r
			}
		}
	}
	vec.ClearUpper()
}

// tiles is the number of kernel calls for a p x q product.
func tiles[T vec.Float](p, q int) int {
	wide := panel[T]()
	return (p/rows + p%rows) * ((q + wide - 1) / wide)
}

// edge takes a whole tile of rows if there are as many left; else one row, which
// the kernel then reads as if it were all (stride 0).
func edge(left int, stride uintptr) (int, uintptr) {
	if left >= rows {
		return rows, stride
	}
	return 1, 0
}

// edgeTile runs the kernel on a copy of a part of C, r x width, that is not a
// whole tile in place: element (i, j) at c[i*ci+j*cj].
func edgeTile[T vec.Float](c []T, ci, cj, r, width int,
	a unsafe.Pointer, aI, aK uintptr, b unsafe.Pointer, bK uintptr, k int) {
	var t [rows * panelBytes / 4]T
	wide := panel[T]()
	for i := range r {
		for j := range width {
			t[i*wide+j] = c[i*ci+j*cj]
		}
	}
	tile[T](unsafe.Pointer(&t), panelBytes, a, aI, aK, b, bK, k)
	vec.ClearUpper()
	for i := range r {
		for j := range width {
			c[i*ci+j*cj] = t[i*wide+j]
		}
	}
}

// check panics if a matrix does not fit its slice.
func check(length, stride, rows, cols int) {
	if rows < 0 || cols < 0 || stride < cols || rows > 0 && (rows-1)*stride+cols > length {
		panic(fmt.Sprintf("mat: %d x %d matrix with row stride %d in a slice of %d", rows, cols, stride, length))
	}
}
