//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// RowF32 is a run of neighbouring elements that a loop takes a vector at a time.
// Its methods check no bounds: whoever cuts the slice does, once a row. They load
// and store in one step, since every call that the compiler inlines costs a
// no-operation in the loop.
type RowF32 struct{ first unsafe.Pointer }

// RowF64 is a row of float64 elements.
type RowF64 struct{ first unsafe.Pointer }

// NewRowF32 is the row of a slice's elements.
func NewRowF32(x []float32) RowF32 { return RowF32{unsafe.Pointer(unsafe.SliceData(x))} }

// NewRowF64 is the row of a slice's elements.
func NewRowF64(x []float64) RowF64 { return RowF64{unsafe.Pointer(unsafe.SliceData(x))} }

// RowsF32 is the row of the elements of x, of which a loop over rows takes some from
// first to end-1: it panics where x has not so many.
func RowsF32(x []float32, first, end int) RowF32 {
	_ = x[first:end]
	return NewRowF32(x)
}

// RowsF64 is the same of float64 elements.
func RowsF64(x []float64, first, end int) RowF64 {
	_ = x[first:end]
	return NewRowF64(x)
}

// Shift is the row that starts d elements later.
func (r RowF32) Shift(d int) RowF32 { return RowF32{unsafe.Add(r.first, 4*d)} }

// Shift is the row that starts d elements later.
func (r RowF64) Shift(d int) RowF64 { return RowF64{unsafe.Add(r.first, 8*d)} }

// At is elements j to j+W32-1.
func (r RowF32) At(j int) F32 { return *(*F32)(unsafe.Add(r.first, 4*j)) }

// At is elements j to j+W64-1.
func (r RowF64) At(j int) F64 { return *(*F64)(unsafe.Add(r.first, 8*j)) }

// Set overwrites elements from j on.
func (r RowF32) Set(j int, v F32) { *(*F32)(unsafe.Add(r.first, 4*j)) = v }

// Set overwrites elements from j on.
func (r RowF64) Set(j int, v F64) { *(*F64)(unsafe.Add(r.first, 8*j)) = v }

// Add adds to elements from j on, but for the first `done`, at most W32, to which
// an earlier vector has been added.
func (r RowF32) Add(j int, v F32, done int) {
	var zero F32
	r.Set(j, r.At(j).Add(v.Masked(zero.Less(rest32(done)))))
}

// Add adds to elements from j on, but for the first `done`, at most W64, to which
// an earlier vector has been added.
func (r RowF64) Add(j int, v F64, done int) {
	var zero F64
	r.Set(j, r.At(j).Add(v.Masked(zero.Less(rest64(done)))))
}

// rest32 is 1 in the elements from done on, and 0 before.
func rest32(done int) F32 { return LoadF32(unsafe.Pointer(&ones32), uintptr(W32-done)*4) }

// rest64 is 1 in the elements from done on, and 0 before.
func rest64(done int) F64 { return LoadF64(unsafe.Pointer(&ones64), uintptr(W64-done)*8) }

// Numbers and a comparison make the mask, not bits and And: the compiler (Go 1.26.8)
// joins that with other operations on bits into an instruction that it cannot
// encode at 512 bits.
//
// A vector that starts at element W - done of these has ones where nothing is done.
var (
	ones32 = func() (m [2 * W32]float32) {
		for i := W32; i < 2*W32; i++ {
			m[i] = 1
		}
		return m
	}()
	ones64 = func() (m [2 * W64]float64) {
		for i := W64; i < 2*W64; i++ {
			m[i] = 1
		}
		return m
	}()
)
