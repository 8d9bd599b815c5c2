package vec

import "math"

// x^y = e^(y log x), with log x in two numbers: the error of one would be
// multiplied by y log x, up to 745. They are the sum of
//
//	k ln 2 + 2s + s^3 (2/3 + s^2 P(s^2))
//
// of log.go, with s, s^2, s^3 and 2/3 in two numbers each: products with their
// rounding errors by a fused multiply-add, sums of a larger and a smaller number
// with theirs as Dekker's. The relative error of the logarithm is then below
// 2^-64 (float64) and 2^-31 (float32).
const (
	twoThirds32 = 0x1.555556p-1 // in float32, and what is missing
	missing32   = 2./3 - twoThirds32
	twoThirds64 = 0x1.5555555555555p-1
	missing64   = 2./3 - twoThirds64
)

func pow32(x, y float32) float32 {
	if x >= normal32 && x <= math.MaxFloat32 {
		if hi, lo := timesLog32(y, x, 0); hi > -expRange32 && hi < expRange32 {
			p, n := expPair32(hi, lo)
			return p * pow2n32(n+magic32)
		}
	}
	return powEnds32(x, y)
}

func pow64(x, y float64) float64 {
	if x >= normal64 && x <= math.MaxFloat64 {
		if hi, lo := timesLog64(y, x, 0); hi > -expRange64 && hi < expRange64 {
			p, t := expPair64(hi, lo)
			return p * pow2n64(t)
		}
	}
	return powEnds64(x, y)
}

// powEnds32 is x^y where x is not usual or the result may not be.
func powEnds32(x, y float32) float32 {
	a := magnitude(x)
	hi, lo := float32(0), float32(0)
	switch {
	case !(a > 0 && a <= math.MaxFloat32):
		hi = y * log32(a)
	case a < normal32:
		hi, lo = timesLog32(y, a*(1<<up32), up32)
	default:
		hi, lo = timesLog32(y, a, 0)
	}
	if !(hi >= expMin32 && hi <= expMax32) {
		hi, lo = min(max(hi, expMin32), expMax32), 0 // NaN stays
	}
	return powSign(x, y, scale32(expPair32(hi, lo)))
}

// powEnds64 is x^y where x is not usual or the result may not be.
func powEnds64(x, y float64) float64 {
	a := magnitude(x)
	hi, lo := 0., 0.
	switch {
	case !(a > 0 && a <= math.MaxFloat64):
		hi = y * log64(a)
	case a < normal64:
		hi, lo = timesLog64(y, a*(1<<up64), up64)
	default:
		hi, lo = timesLog64(y, a, 0)
	}
	if !(hi >= expMin64 && hi <= expMax64) {
		hi, lo = min(max(hi, expMin64), expMax64), 0
	}
	return powSign(x, y, scale64(expPair64(hi, lo)))
}

// powSign is x^y, given |x|^y where that is not 0 log 0 or the like.
func powSign[T Float](x, y, r T) T {
	a := float64(magnitude(x))
	switch {
	case y == 0 || x == 1:
		return 1
	case a == 1:
		r = 1
	}
	if math.Signbit(float64(x)) {
		whole, odd := parity(float64(y))
		switch {
		case !whole && a > 0 && !math.IsInf(a, 1):
			return T(math.NaN())
		case odd:
			return -r
		}
	}
	return r
}

// parity tells whether y is a whole number (infinities are, and even), and an odd one.
func parity(y float64) (whole, odd bool) {
	a := math.Abs(y)
	whole = rounded(a) == a
	return whole, whole && rounded(a*0.5) != a*0.5
}

// rounded is the whole number nearest to a >= 0.
func rounded(a float64) float64 {
	if a < 1<<52 {
		return a + 1<<52 - 1<<52
	}
	return a
}

// timesLog32 is y log(x/2^down) in two numbers, for normal x > 0.
func timesLog32(y, x, down float32) (hi, lo float32) {
	m, k := split32(x)
	k -= down
	f := m - 1
	d := m + 1
	inv := 1 / d
	s := float32(f * inv)
	p := float32(s * d)
	sl := float32((f - p - missed32(s, d, p) - float32(s*(m-(d-1)))) * inv)
	z := float32(s * s)
	zl := missed32(s, s, z) + float32((s+s)*sl)
	q := float32(z * logTail32(z))
	t := q + twoThirds32
	tl := q - (t - twoThirds32) + missing32
	c := float32(z * s)
	cl := missed32(z, s, c) + float32(z*sl) + float32(zl*s)
	u := float32(c * t)
	ul := missed32(c, t, u) + float32(c*tl) + float32(cl*t)
	big, b := float32(k*ln2Hi32), s+s
	h := big + b
	l := b - (h - big)
	g := h + u
	l += u - (g - h)
	l += ul + (sl + sl) + float32(k*ln2Lo32)
	log := g + l
	hi = float32(y * log)
	return hi, missed32(y, log, hi) + float32(y*(l-(log-g)))
}

// missed32 is the rounding error of the product p = x*y. It is a number of
// float32: no bits are lost on the way.
func missed32(x, y, p float32) float32 {
	return float32(float64(x)*float64(y) - float64(p))
}

// expPair32 is e^(hi + lo) without its factor 2^n.
func expPair32(hi, lo float32) (p, n float32) {
	n = float32(hi*log2E) + magic32 - magic32
	r := hi - float32(n*ln2Hi32) + (lo - float32(n*ln2Lo32))
	return expNear32(r), n
}

// timesLog64 is y log(x/2^down) in two numbers, for normal x > 0.
func timesLog64(y, x, down float64) (hi, lo float64) {
	m, k := split64(x)
	k -= down
	f := m - 1
	d := m + 1
	inv := 1 / d
	s := float64(f * inv)
	sl := float64(math.FMA(-s, m-(d-1), math.FMA(-s, d, f)) * inv)
	z := float64(s * s)
	zl := math.FMA(s+s, sl, math.FMA(s, s, -z))
	q := float64(z * logTail64(z))
	t := q + twoThirds64
	tl := q - (t - twoThirds64) + missing64
	c := float64(z * s)
	cl := math.FMA(zl, s, math.FMA(z, sl, math.FMA(z, s, -c)))
	u := float64(c * t)
	ul := math.FMA(cl, t, math.FMA(c, tl, math.FMA(c, t, -u)))
	big, b := float64(k*ln2Hi64), s+s
	h := big + b
	l := b - (h - big)
	g := h + u
	l += u - (g - h)
	l = math.FMA(k, ln2Lo64, l+(ul+(sl+sl)))
	log := g + l
	hi = float64(y * log)
	return hi, math.FMA(y, l-(log-g), math.FMA(y, log, -hi))
}

// expPair64 is e^(hi + lo) without its factor 2^n, and n + magic64.
func expPair64(hi, lo float64) (p, t float64) {
	t = math.FMA(hi, log2E, magic64)
	n := t - magic64
	r := math.FMA(n, -ln2Hi64, hi) + math.FMA(n, -ln2Lo64, lo)
	return 1 + expm1Near64(r), t
}
