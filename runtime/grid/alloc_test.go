package grid_test

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// TestAligned: memory of any size, with large pages or not, starts at a line and is zero.
func TestAligned(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 1<<20 - 1, 1 << 20, 1<<20 + 1, 3_333_333} {
		x := grid.Aligned[float64](n)
		require.Len(t, x, n)
		require.Equal(t, n, cap(x))
		require.Zero(t, uintptr(unsafe.Pointer(unsafe.SliceData(x)))%64)
		for i := range x {
			if x[i] != 0 {
				t.Fatalf("element %d of %d is %g", i, n, x[i])
			}
			x[i] = 1
		}
	}
}
