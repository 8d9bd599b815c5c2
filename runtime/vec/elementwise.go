package vec

// Axpy adds a*x to y.
func Axpy[T Float](a T, x, y []T) {
	sameLength(len(x), len(y))
	AxpyRows(run(len(x)), a, x, y)
}

// AxpyRows adds a*x to y.
func AxpyRows[T Float](r Rows, a T, x, y []T) {
	r.check(len(x), len(y))
	done := 0
	if single[T]() {
		done = axpys32(r, float32(a), as32(x), as32(y))
	} else {
		done = axpys64(r, float64(a), as64(x), as64(y))
	}
	for k := 0; done < r.N && k < r.Count; k++ {
		x, y := x[k*r.Stride:][done:r.N], y[k*r.Stride:][done:r.N]
		for i := range x {
			y[i] += T(a * x[i])
		}
	}
}

// Axpby sets y = a*x + b*y; with b = 0, whatever y held.
func Axpby[T Float](a T, x []T, b T, y []T) {
	sameLength(len(x), len(y))
	AxpbyRows(run(len(x)), a, x, b, y)
}

// AxpbyRows sets y = a*x + b*y; with b = 0, whatever y held.
func AxpbyRows[T Float](r Rows, a T, x []T, b T, y []T) {
	r.check(len(x), len(y))
	if b == 0 {
		CopyRows(r, y, x)
		ScaleRows(r, a, y)
		return
	}
	done := 0
	if single[T]() {
		done = axpbys32(r, float32(a), as32(x), float32(b), as32(y))
	} else {
		done = axpbys64(r, float64(a), as64(x), float64(b), as64(y))
	}
	for k := 0; done < r.N && k < r.Count; k++ {
		x, y := x[k*r.Stride:][done:r.N], y[k*r.Stride:][done:r.N]
		for i := range x {
			y[i] = T(a*x[i]) + T(b*y[i])
		}
	}
}

// Scale multiplies every element by a.
func Scale[T Float](a T, x []T) { ScaleRows(run(len(x)), a, x) }

// ScaleRows multiplies every element by a.
func ScaleRows[T Float](r Rows, a T, x []T) {
	r.check(len(x))
	done := 0
	if single[T]() {
		done = scales32(r, float32(a), as32(x))
	} else {
		done = scales64(r, float64(a), as64(x))
	}
	for k := 0; done < r.N && k < r.Count; k++ {
		x := x[k*r.Stride:][done:r.N]
		for i := range x {
			x[i] *= a
		}
	}
}

// CopyRows sets dst = src.
func CopyRows[T Float](r Rows, dst, src []T) {
	r.check(len(dst), len(src))
	for k := range r.Count {
		copy(dst[k*r.Stride:][:r.N], src[k*r.Stride:])
	}
}

// Mul sets dst[i] = x[i]*y[i]; the slices may be the same.
func Mul[T Float](dst, x, y []T) {
	sameLength(len(dst), len(x))
	sameLength(len(dst), len(y))
	done := 0
	if single[T]() {
		done = muls32(as32(dst), as32(x), as32(y))
	} else {
		done = muls64(as64(dst), as64(x), as64(y))
	}
	for i := done; i < len(x); i++ {
		dst[i] = x[i] * y[i]
	}
}

// Copy copies src to dst, of the same length.
func Copy[T Float](dst, src []T) {
	sameLength(len(dst), len(src))
	copy(dst, src)
}

// MulAdd adds x*y to dst, element by element.
func MulAdd[T Float](dst, x, y []T) {
	sameLength(len(dst), len(x))
	sameLength(len(dst), len(y))
	done := 0
	if single[T]() {
		done = mulAdds32(as32(dst), as32(x), as32(y))
	} else {
		done = mulAdds64(as64(dst), as64(x), as64(y))
	}
	for i := done; i < len(x); i++ {
		dst[i] += T(x[i] * y[i])
	}
}

// MulSub subtracts x*y from dst, element by element.
func MulSub[T Float](dst, x, y []T) {
	sameLength(len(dst), len(x))
	sameLength(len(dst), len(y))
	done := 0
	if single[T]() {
		done = mulSubs32(as32(dst), as32(x), as32(y))
	} else {
		done = mulSubs64(as64(dst), as64(x), as64(y))
	}
	for i := done; i < len(x); i++ {
		dst[i] -= T(x[i] * y[i])
	}
}
