package vec

import "math"

// e^x = 2^n e^r with n = round(x/ln 2), |r| <= ln(2)/2. n ln 2 is subtracted in
// two parts, the first exact (Cody and Waite). e^r is a polynomial: in float32
// that of Moshier's Cephes library, in float64 1 + r + r^2 Q(r) with Q minimax
// (relative error 2^-62). Adding magic rounds to an integer, which then stands in
// the low bits of the sum.
const (
	magic32 = 3 << 22 // 1.5 * 2^23
	magic64 = 3 << 51 // 1.5 * 2^52

	log2E = math.Log2E

	expMax32 = 89 // beyond: infinite
	expMin32 = -104

	expMax64 = 710
	expMin64 = -746

	expRange32 = 87 // below this |x| the result is normal
	expRange64 = 708

	ln2Hi32 = 0.693359375
	ln2Lo32 = -2.12194440e-4
	ln2Hi64 = 6.93145751953125e-1
	ln2Lo64 = 1.42860682030941723212e-6
)

const (
	exp32c2 = 5.0000001201e-1
	exp32c3 = 1.6666665459e-1
	exp32c4 = 4.1665795894e-2
	exp32c5 = 8.3334519073e-3
	exp32c6 = 1.3981999507e-3
	exp32c7 = 1.9875691500e-4
)

var expPoly64 = [...]float64{0.5, 0.1666666666666667099105, 0.04166666666666668379186,
	0.00833333333332613464245, 0.001388888888887439914593, 0.0001984126987482207802088,
	0.0000248015873473389376278, 0.000002755725539859814934373, 2.755725291227619094514e-7,
	2.510521760066797226822e-8, 2.092158967413065876265e-9}

func exp32(x float32) float32 {
	if x > expMax32 {
		x = expMax32
	}
	if x < expMin32 {
		x = expMin32
	}
	n := float32(x*log2E) + magic32 - magic32
	r := x - float32(n*ln2Hi32) - float32(n*ln2Lo32)
	return scale32(expNear32(r), n)
}

// expNear32 is e^r, |r| <= ln(2)/2.
func expNear32(r float32) float32 {
	p := float32(exp32c7*r) + exp32c6
	p = float32(p*r) + exp32c5
	p = float32(p*r) + exp32c4
	p = float32(p*r) + exp32c3
	p = float32(p*r) + exp32c2
	return float32(p*float32(r*r)) + r + 1
}

// scale32 is p 2^n, in two factors: n may be too large for one, or the result
// subnormal.
func scale32(p, n float32) float32 {
	half := float32(n*0.5) + magic32
	rest := n - (half - magic32) + magic32
	return float32(p*pow2n32(half)) * pow2n32(rest)
}

// pow2n32 is 2^n for t = n + magic32.
func pow2n32(t float32) float32 {
	return math.Float32frombits((math.Float32bits(t) + 127) << 23)
}

func exp64(x float64) float64 {
	if x > -expRange64 && x < expRange64 {
		t, r := expReduce64(x)
		return (1 + expm1Near64(r)) * pow2n64(t)
	}
	t, r := expReduce64(min(max(x, expMin64), expMax64)) // NaN stays
	return scale64(1+expm1Near64(r), t)
}

// expReduce64 is n + magic64 and r.
func expReduce64(x float64) (t, r float64) {
	t = math.FMA(x, log2E, magic64)
	n := t - magic64
	return t, math.FMA(n, -ln2Lo64, math.FMA(n, -ln2Hi64, x))
}

// expm1Near64 is e^r - 1, |r| <= ln(2)/2, to a relative accuracy.
func expm1Near64(r float64) float64 {
	w := float64(r * r)
	even := math.FMA(w, expPoly64[10], expPoly64[8])
	even = math.FMA(w, even, expPoly64[6])
	even = math.FMA(w, even, expPoly64[4])
	even = math.FMA(w, even, expPoly64[2])
	even = math.FMA(w, even, expPoly64[0])
	odd := math.FMA(w, expPoly64[9], expPoly64[7])
	odd = math.FMA(w, odd, expPoly64[5])
	odd = math.FMA(w, odd, expPoly64[3])
	odd = math.FMA(w, odd, expPoly64[1])
	return math.FMA(w, math.FMA(r, odd, even), r)
}

// scale64 is p 2^n for t = n + magic64, in two factors: n may be too large for
// one, or the result subnormal.
func scale64(p, t float64) float64 {
	b := math.Float64bits(t)
	half := b >> 1 // its low bits are those of floor(n/2)
	return float64(p*math.Float64frombits((half+1023)<<52)) * math.Float64frombits((b-half+1023)<<52)
}

// pow2n64 is 2^n for t = n + magic64, where that is a normal number.
func pow2n64(t float64) float64 {
	return math.Float64frombits((math.Float64bits(t) + 1023) << 52)
}
