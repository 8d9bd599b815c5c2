//go:build goexperiment.simd && amd64

package advdiff_steady

import (
	"testing"

	"github.com/pindiff/pindiffc/generated/internal/kernelbench"
)

// Both bodies of the operator, in cache.
func BenchmarkApply(b *testing.B) {
	type body = kernelbench.Body[float32]
	kernelbench.Run(b, &problem, []int{128, 64},
		body{Name: "value/scalar", Run: apply}, body{Name: "value/vector", Run: applyVector},
		body{Name: "tangent/scalar", Run: applyTangent}, body{Name: "tangent/vector", Run: applyTangentVector},
		body{Name: "adjoint/scalar", Run: applyAdjoint}, body{Name: "adjoint/vector", Run: applyAdjointVector},
	)
}
