package vec

import "math"

// x = m 2^k with m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f/(2 + f), and
//
//	log m = 2 artanh s = 2s + s^3 (2/3 + s^2 P(s^2)),
//
// with P the minimax polynomial on that interval (relative error of log m
// 2^-70 and 2^-41). log adds the terms as fdlibm's does:
// k ln 2 + f - (f^2/2 - s (f^2/2 + R)), R = s^2 (2/3 + s^2 P).
var (
	logPoly32 = [...]float32{0.3999999990373372897005, 0.2857153255022261999064,
		0.2220469674156338009893, 0.1912192022577421126364}
	logPoly64 = [...]float64{0.399999999999999998148, 0.2857142857142937406025,
		0.2222222222165166745875, 0.1818181833624503350445, 0.1538459488054274663893,
		0.1333480874101198744676, 0.1170613727301389824817, 0.1172413116705666318233}
)

const (
	sqrtHalf32 = 0x3f3504f3 // bits
	sqrtHalf64 = 0x3fe6a09e667f3bcd
	one32      = 0x3f800000
	one64      = 0x3ff0000000000000

	normal32 = 0x1p-126 // the smallest normal number
	normal64 = 0x1p-1022
	up32     = 24 // 2^up makes a subnormal number normal
	up64     = 54
)

func log32(x float32) float32 {
	if !(x >= normal32 && x <= math.MaxFloat32) {
		switch {
		case x == 0:
			return float32(math.Inf(-1))
		case x < 0:
			return float32(math.NaN())
		case !(x < normal32): // infinite or NaN
			return x
		}
		return logNormal32(x*(1<<up32), up32)
	}
	return logNormal32(x, 0)
}

// logNormal32 is the logarithm of x/2^down, for normal x.
func logNormal32(x, down float32) float32 {
	m, k := split32(x)
	k -= down
	f := m - 1
	s := f / (f + 2)
	z := float32(s * s)
	r := float32(z * (float32(z*logTail32(z)) + 2./3))
	h := float32(float32(f*f) * 0.5)
	t := float32(s*(h+r)) + float32(k*ln2Lo32)
	return float32(k*ln2Hi32) - (h - t - f)
}

// logTail32 is P(z).
func logTail32(z float32) float32 {
	w := float32(z * z)
	even := float32(w*logPoly32[2]) + logPoly32[0]
	odd := float32(w*logPoly32[3]) + logPoly32[1]
	return float32(z*odd) + even
}

// split32 is m and k of a positive normal number.
func split32(x float32) (m, k float32) {
	b := math.Float32bits(x)
	e := (b+(one32-sqrtHalf32))>>23 - 127
	return math.Float32frombits(b - e<<23), float32(int32(e))
}

func log64(x float64) float64 {
	if !(x >= normal64 && x <= math.MaxFloat64) {
		switch {
		case x == 0:
			return math.Inf(-1)
		case x < 0:
			return math.NaN()
		case !(x < normal64): // infinite or NaN
			return x
		}
		return logNormal64(x*(1<<up64), up64)
	}
	return logNormal64(x, 0)
}

// logNormal64 is the logarithm of x/2^down, for normal x.
func logNormal64(x, down float64) float64 {
	m, k := split64(x)
	k -= down
	f := m - 1
	s := f / (f + 2)
	z := float64(s * s)
	r := float64(z * math.FMA(z, logTail64(z), 2./3))
	h := float64(float64(f*f) * 0.5)
	t := math.FMA(s, h+r, float64(k*ln2Lo64))
	return float64(k*ln2Hi64) - (h - t - f)
}

// logTail64 is P(z).
func logTail64(z float64) float64 {
	w := float64(z * z)
	even := math.FMA(w, logPoly64[6], logPoly64[4])
	even = math.FMA(w, even, logPoly64[2])
	even = math.FMA(w, even, logPoly64[0])
	odd := math.FMA(w, logPoly64[7], logPoly64[5])
	odd = math.FMA(w, odd, logPoly64[3])
	odd = math.FMA(w, odd, logPoly64[1])
	return math.FMA(z, odd, even)
}

// split64 is m and k of a positive normal number.
func split64(x float64) (m, k float64) {
	b := math.Float64bits(x)
	e := (b+(one64-sqrtHalf64))>>52 - 1023
	return math.Float64frombits(b - e<<52), float64(int64(e))
}
