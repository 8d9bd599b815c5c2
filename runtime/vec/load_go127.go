//go:build goexperiment.simd && amd64 && go1.27

package vec

import (
	"simd/archsimd"
	"unsafe"
)

// LoadF32x8 loads a vector from p + off bytes.
func LoadF32x8(p unsafe.Pointer, off uintptr) F32x8 {
	return archsimd.LoadFloat32x8Array((*[8]float32)(unsafe.Add(p, off)))
}

// StoreF32x8 stores a vector to p + off bytes.
func StoreF32x8(v F32x8, p unsafe.Pointer, off uintptr) {
	v.StoreArray((*[8]float32)(unsafe.Add(p, off)))
}

// LoadF32x16 loads a vector from p + off bytes.
func LoadF32x16(p unsafe.Pointer, off uintptr) F32x16 {
	return archsimd.LoadFloat32x16Array((*[16]float32)(unsafe.Add(p, off)))
}

// StoreF32x16 stores a vector to p + off bytes.
func StoreF32x16(v F32x16, p unsafe.Pointer, off uintptr) {
	v.StoreArray((*[16]float32)(unsafe.Add(p, off)))
}

// LoadF64x4 loads a vector from p + off bytes.
func LoadF64x4(p unsafe.Pointer, off uintptr) F64x4 {
	return archsimd.LoadFloat64x4Array((*[4]float64)(unsafe.Add(p, off)))
}

// StoreF64x4 stores a vector to p + off bytes.
func StoreF64x4(v F64x4, p unsafe.Pointer, off uintptr) {
	v.StoreArray((*[4]float64)(unsafe.Add(p, off)))
}

// LoadF64x8 loads a vector from p + off bytes.
func LoadF64x8(p unsafe.Pointer, off uintptr) F64x8 {
	return archsimd.LoadFloat64x8Array((*[8]float64)(unsafe.Add(p, off)))
}

// StoreF64x8 stores a vector to p + off bytes.
func StoreF64x8(v F64x8, p unsafe.Pointer, off uintptr) {
	v.StoreArray((*[8]float64)(unsafe.Add(p, off)))
}
