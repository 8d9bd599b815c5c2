package formula

import (
	"math"
	"math/rand/v2"
)

// Streams of the generator: the second word of PCG's seed, so that the same
// seed gives waves and fields that have nothing to do with each other.
const (
	streamWaves = 0x7761766573 // "waves"
	streamField = 0x6669656c64 // "field"
)

// random draws numbers from PCG-DXSM, whose output is fixed by its definition;
// the maps to uniform and normal numbers are written out here so that they are
// fixed too.
type random struct{ pcg *rand.PCG }

func newRandom(seed uint64, stream uint64) random { return random{rand.NewPCG(seed, stream)} }

// uniform in [0, 1): the upper 53 bits.
func (r random) uniform() float64 { return float64(r.pcg.Uint64()>>11) * 0x1p-53 }

// below n: floor(n * uniform).
func (r random) below(n int) int { return int(float64(n) * r.uniform()) }

// normal pair by Box and Muller.
func (r random) normal() (float64, float64) {
	radius := math.Sqrt(-2 * math.Log(1-r.uniform()))
	s, c := math.Sincos(2 * math.Pi * r.uniform())
	return radius * c, radius * s
}

// seed evaluates the keyword argument "seed", a whole number.
func (ev *evaluator) seed(e *Expr) (uint64, error) {
	n, err := ev.count(e, "seed", 0, 1<<53)
	return uint64(n), err
}

// Normals fills out with standard normal numbers of a seed and a stream.
func Normals(seed, stream uint64, out []float64) {
	r := newRandom(seed, stream)
	for i := 0; i < len(out); i += 2 {
		a, b := r.normal()
		out[i] = a
		if i+1 < len(out) {
			out[i+1] = b
		}
	}
}
