package measure

import (
	"sync"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Machine is what one core can do, in the precision of a system.
type Machine struct {
	Bandwidths []Bandwidth `json:"bandwidths"`  // ascending sizes
	Peak       float64     `json:"peak_flops"`  // fused multiply-adds in registers, two operations each, a second
	Gain       float64     `json:"thread_gain"` // of Threads threads over one in that loop
	Threads    int         `json:"threads"`
}

// Bandwidth of the triad a = b + s*c on three arrays of Bytes in all. Where
// Memory, they do not fit into a cache, and the bytes that a store first reads
// (write-allocate) are counted: four arrays for three.
type Bandwidth struct {
	Bytes  int     `json:"bytes"`
	Memory bool    `json:"memory"`
	Rate   float64 `json:"bytes_per_second"`
}

// sizes of the triads: in the first, second and third level of usual caches, and
// beyond all.
var sizes = []Bandwidth{{Bytes: 24 << 10}, {Bytes: 384 << 10}, {Bytes: 6 << 20}, {Bytes: 384 << 20, Memory: true}}

// NewMachine measures the machine in the precision T, and what so many threads
// gain over one in a loop without memory.
func NewMachine[T vec.Float](threads int) Machine {
	m := Machine{Threads: threads}
	for _, b := range sizes {
		n := b.Bytes / 3 / int(unsafe.Sizeof(T(0)))
		all := grid.Aligned[T](3*n + 64)
		for i := range all {
			all[i] = 1
		}
		x, y, z := all[:n], all[n:2*n], all[2*n:3*n]
		bytes := 3 * n * int(unsafe.Sizeof(T(0)))
		if b.Memory {
			bytes = bytes / 3 * 4
		}
		b.Rate = float64(bytes) / PerCall(func() { triad(x, y, z, 3) })
		m.Bandwidths = append(m.Bandwidths, b)
	}
	const steps = 20_000
	one := PerCall(func() { multiplyAdds[T](steps) })
	m.Peak = float64(steps) * operations[T]() / one
	all := PerCall(func() {
		var wait sync.WaitGroup
		for range threads {
			wait.Go(func() {
				for range 10 {
					multiplyAdds[T](steps)
				}
			})
		}
		wait.Wait()
	})
	m.Gain = float64(threads) * 10 * one / all
	return m
}

// At is the bandwidth that a kernel with a working set of so many bytes can have:
// that of the smallest measured set that is not smaller.
func (m *Machine) At(bytes int) Bandwidth {
	for _, b := range m.Bandwidths {
		if bytes <= b.Bytes {
			return b
		}
	}
	return m.Bandwidths[len(m.Bandwidths)-1]
}
