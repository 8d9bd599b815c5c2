package eval_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/pindiff/pindiffc/codegen/internal/modeltest"
	"github.com/pindiff/pindiffc/dsl/model"
)

// What flows out needs no condition: transport alone, its value given where it enters
// and outflow where it leaves, has the order of its scheme.
func TestOutflowOrder(t *testing.T) {
	kind := faceKind{name: "outflow", set: func(b *Builder, u, e *model.Expr, axis int, high bool) {
		if high {
			b.Condition(u, axis, high, model.Outflow, nil)
		} else {
			b.Condition(u, axis, high, model.Value, e)
		}
	}}
	for scheme, want := range map[string]float64{"upwind": 1, "linear_upwind": 2, "vanleer": 2, "minmod": 2, "central": 2} {
		op := transport(scheme, want)
		op.diffuse = false
		x := newProblem(t, op, kind, 1)
		e1, e2 := x.errorOn(t, 64), x.errorOn(t, 128)
		order := math.Log2(e1 / e2)
		require.Greater(t, order, want-0.35, "%s: errors %.2e %.2e", scheme, e1, e2)
		require.Less(t, order, want+0.9, scheme)
	}
}
