package vec

import "math"

// tanh x = 1 - 2/(e^2|x| + 1) with the sign of x; near zero, where that cancels,
// the polynomial or rational function of Moshier's Cephes library.
const (
	tanhNear = 0.625

	tanh32c1 = -3.33332819422e-1
	tanh32c2 = 1.33314422036e-1
	tanh32c3 = -5.37397155531e-2
	tanh32c4 = 2.06390887954e-2
	tanh32c5 = -5.70498872745e-3

	tanh64p0 = -1.61468768441708447952e3
	tanh64p1 = -9.92877231001918586564e1
	tanh64p2 = -9.64399179425052238628e-1
	tanh64q0 = 4.84406305325125486048e3
	tanh64q1 = 2.23548839060100448583e3
	tanh64q2 = 1.12811678491632931402e2
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
	a := math.Float64frombits(math.Float64bits(x) &^ (1 << 63))
	var y float64
	if a < tanhNear {
		z := float64(a * a)
		p := float64(tanh64p2*z) + tanh64p1
		p = float64(p*z) + tanh64p0
		q := z + tanh64q2
		q = float64(q*z) + tanh64q1
		q = float64(q*z) + tanh64q0
		y = float64(float64(a*z)*(p/q)) + a
	} else {
		y = 1 - 2/(exp64(a+a)+1)
	}
	return math.Float64frombits(math.Float64bits(y) | math.Float64bits(x)&(1<<63))
}
