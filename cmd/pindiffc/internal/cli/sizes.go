package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/codegen/explain"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/nn"
)

// sizes of a run, for explain.
type sizes struct {
	Solver       string        `json:"solver"` // in words
	Cells        []int         `json:"cells"`
	Unknowns     int           `json:"unknowns"` // of one trajectory
	Steps        int           `json:"steps"`    // of the whole horizon
	TrainSteps   int           `json:"train_steps,omitempty"`
	Precision    string        `json:"precision"`
	Networks     []networkSize `json:"networks,omitempty"`
	Weights      int           `json:"weights"`
	StepBytes    int64         `json:"stored_bytes_per_step"`        // of one trajectory
	Trajectories int           `json:"train_trajectories,omitempty"` // that a gradient covers
	TapeBytes    int64         `json:"stored_bytes_of_a_gradient,omitempty"`
}

type networkSize struct {
	Closure string `json:"closure"`
	Weights int    `json:"weights"`
	Points  int    `json:"points"` // at which it is evaluated, whenever it is
}

// sizesOf a model. One state of each trajectory is stored for each step of a
// gradient; training steps only as far as the last observation.
func sizesOf(p *program.Program) (sizes, error) {
	m := p.Model
	z := sizes{Solver: solverText(m), Unknowns: len(m.States), Steps: len(m.Time.Steps), Precision: m.Numerics.Precision}
	points := 1
	for _, a := range m.Axes {
		z.Cells = append(z.Cells, a.Cells)
		points *= a.Cells
	}
	z.Unknowns *= points
	for i, c := range m.Closures {
		inputs, at := len(c.Closure.Args), points
		if c.Closure.Pointwise {
			inputs, at = len(c.Closure.Inputs), explain.Points(p, i)
		}
		n, err := nn.New[float64](network(c.Closure.Net), inputs)
		if err != nil {
			return z, fmt.Errorf("closure %s: %w", c.Name, err)
		}
		z.Networks = append(z.Networks, networkSize{c.Name, n.NumWeights(), at})
		z.Weights += n.NumWeights()
	}
	word := int64(8)
	if z.Precision == "float32" {
		word = 4
	}
	z.StepBytes = word * int64(z.Unknowns)
	if m.Train == nil {
		return z, nil
	}
	last := m.Time.Lo
	for _, o := range m.Observe {
		for _, t := range o.Times {
			last = max(last, t)
		}
	}
	for t := m.Time.Lo; z.TrainSteps < z.Steps && t < last*(1-1e-9); z.TrainSteps++ {
		t += m.Time.Steps[z.TrainSteps]
	}
	if z.Trajectories = 1; m.Cases != nil {
		z.Trajectories = len(m.Cases.Train)
	}
	z.TapeBytes = z.StepBytes * int64(z.TrainSteps+1) * int64(z.Trajectories)
	return z, nil
}

// solverText says how a step is solved and differentiated.
func solverText(m *model.Model) string {
	n := m.Numerics
	switch n.Scheme {
	case "forward_euler", "ssp_rk3", "rk4":
		return n.Scheme + ": explicit, nothing is solved; plain discrete adjoint"
	}
	text := fmt.Sprintf("%s, %s to a relative residual of %g (at most %d iterations)", n.Scheme, n.Nonlinear, n.Tol, n.MaxIter)
	if n.Nonlinear == "newton" {
		text += ", linear " + n.Linear
		if n.LinearTol > 0 {
			text += fmt.Sprintf(" to %g", n.LinearTol)
		}
	}
	return text + fmt.Sprintf("; adjoint %s to %g", n.Adjoint, n.AdjointTol)
}

// network is the runtime's form of a net.
func network(n model.Net) nn.Net {
	out := nn.Net{
		Kind: n.Kind, In: n.Inputs, Hidden: n.Hidden, Residual: n.Residual, Activation: n.Activation, Output: n.Output,
		Scale: n.Scale, Offset: n.Offset, W0: n.W0, WHidden: n.WHidden,
	}
	if h := n.Hyper; h != nil {
		out.Hyper = &nn.Hyper{In: h.Inputs, Hidden: h.Hidden, Latent: h.Latent, Residual: h.Residual, Activation: h.Activation}
	}
	return out
}

func (z sizes) print(w io.Writer) {
	fmt.Fprintf(w, "run\n")
	cells := make([]string, len(z.Cells))
	for i, n := range z.Cells {
		cells[i] = fmt.Sprint(n)
	}
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "  %-12s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("grid", "%s cells, %d unknowns in %s", strings.Join(cells, " x "), z.Unknowns, z.Precision)
	line("steps", "%d to the end", z.Steps)
	for _, n := range z.Networks {
		line("closure "+n.Closure, "%d weights, evaluated at %d points", n.Weights, n.Points)
	}
	if z.Trajectories > 0 {
		line("training", "%d steps of %d %s: %s stored for one gradient", z.TrainSteps, z.Trajectories, trajectories(z.Trajectories), report.Bytes(z.TapeBytes))
	}
}

func trajectories(n int) string {
	if n == 1 {
		return "trajectory"
	}
	return "trajectories"
}
