//go:build goexperiment.simd && amd64

package vec

import (
	"math"
	"unsafe"
)

// A number of a formula in every element of the widest vector. To load it is one
// instruction; to broadcast a constant of Go are two, the first of which waits
// for what its register held before (a scalar move without the VEX prefix).
type (
	all32 [16]float32
	all64 [8]float64
)

func (c *all32) v() F32 { return *(*F32)(unsafe.Pointer(c)) }
func (c *all64) v() F64 { return *(*F64)(unsafe.Pointer(c)) }
func (c *all32) i() i32 { return *(*i32)(unsafe.Pointer(c)) }
func (c *all64) i() i64 { return *(*i64)(unsafe.Pointer(c)) }

func spread32(x float32) (c all32) {
	for i := range c {
		c[i] = x
	}
	return c
}

func spread64(x float64) (c all64) {
	for i := range c {
		c[i] = x
	}
	return c
}

// spreadBits32 is for i.
func spreadBits32(x uint32) all32 { return spread32(math.Float32frombits(x)) }

// spreadBits64 is for i.
func spreadBits64(x uint64) all64 { return spread64(math.Float64frombits(x)) }

// spreadAll32 sets the vectors of a table of coefficients.
func spreadAll32(dst []all32, x []float32) {
	for i := range dst {
		dst[i] = spread32(x[i])
	}
}

// spreadAll64 sets the vectors of a table of coefficients.
func spreadAll64(dst []all64, x []float64) {
	for i := range dst {
		dst[i] = spread64(x[i])
	}
}

// Numbers that several functions need.
var (
	zeros32, zeros64       = spread32(0), spread64(0)
	halves32, halves64     = spread32(0.5), spread64(0.5)
	ones32v, ones64v       = spread32(1), spread64(1)
	twos32, twos64         = spread32(2), spread64(2)
	magics32, magics64     = spread32(magic32), spread64(magic64)
	log2Es32, log2Es64     = spread32(log2E), spread64(log2E)
	ln2His32, ln2His64     = spread32(ln2Hi32), spread64(ln2Hi64)
	ln2Los32, ln2Los64     = spread32(ln2Lo32), spread64(ln2Lo64)
	minusHi64, minusLo64   = spread64(-ln2Hi64), spread64(-ln2Lo64)
	bias32, bias64         = spreadBits32(127), spreadBits64(1023) // of exponents
	signs32, signs64       = spreadBits32(1 << 31), spreadBits64(1 << 63)
	normals32, normals64   = spread32(normal32), spread64(normal64)
	largest32, largest64   = spread32(math.MaxFloat32), spread64(math.MaxFloat64)
	infinite32, infinite64 = spread32(float32(math.Inf(1))), spread64(math.Inf(1))
	noNumber32, noNumber64 = spread32(float32(math.NaN())), spread64(math.NaN())
)
