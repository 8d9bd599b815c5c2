package vec

import "math"

// x = n pi/2 + r, |r| <= pi/4; pi/2 is subtracted in three parts, of which the
// first two are exact (Cody and Waite; the float64 parts are those of fdlibm).
// Polynomials in r from Moshier's Cephes library. Beyond the limits n is too
// large for the exact parts, and package math takes over.
const (
	trigLimit32 = 4096
	halfPi32a   = 1.5703125
	halfPi32b   = 4.837512969970703125e-4
	halfPi32c   = 7.54978995489188216e-8
	sin32c1     = -1.6666654611e-1
	sin32c2     = 8.3321608736e-3
	sin32c3     = -1.9515295891e-4
	cos32c1     = 4.166664568298827e-2
	cos32c2     = -1.388731625493765e-3
	cos32c3     = 2.443315711809948e-5

	trigLimit64 = 1 << 20
	halfPi64a   = 1.57079632673412561417
	halfPi64b   = 6.07710050630396597660e-11
	halfPi64c   = 2.02226624879595063154e-21
	sin64c1     = -1.66666666666666307295e-1
	sin64c2     = 8.33333333332211858878e-3
	sin64c3     = -1.98412698295895385996e-4
	sin64c4     = 2.75573136213857245213e-6
	sin64c5     = -2.50507477628578072866e-8
	sin64c6     = 1.58962301576546568060e-10
	cos64c1     = 4.16666666666665929218e-2
	cos64c2     = -1.38888888888730564116e-3
	cos64c3     = 2.48015872888517045348e-5
	cos64c4     = -2.75573141792967388112e-7
	cos64c5     = 2.08757008419747316778e-9
	cos64c6     = -1.13585365213876817300e-11
)

func sinCos32(x float32) (sin, cos float32) {
	if !(x >= -trigLimit32 && x <= trigLimit32) {
		s, c := math.Sincos(float64(x))
		return float32(s), float32(c)
	}
	t := float32(x*(2/math.Pi)) + magic32
	n := t - magic32
	r := x - float32(n*halfPi32a) - float32(n*halfPi32b) - float32(n*halfPi32c)
	z := float32(r * r)
	s := float32(sin32c3*z) + sin32c2
	s = float32(s*z) + sin32c1
	s = float32(float32(s*z)*r) + r
	c := float32(cos32c3*z) + cos32c2
	c = float32(c*z) + cos32c1
	c = float32(float32(c*z)*z) - float32(0.5*z) + 1
	// an odd quadrant exchanges the two, the second and third turn the sine's sign
	q := math.Float32bits(t)
	sb, cb := math.Float32bits(s), math.Float32bits(c)
	swap := (sb ^ cb) & -(q & 1)
	sb ^= swap ^ (q&2)<<30
	cb ^= swap ^ ((q+1)&2)<<30
	return math.Float32frombits(sb), math.Float32frombits(cb)
}

func sinCos64(x float64) (sin, cos float64) {
	if !(x >= -trigLimit64 && x <= trigLimit64) {
		return math.Sincos(x)
	}
	t := float64(x*(2/math.Pi)) + magic64
	n := t - magic64
	r := x - float64(n*halfPi64a) - float64(n*halfPi64b) - float64(n*halfPi64c)
	z := float64(r * r)
	s := float64(sin64c6*z) + sin64c5
	s = float64(s*z) + sin64c4
	s = float64(s*z) + sin64c3
	s = float64(s*z) + sin64c2
	s = float64(s*z) + sin64c1
	s = float64(float64(s*z)*r) + r
	c := float64(cos64c6*z) + cos64c5
	c = float64(c*z) + cos64c4
	c = float64(c*z) + cos64c3
	c = float64(c*z) + cos64c2
	c = float64(c*z) + cos64c1
	c = float64(float64(c*z)*z) - float64(0.5*z) + 1
	q := math.Float64bits(t)
	sb, cb := math.Float64bits(s), math.Float64bits(c)
	swap := (sb ^ cb) & -(q & 1)
	sb ^= swap ^ (q&2)<<62
	cb ^= swap ^ ((q+1)&2)<<62
	return math.Float64frombits(sb), math.Float64frombits(cb)
}
