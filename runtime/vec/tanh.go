package vec

import "math"

// In float32, tanh x = 1 - 2/(e^2|x| + 1) with the sign of x; near zero, where that
// cancels, the polynomial of Moshier's Cephes library.
//
// In float64, tanh x = u/(u + 2) with u = e^2|x| - 1 = 2^n (e^r - 1) + 2^n - 1, which
// is accurate near zero too. From tanhFar64 on it is 1.
const (
	tanhNear = 0.625

	tanh32c1 = -3.33332819422e-1
	tanh32c2 = 1.33314422036e-1
	tanh32c3 = -5.37397155531e-2
	tanh32c4 = 2.06390887954e-2
	tanh32c5 = -5.70498872745e-3

	tanhFar64 = 20
)

func tanh32(x float32) float32 {
	a := math.Float32frombits(math.Float32bits(x) &^ (1 << 31))
	var y float32
	if a < tanhNear {
		z := float32(a * a)
		p := float32(tanh32c5*z) + tanh32c4
		p = float32(p*z) + tanh32c3
		p = float32(p*z) + tanh32c2
		p = float32(p*z) + tanh32c1
		y = float32(float32(p*z)*a) + a
	} else {
		y = 1 - 2/(exp32(a+a)+1)
	}
	return math.Float32frombits(math.Float32bits(y) | math.Float32bits(x)&(1<<31))
}

func tanh64(x float64) float64 {
	a := math.Abs(x)
	if tanhFar64 < a {
		a = tanhFar64
	}
	t, r := expReduce64(a + a)
	n := pow2n64(t)
	u := math.FMA(n, expm1Near64(r), n-1)
	return math.Copysign(u/(u+2), x)
}
