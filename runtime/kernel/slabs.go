package kernel

import (
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// slabs is the memory of values that a kernel computes once for each cell and reads at
// several. It holds a few slabs of each value, and they are used in turn: a slab is
// the padded array's elements of the cells with one index on axis 0. A grid of one
// axis has one slab, a whole padded array.
type slabs[T vec.Float] struct {
	memory []T
	size   int // elements of a slab
	count  int // slabs of each value
}

const (
	slabBytes = 1 << 17 // about how much of the processor's second cache slabs may take
	mostAhead = 16      // slabs at once; more would save nothing
)

// Slabs prepares the memory of so many values. A kernel that reads them at as many as
// span slabs beside one may fill the next ones, as many as ahead, before it goes on.
// What slabs held before is lost. The memory is kept: the next kernel allocates only
// if it needs more.
func (a *Args[T]) Slabs(values, span int) (ahead int) {
	s := &a.slabs
	if a.Grid.Dim == 1 {
		s.size, s.count = a.Grid.Size, 1
	} else {
		s.size = a.Grid.Stride[0]
		ahead = min(max(slabBytes/(values*s.size*int(unsafe.Sizeof(T(0))))-span, 1), mostAhead)
		s.count = span + ahead
	}
	if need := values * s.count * s.size; need > len(s.memory) {
		s.memory = grid.Aligned[T](need)
	}
	return ahead
}

// Slab is the memory of a value in the cells with index i on axis 0.
func (a *Args[T]) Slab(value, i int) []T {
	s := &a.slabs
	turn := 0
	if s.count > 1 {
		turn = (i + a.Grid.Depth) % s.count
	}
	at := (value*s.count + turn) * s.size
	return s.memory[at : at+s.size : at+s.size]
}
