// Package units reads units of measurement and computes with dimensions.
//
// A unit is a text such as `W/(m K)` with a scale to coherent SI and seven
// exponents. Only the exponents take part in arithmetic: every number in a
// checked specification is already in SI. The package knows nothing of the
// language around it, and no unit whose zero is not the SI unit's zero.
package units

// Base units in the order of Dims.
var base = [7]string{"m", "kg", "s", "A", "K", "mol", "cd"}

// Dims are the exponents of m kg s A K mol cd.
type Dims [7]Rational

// Unit is a unit as written. SI value = value in this unit * Scale.
type Unit struct {
	Text  string // "mm"; "" when none was declared
	Scale float64
	Dims  Dims
}

// One is the unit of a pure number that declares none.
var One = Unit{Scale: 1}

// Dimensionless reports whether all exponents are 0.
func (d Dims) Dimensionless() bool { return d == Dims{} }

// Mul adds exponents; false means that one is out of bounds.
func (d Dims) Mul(e Dims) (Dims, bool) {
	ok := true
	for i := range d {
		var fine bool
		d[i], fine = d[i].Add(e[i])
		ok = ok && fine
	}
	return d, ok
}

// Div subtracts exponents.
func (d Dims) Div(e Dims) (Dims, bool) {
	for i := range e {
		e[i] = e[i].Neg()
	}
	return d.Mul(e)
}

// Pow multiplies exponents by r.
func (d Dims) Pow(r Rational) (Dims, bool) {
	ok := true
	for i := range d {
		var fine bool
		d[i], fine = d[i].Mul(r)
		ok = ok && fine
	}
	return d, ok
}
