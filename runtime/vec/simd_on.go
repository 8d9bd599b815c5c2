//go:build goexperiment.simd && amd64

package vec

import (
	"os"
	"simd/archsimd"
)

// Vector types by element and number of elements.
type (
	F32x8  = archsimd.Float32x8
	F32x16 = archsimd.Float32x16
	F64x4  = archsimd.Float64x4
	F64x8  = archsimd.Float64x8
)

var (
	allowed = os.Getenv("PINDIFFC_SIMD") != "off"
	has256  = allowed && archsimd.X86.AVX2() && archsimd.X86.FMA()
	has512  = has256 && archsimd.X86.AVX512()
)

// SIMD reports whether loops over F32 and F64 may run: the build has them, the
// processor too, and PINDIFFC_SIMD is not "off".
func SIMD() bool { return simd }

// SIMD512 reports the same of F32x16 and F64x8, whatever the width of F32.
func SIMD512() bool { return has512 }

// SIMD256 reports the same of F32x8 and F64x4.
func SIMD256() bool { return has256 }

// BroadcastF32x8 has x in every element.
func BroadcastF32x8(x float32) F32x8 { return archsimd.BroadcastFloat32x8(x) }

// BroadcastF32x16 has x in every element.
func BroadcastF32x16(x float32) F32x16 { return archsimd.BroadcastFloat32x16(x) }

// BroadcastF64x4 has x in every element.
func BroadcastF64x4(x float64) F64x4 { return archsimd.BroadcastFloat64x4(x) }

// BroadcastF64x8 has x in every element.
func BroadcastF64x8(x float64) F64x8 { return archsimd.BroadcastFloat64x8(x) }

// ClearUpper clears the upper halves of the vector registers. Scalar floating
// point is three times slower while they are dirty, so call it at the end of a
// vector kernel and at the start of a scalar one. One instruction.
func ClearUpper() {
	if has256 {
		archsimd.ClearAVXUpperBits()
	}
}
