package vec

import "math"

// e^x = 2^n e^r with n = round(x/ln 2), |r| <= ln(2)/2. n ln 2 is subtracted in
// two parts, the first exact (Cody and Waite); e^r is the polynomial (float32)
// or rational function (float64) of Moshier's Cephes library. Adding magic
// rounds to an integer, which then stands in the low bits of the sum.
const (
	magic32 = 3 << 22 // 1.5 * 2^23
	magic64 = 3 << 51 // 1.5 * 2^52

	log2E = math.Log2E

	expMax32 = 89 // beyond: infinite
	expMin32 = -104
	ln2Hi32  = 0.693359375
	ln2Lo32  = -2.12194440e-4

	expMax64 = 710
	expMin64 = -746
	ln2Hi64  = 6.93145751953125e-1
	ln2Lo64  = 1.42860682030941723212e-6
)

const (
	exp32c2 = 5.0000001201e-1
	exp32c3 = 1.6666665459e-1
	exp32c4 = 4.1665795894e-2
	exp32c5 = 8.3334519073e-3
	exp32c6 = 1.3981999507e-3
	exp32c7 = 1.9875691500e-4

	exp64p0 = 9.99999999999999999910e-1
	exp64p1 = 3.02994407707441961300e-2
	exp64p2 = 1.26177193074810590878e-4
	exp64q0 = 2.00000000000000000005
	exp64q1 = 2.27265548208155028766e-1
	exp64q2 = 2.52448340349684104192e-3
	exp64q3 = 3.00198505138664455042e-6
)

func exp32(x float32) float32 {
	if x > expMax32 {
		x = expMax32
	}
	if x < expMin32 {
		x = expMin32
	}
	n := float32(x*log2E) + magic32 - magic32
	r := x - float32(n*ln2Hi32) - float32(n*ln2Lo32)
	p := float32(exp32c7*r) + exp32c6
	p = float32(p*r) + exp32c5
	p = float32(p*r) + exp32c4
	p = float32(p*r) + exp32c3
	p = float32(p*r) + exp32c2
	p = float32(p*float32(r*r)) + r + 1
	// 2^n in two factors: n may be too large for one, or the result subnormal
	half := float32(n*0.5) + magic32
	rest := n - (half - magic32) + magic32
	return float32(p*pow2n32(half)) * pow2n32(rest)
}

// pow2n32 is 2^n for t = n + magic32.
func pow2n32(t float32) float32 {
	return math.Float32frombits((math.Float32bits(t) + 127) << 23)
}

func exp64(x float64) float64 {
	if x > expMax64 {
		x = expMax64
	}
	if x < expMin64 {
		x = expMin64
	}
	n := float64(x*log2E) + magic64 - magic64
	r := x - float64(n*ln2Hi64) - float64(n*ln2Lo64)
	z := float64(r * r)
	p := float64(exp64p2*z) + exp64p1
	p = float64(p*z) + exp64p0
	p = float64(p * r)
	q := float64(exp64q3*z) + exp64q2
	q = float64(q*z) + exp64q1
	q = float64(q*z) + exp64q0
	p = p / (q - p)
	p = p + p + 1
	half := float64(n*0.5) + magic64
	rest := n - (half - magic64) + magic64
	return float64(p*pow2n64(half)) * pow2n64(rest)
}

// pow2n64 is 2^n for t = n + magic64.
func pow2n64(t float64) float64 {
	return math.Float64frombits((math.Float64bits(t) + 1023) << 52)
}
