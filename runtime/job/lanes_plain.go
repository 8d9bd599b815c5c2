//go:build !(goexperiment.simd && amd64)

package job

// This build has no vectors.
const (
	lanes32 = 1
	lanes64 = 1
)
