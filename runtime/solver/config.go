package solver

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// defaults fills the zero parts of a configuration from the problem, and from
// here where the problem says nothing.
func (c Config) defaults(axes []kernel.Axis, d problemDefaults) Config {
	cells, lower, upper := c.Cells == nil, c.Lower == nil, c.Upper == nil
	for _, a := range axes {
		if cells {
			c.Cells = append(c.Cells, a.Cells)
		}
		if lower {
			c.Lower = append(c.Lower, a.Lo)
		}
		if upper {
			c.Upper = append(c.Upper, a.Hi)
		}
	}
	if len(c.Steps) == 0 {
		c.Steps = d.steps
	}
	c.Steps = slices.Clone(c.Steps)
	if c.Scheme == "" { // damped steps are part of it
		c.Damped = first(c.Damped, d.damped)
	}
	c.Scheme = first(c.Scheme, d.scheme, "crank_nicolson")
	c.Nonlinear = first(c.Nonlinear, d.nonlinear, "newton")
	c.LinearSolver = first(c.LinearSolver, d.linear, "auto")
	c.Adjoint = first(c.Adjoint, d.adjoint, "implicit")
	if c.Checkpoint == "" && c.Slots == 0 && c.Bytes == 0 && c.Disk == 0 {
		c.Checkpoint, c.Slots, c.Bytes, c.Disk = d.checkpoint, d.slots, d.bytes, d.disk
	}
	c.Checkpoint = first(c.Checkpoint, "all")
	c.Transfer = first(c.Transfer, 1)
	c.Tol = first(c.Tol, d.tol, d.floor)
	c.LinearTol = first(c.LinearTol, d.linearTol)
	c.AdjointTol = first(c.AdjointTol, d.adjointTol, c.Tol)
	c.Theta = first(c.Theta, d.theta, 0.5)
	c.Depth = first(c.Depth, d.depth, fixedpoint.DefaultDepth)
	c.Restart = first(c.Restart, d.restart, krylov.DefaultRestart)
	c.Preconditioner = first(c.Preconditioner, d.preconditioner, "auto")
	c.Relax = first(c.Relax, d.relax, 1)
	c.MaxIter = first(c.MaxIter, d.maxIter, 100)
	c.MaxLinear = first(c.MaxLinear, d.maxLinear, 1000)
	c.Workers = first(c.Workers, runtime.GOMAXPROCS(0))
	return c
}

// problemDefaults is what a problem of either precision says about numerics.
type problemDefaults struct {
	steps                              []float64
	scheme, nonlinear, linear, adjoint string
	preconditioner, checkpoint         string
	slots, disk                        int
	bytes                              float64
	theta                              float64
	damped, depth, restart             int
	tol, linearTol, adjointTol, relax  float64
	floor                              float64 // tolerance that suits the precision
	maxIter, maxLinear                 int
}

func defaultsOf[T vec.Float](p *kernel.Problem[T]) problemDefaults {
	d := problemDefaults{
		steps: p.Steps, scheme: p.Scheme, nonlinear: p.Nonlinear, linear: p.LinearSolver, adjoint: p.Adjoint,
		tol: p.Tol, linearTol: p.LinearTol, adjointTol: p.AdjointTol, relax: p.Relax,
		preconditioner: p.Preconditioner, theta: p.Theta, damped: p.Damped, depth: p.Depth, restart: p.Restart,
		checkpoint: p.Checkpoint, slots: p.Slots, bytes: p.Bytes, disk: p.Disk,
		maxIter: p.MaxIter, maxLinear: p.MaxLinear, floor: 1e-10,
	}
	if unsafe.Sizeof(T(0)) == 4 {
		d.floor = 1e-6
	}
	return d
}

// first returns the first value that is not zero.
func first[V comparable](values ...V) (v V) {
	for _, v = range values {
		var zero V
		if v != zero {
			return v
		}
	}
	return v
}

// check names the first option that cannot be used.
func (c Config) check(axes []kernel.Axis) error {
	if len(c.Cells) != len(axes) || len(c.Lower) != len(axes) || len(c.Upper) != len(axes) {
		return fmt.Errorf("solver: Cells, Lower and Upper have %d, %d and %d entries, expected %d, one for each axis",
			len(c.Cells), len(c.Lower), len(c.Upper), len(axes))
	}
	for i, h := range c.Steps {
		if !(h > 0) || math.IsInf(h, 0) {
			return fmt.Errorf("solver: Steps[%d] is %g, expected a positive length", i, h)
		}
	}
	words := []struct {
		option, value string
		legal         []string
	}{
		{"Scheme", c.Scheme, schemeNames},
		{"Nonlinear", c.Nonlinear, []string{"newton", "picard", "anderson"}},
		{"LinearSolver", c.LinearSolver, append([]string{"auto"}, krylov.Methods()...)},
		{"Preconditioner", c.Preconditioner, []string{"auto", "none", "jacobi", "line", "multigrid"}},
		{"Adjoint", c.Adjoint, []string{"implicit", "unrolled"}},
		{"Checkpoint", c.Checkpoint, []string{"all", "revolve"}},
	}
	for _, w := range words {
		if !slices.Contains(w.legal, w.value) {
			return fmt.Errorf("solver: %s is %q, expected one of %s", w.option, w.value, strings.Join(w.legal, ", "))
		}
	}
	within := func(x, hi float64) bool { return x > 0 && x < hi }
	numbers := []struct {
		option   string
		value    any
		ok       bool
		expected string
	}{
		{"Tol", c.Tol, within(c.Tol, 1), "more than 0 and less than 1"},
		{"AdjointTol", c.AdjointTol, within(c.AdjointTol, 1), "more than 0 and less than 1"},
		{"LinearTol", c.LinearTol, c.LinearTol == 0 || within(c.LinearTol, 1), "more than 0 and less than 1"},
		{"Relax", c.Relax, within(c.Relax, 2), "more than 0 and less than 2"},
		{"Theta", c.Theta, c.Theta >= 0.5 && c.Theta <= 1, "from 0.5 to 1: less is not stable"},
		{"Damped", c.Damped, c.Damped >= 0, "0 or more"},
		{"Depth", c.Depth, c.Depth > 0 && c.Depth <= 100, "1 to 100"},
		{"Restart", c.Restart, c.Restart > 0 && c.Restart <= 1000, "1 to 1000"},
		{"MaxIter", c.MaxIter, c.MaxIter > 0, "1 or more"},
		{"MaxLinear", c.MaxLinear, c.MaxLinear > 0, "1 or more"},
		{"ForceIter", c.ForceIter, c.ForceIter >= 0, "0 or more"},
		{"Slots", c.Slots, c.Slots >= 0, "0 or more"},
		{"Bytes", c.Bytes, c.Bytes >= 0 && (c.Slots == 0 || c.Bytes == 0), "0 where Slots are given"},
		{"Disk", c.Disk, c.Disk >= 0, "0 or more"},
		{"Transfer", c.Transfer, c.Transfer >= 0, "0 or more"},
		{"Checkpoint", c.Checkpoint, c.Checkpoint == "revolve" || c.Slots == 0 && c.Bytes == 0 && c.Disk == 0, "revolve where Slots, Bytes or Disk are given"},
		{"Retry", c.Retry, c.Retry >= 0 && c.Retry <= 20, "0 to 20"},
		{"Workers", c.Workers, c.Workers > 0 && c.Workers <= maxWorkers, fmt.Sprintf("1 to %d", maxWorkers)},
	}
	for _, n := range numbers {
		if !n.ok {
			return fmt.Errorf("solver: %s is %v, expected %s", n.option, n.value, n.expected)
		}
	}
	return nil
}

// maxWorkers bounds the goroutines: more cannot be meant.
const maxWorkers = 4096

// newGrid lays out the grid of a configuration.
func newGrid[T vec.Float](p *kernel.Problem[T], c Config) (*grid.Grid, error) {
	axes := make([]grid.Axis, len(p.Axes))
	for i, a := range p.Axes {
		axes[i] = grid.Axis{Lo: c.Lower[i], Hi: c.Upper[i], Cells: c.Cells[i], Periodic: a.Periodic}
	}
	return grid.New(axes, p.Halo, int(unsafe.Sizeof(T(0))))
}
