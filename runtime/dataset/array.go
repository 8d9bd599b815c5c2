package dataset

import (
	"fmt"
	"io"
)

// Array is one named array in C order. Single says that its elements have no
// more than float32's precision, so that nothing is lost by storing them so.
type Array struct {
	Name   string
	DType  string // as it was in the file: "float32"
	Shape  []int
	Data   []float64
	Single bool
}

// chunk is how much is read at once, a multiple of every element size.
const chunk = 64 << 10

// eachChunk hands out the elements of a .npy body, in the order of the file.
func eachChunk(r io.Reader, dt *dtype, n int, f func(v []float64)) error {
	buf := make([]byte, min(chunk, max(1, n*dt.size)))
	values := make([]float64, len(buf)/dt.size)
	for done := 0; done < n; {
		k := min(len(values), n-done)
		if _, err := io.ReadFull(r, buf[:k*dt.size]); err != nil {
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				return fmt.Errorf("it is truncated: it should hold %d values and ends after about %d", n, done)
			}
			return err
		}
		for i := range k {
			values[i] = dt.get(buf[i*dt.size:])
		}
		f(values[:k])
		done += k
	}
	var one [1]byte
	if m, _ := io.ReadFull(r, one[:]); m > 0 {
		return fmt.Errorf("it holds more than the %d values of its shape", n)
	}
	return nil
}

// readArray reads a .npy stream, which may take at most limit bytes of memory;
// the slice grows with what arrives.
func readArray(name string, r io.Reader, limit uint64) (*Array, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	dt, err := dtypeOf(h.descr)
	if err != nil {
		return nil, err
	}
	n, err := count(h.shape)
	if err != nil {
		return nil, err
	}
	if 8*uint64(n) > limit {
		return nil, fmt.Errorf("its %d values are more than a file of this size can be expected to hold: refused", n)
	}
	a := &Array{Name: name, DType: dt.name, Shape: h.shape, Single: dt.name == "float32" || dt.size <= 2}
	a.Data = make([]float64, 0, min(n, chunk))
	if err := eachChunk(r, dt, n, func(v []float64) { a.Data = append(a.Data, v...) }); err != nil {
		return nil, err
	}
	if h.fortran {
		a.Data = fromFortran(a.Data, a.Shape)
	}
	return a, nil
}

// fromFortran reorders data whose first axis is contiguous.
func fromFortran(v []float64, shape []int) []float64 {
	out := make([]float64, len(v))
	stride := make([]int, len(shape)) // in out, by axis
	s := 1
	for a := len(shape) - 1; a >= 0; a-- {
		stride[a] = s
		s *= shape[a]
	}
	idx := make([]int, len(shape))
	at := 0
	for _, x := range v {
		out[at] = x
		for a := range idx {
			idx[a]++
			at += stride[a]
			if idx[a] < shape[a] {
				break
			}
			at -= shape[a] * stride[a]
			idx[a] = 0
		}
	}
	return out
}
