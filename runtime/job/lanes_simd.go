//go:build goexperiment.simd && amd64

package job

import "github.com/pindiff/pindiffc/runtime/vec"

// lanes32 and lanes64 are the vector widths of this build, in elements.
const (
	lanes32 = vec.W32
	lanes64 = vec.W64
)
