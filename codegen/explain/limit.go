package explain

import (
	"math"
	"slices"

	"github.com/pindiff/pindiffc/codegen/eval"
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maxWork bounds the work of StepLimit, in cells times expressions.
const maxWork = 1 << 23

// StepLimit is the largest step for which Gershgorin's theorem keeps forward
// Euler stable, at the default parameters and the initial values:
//
//	dt <= min over rows of 2/(sum_j |J_ij|),  J the derivative of f over that of m
//
// It is exact for diffusion of constant coefficient and upwind transport, and
// too small rather than too large elsewhere. ok is false where it cannot be
// computed: closures, given fields or algebraic states are involved, a time
// derivative couples states, the operator depends on a state that has no default,
// the grid is very large, or nothing limits the step.
func StepLimit(p *program.Program) (dt float64, ok bool) { return stepLimit(p, nil) }

// stepLimit is StepLimit with other values of some parameters.
func stepLimit(p *program.Program, params map[int]float64) (dt float64, ok bool) {
	if unlimited(p) != "" {
		return 0, false
	}
	m := eval.New(p, nil)
	for i, v := range params {
		m.Param[i] = v
	}
	m.Run("initial")
	m.Coefs()
	m.Bounds()
	m.Ghosts()
	for s := range p.Model.States {
		copy(m.Val(ir.Lag, s), m.Val(ir.State, s))
	}
	rows, mass := rowSums(m, 0, -1), rowSums(m, 1, 0)
	worst := 0.0
	for i := range rows {
		if rows[i] > 0 && mass[i] > 0 {
			worst = math.Max(worst, rows[i]/mass[i])
		}
	}
	return 2 / worst, worst > 0 && !math.IsInf(worst, 0)
}

// unlimited says why StepLimit cannot be computed before anything is evaluated;
// it is empty where nothing speaks against it.
func unlimited(p *program.Program) string {
	work := float64(p.Graph.Len() * len(p.Model.States))
	for _, x := range p.Model.Axes {
		work *= float64(x.Cells)
	}
	switch {
	case len(p.Calls) > 0 || readsBase(p):
		return "it depends on closures or given fields"
	case slices.Contains(p.Algebraic, true):
		return "there are algebraic states"
	case !p.Diagonal:
		return "a time derivative couples states"
	case work > maxWork:
		return "the grid is large"
	case !p.Linear && slices.ContainsFunc(p.Model.States, func(s *model.Symbol) bool { return s.Value == nil }):
		return "it depends on initial values that are not given"
	}
	return ""
}

// readsBase tells that some kernel reads a given field or what a closure gives.
func readsBase(p *program.Program) bool {
	return slices.ContainsFunc(p.Kernels, func(k *program.Kernel) bool {
		return p.Graph.Uses(func(s ir.Sym) bool { return s.Role == ir.Base && s.Variant == ir.Primal }, k.Roots()...)
	})
}

// radius is the largest r for which a scheme is stable with every eigenvalue in
// the disc |dt*lambda + r| <= r: what Gershgorin's discs ask for. Forward Euler's
// region is that disc; those of the Runge-Kutta schemes of orders 3 and 4 just
// hold one that meets the negative axis at their limits, -2.5127 and -2.7853
// (found numerically).
var radius = map[string]float64{"forward_euler": 1, "ssp_rk3": 1.2563, "rk4": 1.3926}

// SchemeLimit is StepLimit for an explicit scheme, with other values of some
// parameters; ok is false for an implicit one too.
func SchemeLimit(p *program.Program, scheme string, params map[int]float64) (dt float64, ok bool) {
	r, explicit := radius[scheme]
	if !explicit {
		return 0, false
	}
	dt, ok = stepLimit(p, params)
	return r * dt, ok
}

// rowSums are the sums of absolute values along the rows of the derivative of
// alpha*m - beta*f, by equation and cell. Cells that no row has in common are
// probed together.
func rowSums(m *eval.Machine, alpha, beta float64) []float64 {
	m.Alpha, m.Beta = alpha, beta
	states := len(m.P.Model.States)
	sums := make([]float64, states*m.Size)
	width := 2*max(1, m.P.Reach[0], m.P.Reach[1], m.P.Reach[2]) + 1
	colours := 1
	var period [3]int
	for a := range m.Dim {
		period[a] = divisor(m.N[a], width)
		colours *= period[a]
	}
	for s := range states {
		for c := range colours {
			for t := range states {
				clear(m.Dir(ir.State, t))
			}
			v := m.Dir(ir.State, s)
			m.Cells(func(cell [3]int) {
				k, n := 0, 1
				for a := range m.Dim {
					k += n * (cell[a] % period[a])
					n *= period[a]
				}
				if k == c {
					v[m.At(cell, ir.Offset{})] = 1
				}
			})
			m.GhostsTangent()
			m.Run("apply.tangent")
			for t := range states {
				out := m.Dir(ir.Out, t)
				m.Cells(func(cell [3]int) {
					i := m.At(cell, ir.Offset{})
					sums[t*m.Size+i] += math.Abs(out[i])
				})
			}
		}
	}
	return sums
}

// divisor is the smallest divisor of n that is at least width, so that colours
// fit around a periodic axis; n itself if there is none.
func divisor(n, width int) int {
	for d := width; d < n; d++ {
		if n%d == 0 {
			return d
		}
	}
	return n
}
