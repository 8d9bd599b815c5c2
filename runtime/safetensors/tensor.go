package safetensors

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"
)

// DType is the type of a tensor's elements.
type DType string

// The types that are read and written.
const (
	F32 DType = "F32"
	F64 DType = "F64"
	I64 DType = "I64"
	U8  DType = "U8"
)

// Size of one element in bytes, 0 for a type that is not supported.
func (d DType) Size() int {
	switch d {
	case F32:
		return 4
	case F64, I64:
		return 8
	case U8:
		return 1
	}
	return 0
}

// Tensor is one array: C order, little-endian bytes. A shape of length 0 is a
// scalar of one element.
type Tensor struct {
	Name  string
	DType DType
	Shape []int
	Data  []byte
}

// Float is the element types that New and Copy convert.
type Float interface{ float32 | float64 }

// New makes a tensor of T's own type from values; their number must be the
// product of shape. The values are copied.
func New[T Float](name string, shape []int, v []T) (Tensor, error) {
	n, err := elements(shape)
	if err != nil {
		return Tensor{}, fmt.Errorf("tensor %q: %w", name, err)
	}
	if n != len(v) {
		return Tensor{}, fmt.Errorf("tensor %q: shape %v holds %d values, %d given", name, shape, n, len(v))
	}
	t := Tensor{Name: name, Shape: append([]int{}, shape...)}
	switch v := any(v).(type) {
	case []float32:
		t.DType, t.Data = F32, make([]byte, 4*n)
		for i, x := range v {
			binary.LittleEndian.PutUint32(t.Data[4*i:], math.Float32bits(x))
		}
	case []float64:
		t.DType, t.Data = F64, make([]byte, 8*n)
		for i, x := range v {
			binary.LittleEndian.PutUint64(t.Data[8*i:], math.Float64bits(x))
		}
	}
	return t, nil
}

// View is New without a copy, where the machine keeps numbers as the format does
// (little endian): the tensor is to be written before v changes. For what is large.
func View[T Float](name string, shape []int, v []T) (Tensor, error) {
	n, err := elements(shape)
	if err != nil || n != len(v) || n == 0 || !littleEndian {
		return New(name, shape, v)
	}
	t := Tensor{Name: name, Shape: append([]int{}, shape...)}
	size := unsafe.Sizeof(v[0])
	t.DType = map[uintptr]DType{4: F32, 8: F64}[size]
	t.Data = unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(size))
	return t, nil
}

// littleEndian says how this machine keeps numbers.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// NewInts makes an I64 tensor of one axis.
func NewInts(name string, v []int) Tensor {
	t := Tensor{Name: name, DType: I64, Shape: []int{len(v)}, Data: make([]byte, 8*len(v))}
	for i, x := range v {
		binary.LittleEndian.PutUint64(t.Data[8*i:], uint64(int64(x)))
	}
	return t
}

// Len is the number of elements.
func (t *Tensor) Len() int {
	if s := t.DType.Size(); s > 0 {
		return len(t.Data) / s
	}
	return 0
}

// At is element i, converted to float64.
func (t *Tensor) At(i int) float64 {
	switch t.DType {
	case F32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*i:])))
	case F64:
		return math.Float64frombits(binary.LittleEndian.Uint64(t.Data[8*i:]))
	case I64:
		return float64(int64(binary.LittleEndian.Uint64(t.Data[8*i:])))
	}
	return float64(t.Data[i])
}

// Copy converts elements off, off+1, ... into dst, as many as dst holds.
func Copy[T Float](dst []T, t *Tensor, off int) error {
	if off < 0 || off+len(dst) > t.Len() {
		return fmt.Errorf("tensor %q has %d values, %d to %d were asked for", t.Name, t.Len(), off, off+len(dst))
	}
	if d, ok := any(dst).([]float32); ok && t.DType == F32 {
		for i := range d {
			d[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*(off+i):]))
		}
		return nil
	}
	for i := range dst {
		dst[i] = T(t.At(off + i))
	}
	return nil
}

// SameShape says whether two shapes are equal.
func SameShape(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// elements is the product of a shape, checked against overflow.
func elements(shape []int) (int, error) {
	n := 1
	for _, s := range shape {
		if s < 0 {
			return 0, fmt.Errorf("negative extent in shape %v", shape)
		}
		if s > 0 && n > math.MaxInt/8/s {
			return 0, fmt.Errorf("shape %v is too large", shape)
		}
		n *= s
	}
	return n, nil
}
