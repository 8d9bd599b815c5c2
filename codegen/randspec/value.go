package randspec

// Scalars of a run. Beta is small, so that the diagonal of the operator stays
// away from zero.
const (
	Time, LagTime             = 0.31, 0.25
	Alpha, Beta, Gamma, Omega = 2.5, 0.004, 0.7, 0.8
)

// Value is the element at a cell of the array with the given role, variant and
// index: between 0.5 and 1.5, and where signed, half of the elements below zero.
// The same arguments give the same value in any process.
func Value(seed uint64, role, variant, index int, cell [3]int, signed bool) float64 {
	h := seed
	for _, v := range [...]int{role, variant, index, cell[0], cell[1], cell[2]} {
		h = mix(h ^ uint64(int64(v)+1<<20))
	}
	v := 0.5 + float64(h>>11)/(1<<53)
	if signed && h&1 == 0 {
		v = -v
	}
	return float64(float32(v))
}

// Argument is an argument of a closure, between 0.5 and 1.5; argument -1 is what
// its network gives.
func Argument(seed uint64, closure, argument int) float64 {
	return Value(seed, closure, argument, 0, [3]int{}, false)
}

// mix scrambles bits (the finaliser of splitmix64).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
