package kernel

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/grid"
)

func arguments(t *testing.T, cells ...int) *Args[float64] {
	var axes []grid.Axis
	for _, n := range cells {
		axes = append(axes, grid.Axis{Hi: 1, Cells: n})
	}
	g, err := grid.New(axes, 1, 8)
	require.NoError(t, err)
	return &Args[float64]{Grid: g}
}

// A kernel that reads one slab before and one after its own, and fills as many ahead
// as it may, finds in each what belongs there.
func TestSlabsHoldWhatIsRead(t *testing.T) {
	for _, cells := range [][]int{{9, 5}, {40, 7}, {5, 4, 6}, {3, 1 << 16}} {
		a := arguments(t, cells...)
		const values, before, after = 3, 1, 1
		ahead := a.Slabs(values, before+after)
		require.Positive(t, ahead)
		lo, hi := -1, cells[0]+1
		ready := lo - before
		for i := lo; i < hi; i++ {
			for ; ready <= i+after; ready += ahead {
				for k := ready; k < min(ready+ahead, hi+after); k++ {
					for v := range values {
						s := a.Slab(v, k)
						require.Len(t, s, a.Grid.Stride[0])
						for j := range s {
							s[j] = float64(100*v + k)
						}
					}
				}
			}
			for v := range values {
				for k := i - before; k <= i+after; k++ {
					s := a.Slab(v, k)
					require.Equal(t, float64(100*v+k), s[0])
					require.Equal(t, float64(100*v+k), s[len(s)-1])
				}
			}
		}
	}
}

func TestSlabOfALine(t *testing.T) {
	a := arguments(t, 20)
	require.Zero(t, a.Slabs(2, 2))
	require.Len(t, a.Slab(1, 0), a.Grid.Size)
	require.Same(t, &a.Slab(1, 0)[0], &a.Slab(1, 7)[0])
	require.NotSame(t, &a.Slab(0, 0)[0], &a.Slab(1, 0)[0])
}

// Memory is bounded, aligned, and allocated once for the kernel that needs most.
func TestSlabsKeepTheirMemory(t *testing.T) {
	a := arguments(t, 1000, 4000)
	require.Equal(t, 1, a.Slabs(8, 2), "long rows are filled one at a time")
	require.Equal(t, 8*3*a.Grid.Stride[0], len(a.slabs.memory))
	row := &a.Slab(5, 3)[a.Grid.SlabIndex(0, 0)]
	require.Zero(t, uintptr(unsafe.Pointer(row))%64)
	require.Zero(t, testing.AllocsPerRun(10, func() {
		a.Slabs(3, 4)
		a.Slabs(8, 2)
	}))
	require.Equal(t, mostAhead, arguments(t, 8, 8).Slabs(1, 2), "short ones by many")
}
