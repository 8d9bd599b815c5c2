package job

import (
	"bytes"
	"os"
	"strconv"
	"unsafe"
)

// peakMemory is the process's VmHWM in KiB, 0 where the system does not say.
func peakMemory() int { return memory("/proc/self/status", "VmHWM:") }

// memory reads a line of a Linux status file, in KiB, or 0.
func memory(file, key string) int {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(b) {
		if rest, ok := bytes.CutPrefix(line, []byte(key)); ok {
			if f := bytes.Fields(rest); len(f) > 0 {
				n, _ := strconv.Atoi(string(f[0]))
				return n
			}
		}
	}
	return 0
}

// vectors is a lower bound of the padded arrays that a run of one state holds:
// the state, its copies at the output times, the Krylov workspaces.
const vectors = 16

// fits refuses a grid whose arrays cannot be in the machine's memory, before
// anything is allocated: the system would end the process without a word.
func (s *session[T]) fits() error {
	total := memory("/proc/meminfo", "MemTotal:")
	if total == 0 {
		return nil
	}
	var zero T
	need := float64(unsafe.Sizeof(zero)) * vectors * float64(max(1, len(s.p.States))) * float64(s.cells)
	if need > 1024*float64(total) {
		return faultf("request", "this grid needs at least %.3g GiB of memory, and the machine has %.3g; take fewer cells",
			need/(1<<30), float64(total)/(1<<20))
	}
	return nil
}
