package vec

import "fmt"

// Product is the elementwise product of A with as many elements of another slice,
// from place At on.
type Product[T Float] struct {
	A  []T
	At int
}

// AddProducts adds products with x to dst, one after the other:
//
//	dst[i] += A[i] * x[At+i]
//
// as long as every A. x and dst share no memory.
func AddProducts[T Float](dst []T, terms []Product[T], x []T) {
	checkProducts(len(dst), terms, len(x))
	done := 0
	if single[T]() {
		done = addProducts32(as32(dst), asProducts[float32](terms), as32(x))
	} else {
		done = addProducts64(as64(dst), asProducts[float64](terms), as64(x))
	}
	if done > 0 {
		return
	}
	for _, t := range terms {
		a, y := t.A[:len(dst)], x[t.At:][:len(dst)]
		for i := range dst {
			dst[i] += T(a[i] * y[i])
		}
	}
}

// SubProducts subtracts them.
func SubProducts[T Float](dst []T, terms []Product[T], x []T) {
	checkProducts(len(dst), terms, len(x))
	done := 0
	if single[T]() {
		done = subProducts32(as32(dst), asProducts[float32](terms), as32(x))
	} else {
		done = subProducts64(as64(dst), asProducts[float64](terms), as64(x))
	}
	if done > 0 {
		return
	}
	for _, t := range terms {
		a, y := t.A[:len(dst)], x[t.At:][:len(dst)]
		for i := range dst {
			dst[i] -= T(a[i] * y[i])
		}
	}
}

// checkProducts guards the loops that check no bounds.
func checkProducts[T Float](n int, terms []Product[T], length int) {
	for i := range terms {
		if t := &terms[i]; len(t.A) != n || t.At < 0 || t.At+n > length {
			panic(fmt.Sprintf("vec: product %d of %d elements with those from %d of %d, expected %d", i, len(t.A), t.At, length, n))
		}
	}
}
