package vec

import "fmt"

// Product is the elementwise product of A with as many elements of another slice,
// from place At on.
type Product[T Float] struct {
	A  []T
	At int
}

// Products is a list of products of one length, which is checked once, when the list
// is made, and not wherever it is used.
type Products[T Float] struct {
	n, reach int // elements; the other slice needs so many
	terms    []Product[T]
}

// NewProducts lists products of n elements.
func NewProducts[T Float](n int, terms []Product[T]) Products[T] {
	p := Products[T]{n: n, terms: terms}
	for i, t := range terms {
		if len(t.A) != n || t.At < 0 {
			panic(fmt.Sprintf("vec: product %d of %d elements with those from %d on, expected %d", i, len(t.A), t.At, n))
		}
		p.reach = max(p.reach, t.At+n)
	}
	return p
}

// Add adds products with x to dst, one after the other,
//
//	dst[i] += A[i] * x[At+i]
//
// for every A. x and dst share no memory.
func (p *Products[T]) Add(dst, x []T) {
	p.check(dst, x)
	done := 0
	if single[T]() {
		done = addProducts32(as32(dst), asProducts[float32](p.terms), as32(x))
	} else {
		done = addProducts64(as64(dst), asProducts[float64](p.terms), as64(x))
	}
	if done > 0 {
		return
	}
	for _, t := range p.terms {
		a, y := t.A[:len(dst)], x[t.At:][:len(dst)]
		for i := range dst {
			dst[i] += T(a[i] * y[i])
		}
	}
}

// Sub subtracts them.
func (p *Products[T]) Sub(dst, x []T) {
	p.check(dst, x)
	done := 0
	if single[T]() {
		done = subProducts32(as32(dst), asProducts[float32](p.terms), as32(x))
	} else {
		done = subProducts64(as64(dst), asProducts[float64](p.terms), as64(x))
	}
	if done > 0 {
		return
	}
	for _, t := range p.terms {
		a, y := t.A[:len(dst)], x[t.At:][:len(dst)]
		for i := range dst {
			dst[i] -= T(a[i] * y[i])
		}
	}
}

// Mix is the sum of products beside another slice,
//
//	dst[i] = a*y[i] + b*(sum of A[i] * x[At+i])
//
// in one pass. dst may be y, and shares no memory with x.
func (p *Products[T]) Mix(dst []T, a T, y []T, b T, x []T) {
	p.check(dst, x)
	sameLength(len(dst), len(y))
	done := 0
	if single[T]() {
		done = mixProducts32(as32(dst), float32(a), as32(y), float32(b), asProducts[float32](p.terms), as32(x))
	} else {
		done = mixProducts64(as64(dst), float64(a), as64(y), float64(b), asProducts[float64](p.terms), as64(x))
	}
	for i := done; i < len(dst); i++ {
		sum := T(0)
		for _, t := range p.terms {
			sum += T(t.A[i] * x[t.At+i])
		}
		dst[i] = T(a*y[i]) + T(b*sum)
	}
}

// check guards the loops, which check no bounds.
func (p *Products[T]) check(dst, x []T) {
	if len(dst) != p.n || len(x) < p.reach {
		panic(fmt.Sprintf("vec: products of %d elements of %d or more to %d elements, of %d", p.n, p.reach, len(dst), len(x)))
	}
}
