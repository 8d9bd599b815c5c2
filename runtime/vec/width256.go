//go:build goexperiment.simd && amd64 && !pindiffc_avx512

package vec

import (
	"simd/archsimd"
	"unsafe"
)

// Vectors of the width chosen at build time, here 256 bits.
type (
	F32 = archsimd.Float32x8
	F64 = archsimd.Float64x4
	i32 = archsimd.Int32x8
	i64 = archsimd.Int64x4
)

// Elements of a vector.
const (
	W32 = 8
	W64 = 4
)

var simd = has256

// LoadF32 loads a vector from p + off bytes.
func LoadF32(p unsafe.Pointer, off uintptr) F32 { return LoadF32x8(p, off) }

// LoadF64 loads a vector from p + off bytes.
func LoadF64(p unsafe.Pointer, off uintptr) F64 { return LoadF64x4(p, off) }

// StoreF32 stores a vector to p + off bytes.
func StoreF32(v F32, p unsafe.Pointer, off uintptr) { StoreF32x8(v, p, off) }

// StoreF64 stores a vector to p + off bytes.
func StoreF64(v F64, p unsafe.Pointer, off uintptr) { StoreF64x4(v, p, off) }

// BroadcastF32 has x in every element.
func BroadcastF32(x float32) F32 { return archsimd.BroadcastFloat32x8(x) }

// BroadcastF64 has x in every element.
func BroadcastF64(x float64) F64 { return archsimd.BroadcastFloat64x4(x) }

func splat32(x int32) i32 { return archsimd.BroadcastInt32x8(x) }
func splat64(x int64) i64 { return archsimd.BroadcastInt64x4(x) }

func float32s(x i32) F32 { return x.AsFloat32x8() }
func float64s(x i64) F64 { return x.AsFloat64x4() }
func bits32s(x F32) i32  { return x.AsInt32x8() }
func bits64s(x F64) i64  { return x.AsInt64x4() }

// Zeros move in from the left.
func shiftRight32(x i32, n uint64) i32 { return x.AsUint32x8().ShiftAllRight(n).AsInt32x8() }
func shiftRight64(x i64, n uint64) i64 { return x.AsUint64x4().ShiftAllRight(n).AsInt64x4() }

// addToTotals adds eight values.
func addToTotals(t *Totals, x F32x8) {
	p := unsafe.Pointer(t)
	StoreF64(LoadF64(p, 0).Add(x.GetLo().ConvertToFloat64()), p, 0)
	StoreF64(LoadF64(p, 32).Add(x.GetHi().ConvertToFloat64()), p, 32)
}
