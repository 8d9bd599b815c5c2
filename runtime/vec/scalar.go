package vec

import "math"

// Exp is e^x; the error is below 1.5 units in the last place (ulp) in float32
// and 2.5 in float64.
func Exp[T Float](x T) T {
	if single[T]() {
		return T(exp32(float32(x)))
	}
	return T(exp64(float64(x)))
}

// Sin is the sine of x radians, to 2e-16 (float64) or 1e-7 (float32), absolute;
// near its zeros to 2 ulp.
func Sin[T Float](x T) T {
	s, _ := SinCos(x)
	return s
}

// Cos is the cosine of x radians; see Sin.
func Cos[T Float](x T) T {
	_, c := SinCos(x)
	return c
}

// SinCos is Sin and Cos of x.
func SinCos[T Float](x T) (sin, cos T) {
	if single[T]() {
		s, c := sinCos32(float32(x))
		return T(s), T(c)
	}
	s, c := sinCos64(float64(x))
	return T(s), T(c)
}

// Tanh is the hyperbolic tangent, to 2 ulp in float32 and 3 in float64.
func Tanh[T Float](x T) T {
	if single[T]() {
		return T(tanh32(float32(x)))
	}
	return T(tanh64(float64(x)))
}

// Sigmoid is 1/(1 + e^-x), to 4 ulp where it is a normal number.
func Sigmoid[T Float](x T) T { return 1 / (1 + Exp(-x)) }

// Softplus is log(1 + e^x), to 5 ulp where it is a normal number.
func Softplus[T Float](x T) T {
	if single[T]() {
		return T(softplus32(float32(x)))
	}
	return T(softplus64(float64(x)))
}

// Log is the natural logarithm.
func Log[T Float](x T) T { return T(math.Log(float64(x))) }

// Tan is the tangent of x radians.
func Tan[T Float](x T) T { return T(math.Tan(float64(x))) }

// Sqrt is the square root, correctly rounded.
func Sqrt[T Float](x T) T { return T(math.Sqrt(float64(x))) }

// Pow is x to the power y.
func Pow[T Float](x, y T) T { return T(math.Pow(float64(x), float64(y))) }

// Abs is |x|.
func Abs[T Float](x T) T { return T(math.Abs(float64(x))) }

// Sign is -1, 0 or 1, and NaN for NaN.
func Sign[T Float](x T) T {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}

// Min is the smaller argument, NaN if either is.
func Min[T Float](x, y T) T { return min(x, y) }

// Max is the larger argument, NaN if either is.
func Max[T Float](x, y T) T { return max(x, y) }
