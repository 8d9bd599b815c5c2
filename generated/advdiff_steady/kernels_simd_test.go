//go:build goexperiment.simd && amd64

package advdiff_steady

import (
	"testing"

	"github.com/pindiff/pindiffc/generated/internal/kernelbench"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Rows of a grid that no cache holds, whose length is no multiple of a part's.
func TestApplyPastCaches(t *testing.T) {
	type body = kernelbench.Body[float32]
	kernelbench.SamePast(t, &problem, []int{vec.Far32/2091 + 1, 2091},
		body{Name: "value", Run: applyVector}, body{Name: "tangent", Run: applyTangentVector}, body{Name: "adjoint", Run: applyAdjointVector})
}

// Both bodies of the operator, in cache.
func BenchmarkApply(b *testing.B) {
	type body = kernelbench.Body[float32]
	kernelbench.Run(b, &problem, []int{128, 64},
		body{Name: "value/scalar", Run: apply}, body{Name: "value/vector", Run: applyVector},
		body{Name: "tangent/scalar", Run: applyTangent}, body{Name: "tangent/vector", Run: applyTangentVector},
		body{Name: "adjoint/scalar", Run: applyAdjoint}, body{Name: "adjoint/vector", Run: applyAdjointVector},
	)
}
