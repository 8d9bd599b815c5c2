package vec

import "math"

// Exp is e^x, to 1.5 units in the last place (ulp) in float32 and 1 in float64.
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

// Log is the natural logarithm, to 1 ulp: NaN below zero, -Inf at zero.
func Log[T Float](x T) T {
	if single[T]() {
		return T(log32(float32(x)))
	}
	return T(log64(float64(x)))
}

// Tan is the tangent of x radians, to 4 ulp.
func Tan[T Float](x T) T {
	s, c := SinCos(x)
	return s / c
}

// Sqrt is the square root, correctly rounded.
func Sqrt[T Float](x T) T { return T(math.Sqrt(float64(x))) }

// CubeRoot is the cube root of x >= 0, to 1 ulp; NaN below zero, as Sqrt.
func CubeRoot[T Float](x T) T {
	if single[T]() {
		return T(cubeRoot32(float32(x)))
	}
	return T(cubeRoot64(float64(x)))
}

// Pow is x to the power y, to 1.5 ulp in float32 and 1 in float64 (for y = 1 too).
// What is special is as in math.Pow:
//
//	x < 0 and y no whole number     NaN
//	x < 0, or -0, and y odd         -(|x|^y); even: |x|^y
//	y = 0, or x = 1                 1, whatever the other is
//	x = -1 and y infinite           1
//	x = 0                           0 for y > 0, infinite for y < 0
//	x or y infinite                 0, 1 or infinite: the limit
//	x or y NaN otherwise            NaN
func Pow[T Float](x, y T) T {
	if single[T]() {
		return T(pow32(float32(x), float32(y)))
	}
	return T(pow64(float64(x), float64(y)))
}

// magnitude is |x| without a branch, for numbers of any sign.
func magnitude[T Float](x T) T {
	if single[T]() {
		return T(math.Float32frombits(math.Float32bits(float32(x)) &^ (1 << 31)))
	}
	return T(math.Abs(float64(x)))
}

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
