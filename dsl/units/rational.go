package units

import "strconv"

// maxExponent bounds numerator and denominator of an exponent: beyond it a
// unit is nonsense and arithmetic on it might overflow.
const maxExponent = 999

// Rational is Num/Den in lowest terms with Den > 0. The number 0 is the zero
// value {0, 0}, so that dimensions compare with ==.
type Rational struct{ Num, Den int }

// NewRational reduces num/den; den must not be 0. The second result is false
// where the reduced fraction is out of bounds.
func NewRational(num, den int) (Rational, bool) {
	if num == 0 {
		return Rational{}, true
	}
	if den < 0 {
		num, den = -num, -den
	}
	g := gcd(max(num, -num), den)
	r := Rational{num / g, den / g}
	return r, max(r.Num, -r.Num) <= maxExponent && r.Den <= maxExponent
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (r Rational) den() int {
	if r.Den == 0 {
		return 1
	}
	return r.Den
}

// Add returns r + s.
func (r Rational) Add(s Rational) (Rational, bool) {
	return NewRational(r.Num*s.den()+s.Num*r.den(), r.den()*s.den())
}

// Mul returns r * s.
func (r Rational) Mul(s Rational) (Rational, bool) {
	return NewRational(r.Num*s.Num, r.den()*s.den())
}

// Neg returns -r.
func (r Rational) Neg() Rational { return Rational{-r.Num, r.Den} }

// Float is the value of r.
func (r Rational) Float() float64 { return float64(r.Num) / float64(r.den()) }

// String prints `2`, `-1`, `1/2`.
func (r Rational) String() string {
	if r.den() == 1 {
		return strconv.Itoa(r.Num)
	}
	return strconv.Itoa(r.Num) + "/" + strconv.Itoa(r.Den)
}

// RationalOf finds the fraction with a denominator of at most 12 that equals v
// to within a few rounding errors; exponents such as 0.5 and 1/3 are meant so.
func RationalOf(v float64) (Rational, bool) {
	for den := 1; den <= 12; den++ {
		n := v * float64(den)
		if n < -maxExponent || n > maxExponent || n != n {
			return Rational{}, false
		}
		num := int(n + 0.5)
		if n < 0 {
			num = int(n - 0.5)
		}
		if d := n - float64(num); d < 1e-12*float64(den) && d > -1e-12*float64(den) {
			return NewRational(num, den)
		}
	}
	return Rational{}, false
}
