// Package vec is the only place that knows vector instructions: element types,
// vector types with load, store and broadcast, functions of one value and of
// slices, and reductions.
//
// # Two builds
//
// With GOEXPERIMENT=simd on amd64 the loops use package simd/archsimd through
// the aliases F32 and F64, 256 bits wide, or 512 with the build tag
// pindiffc_avx512; elsewhere they are plain Go. A processor without the needed
// instructions, or PINDIFFC_SIMD=off in the environment, selects the plain loops
// at run time (see SIMD).
//
// # Same bits
//
// Everything in this package gives the same bits in both builds and at every
// width: a product and a sum are fused in all bodies (math.FMA) or in none, a
// function of a vector's or a slice's element is the function of one value, and
// every reduction uses 64 virtual lanes (see Dot).
//
// It must never know what the numbers mean: no grids, no networks.
package vec

import "unsafe"

// Float is the two element types; exact, so that a type switch on a slice is complete.
type Float interface{ float32 | float64 }

// single says that T is float32.
func single[T Float]() bool { return unsafe.Sizeof(T(0)) == 4 }

// as32 is the same slice, for T = float32.
func as32[T Float](x []T) []float32 { return *(*[]float32)(unsafe.Pointer(&x)) }

// as64 is the same slice, for T = float64.
func as64[T Float](x []T) []float64 { return *(*[]float64)(unsafe.Pointer(&x)) }

// asProducts is the same list, for T = U.
func asProducts[U, T Float](t []Product[T]) []Product[U] {
	return *(*[]Product[U])(unsafe.Pointer(&t))
}
