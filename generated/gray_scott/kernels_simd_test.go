//go:build goexperiment.simd && amd64

package gray_scott

import (
	"testing"

	"github.com/pindiff/pindiffc/generated/internal/kernelbench"
)

// Both bodies of the operator, in cache.
func BenchmarkApply(b *testing.B) {
	type body = kernelbench.Body[float64]
	kernelbench.Run(b, &problem, []int{64, 64},
		body{Name: "value/scalar", Run: apply}, body{Name: "value/vector", Run: applyVector},
		body{Name: "tangent/scalar", Run: applyTangent}, body{Name: "tangent/vector", Run: applyTangentVector},
		body{Name: "adjoint/scalar", Run: applyAdjoint}, body{Name: "adjoint/vector", Run: applyAdjointVector},
	)
}
