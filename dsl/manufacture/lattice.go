package manufacture

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// The exact solution is looked at in so many points along each axis and in time.
const (
	samples = 13
	moments = 5
)

// size is the largest magnitude of an expression.
func (c *calculus) size(e *model.Expr) float64 {
	t, size := tape(c.Algebra, c.m, []*model.Expr{e}), 0.0
	c.lattice(false, -1, 0, func(at []float64) bool {
		size = max(size, math.Abs(t.Eval(nil, at)[0]))
		return true
	})
	return size
}

// lattice calls f with points of space and time until it returns false. One axis
// can be held; inside leaves the boundary and the start out.
func (c *calculus) lattice(inside bool, axis int, held float64, f func(at []float64) bool) {
	at := make([]float64, len(c.m.Axes)+1)
	var visit func(a int) bool
	visit = func(a int) bool {
		if a == len(at) {
			return f(at)
		}
		if a == axis {
			at[a] = held
			return visit(a + 1)
		}
		lo, hi, n := c.m.Time.Lo, c.m.Time.Hi, moments
		if a < len(c.m.Axes) {
			lo, hi, n = c.m.Axes[a].Lo, c.m.Axes[a].Hi, samples
		}
		for i := range n {
			share := float64(i) / float64(n-1)
			if inside {
				share = (float64(i) + 0.5) / float64(n)
			}
			at[a] = lo + (hi-lo)*share
			if !visit(a + 1) {
				return false
			}
		}
		return true
	}
	visit(0)
}

// place names a point.
func (c *calculus) place(at []float64) string {
	text := ""
	for i, s := range inputs(c.m) {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s = %.4g", s.Name, at[i])
	}
	return text
}
