package vec

import "fmt"

// The slice functions set dst[i] = f(x[i]), the bits of the function of one
// value. dst and x have equal lengths; they may be the same slice, but must not
// overlap otherwise.

// ExpSlice is Exp of every element.
func ExpSlice[T Float](dst, x []T) {
	done := 0
	sameLength(len(dst), len(x))
	if single[T]() {
		done = exps32(as32(dst), as32(x))
	} else {
		done = exps64(as64(dst), as64(x))
	}
	for i := done; i < len(x); i++ {
		dst[i] = Exp(x[i])
	}
}

// TanhSlice is Tanh of every element.
func TanhSlice[T Float](dst, x []T) {
	done := 0
	sameLength(len(dst), len(x))
	if single[T]() {
		done = tanhs32(as32(dst), as32(x))
	} else {
		done = tanhs64(as64(dst), as64(x))
	}
	for i := done; i < len(x); i++ {
		dst[i] = Tanh(x[i])
	}
}

// SigmoidSlice is Sigmoid of every element.
func SigmoidSlice[T Float](dst, x []T) {
	done := 0
	sameLength(len(dst), len(x))
	if single[T]() {
		done = sigmoids32(as32(dst), as32(x))
	} else {
		done = sigmoids64(as64(dst), as64(x))
	}
	for i := done; i < len(x); i++ {
		dst[i] = Sigmoid(x[i])
	}
}

// SoftplusSlice is Softplus of every element.
func SoftplusSlice[T Float](dst, x []T) {
	done := 0
	sameLength(len(dst), len(x))
	if single[T]() {
		done = softpluses32(as32(dst), as32(x))
	} else {
		done = softpluses64(as64(dst), as64(x))
	}
	for i := done; i < len(x); i++ {
		dst[i] = Softplus(x[i])
	}
}

// trigChunk is how many elements are searched for large arguments at a time.
const trigChunk = 1024

// SinSlice is Sin of every element.
func SinSlice[T Float](dst, x []T) {
	sameLength(len(dst), len(x))
	for lo := 0; lo < len(x); lo += trigChunk {
		hi := min(lo+trigChunk, len(x))
		d, s := dst[lo:hi], x[lo:hi]
		done := 0
		switch large := MaxAbs(s); {
		case single[T]() && large <= trigLimit32:
			done = sins32(as32(d), as32(s))
		case !single[T]() && large <= trigLimit64:
			done = sins64(as64(d), as64(s))
		}
		for i := done; i < len(s); i++ {
			d[i] = Sin(s[i])
		}
	}
}

// CosSlice is Cos of every element.
func CosSlice[T Float](dst, x []T) {
	sameLength(len(dst), len(x))
	for lo := 0; lo < len(x); lo += trigChunk {
		hi := min(lo+trigChunk, len(x))
		d, s := dst[lo:hi], x[lo:hi]
		done := 0
		switch large := MaxAbs(s); {
		case single[T]() && large <= trigLimit32:
			done = coss32(as32(d), as32(s))
		case !single[T]() && large <= trigLimit64:
			done = coss64(as64(d), as64(s))
		}
		for i := done; i < len(s); i++ {
			d[i] = Cos(s[i])
		}
	}
}

// SinCosSlice is SinCos of every element; sin and cos are different slices, one
// of which may be x.
func SinCosSlice[T Float](sin, cos, x []T) {
	sameLength(len(sin), len(x))
	sameLength(len(cos), len(x))
	for lo := 0; lo < len(x); lo += trigChunk {
		hi := min(lo+trigChunk, len(x))
		s, c, a := sin[lo:hi], cos[lo:hi], x[lo:hi]
		done := 0
		switch large := MaxAbs(a); {
		case single[T]() && large <= trigLimit32:
			done = sinCoss32(as32(s), as32(c), as32(a))
		case !single[T]() && large <= trigLimit64:
			done = sinCoss64(as64(s), as64(c), as64(a))
		}
		for i := done; i < len(a); i++ {
			s[i], c[i] = SinCos(a[i])
		}
	}
}

func sameLength(a, b int) {
	if a != b {
		panic(fmt.Sprintf("vec: slices of %d and %d elements", a, b))
	}
}
