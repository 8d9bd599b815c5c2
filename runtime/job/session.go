package job

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// session is one request being served.
type session[T vec.Float] struct {
	p     *kernel.Problem[T]
	exact *kernel.Problem[T] // p with the true pointwise closures in place; nil for none
	req   *Request
	exp   *experiment.Experiment
	ev    *events
	ctl   *control

	begin  time.Time
	axes   []formula.Axis
	shape  []int     // cells by axis
	cells  int       // in all
	steps  []float64 // of the horizon
	end    float64   // of the horizon
	params []float64 // by parameter
	given  givenFields[T]
	solver *solver.Solver[T]
	loaded []T          // weights of the request's file
	stats  solver.Stats // of everything run so far
}

// dispatch serves a request by its mode.
func dispatch[T vec.Float](ctx context.Context, p, exact *kernel.Problem[T], req *Request, ev *events, ctl *control) error {
	s, err := newSession(p, req, ev, ctl)
	if err != nil {
		return err
	}
	if err := s.pair(exact); err != nil {
		return err
	}
	defer func() {
		if s.solver != nil {
			s.solver.Close()
		}
	}()
	switch req.Mode {
	case "train":
		return s.train(ctx)
	case "simulate":
		return s.simulate(ctx)
	case "predict":
		return s.predict(ctx)
	case "export":
		return s.export(ctx)
	case "identify":
		return s.identify(ctx)
	case "verify":
		return s.verify(ctx)
	case "bench":
		return s.bench(ctx)
	}
	return faultf("request", "unknown mode %q (train, simulate, predict, export, identify, verify and bench are known)", req.Mode)
}

func newSession[T vec.Float](p *kernel.Problem[T], req *Request, ev *events, ctl *control) (*session[T], error) {
	s := &session[T]{p: p, req: req, exp: &req.Experiment, ev: ev, ctl: ctl, begin: time.Now(), cells: 1, steps: p.Steps, end: p.Time0}
	exp := s.exp
	if exp.Spec != "" && exp.Spec != p.Name {
		return nil, faultf("mismatch", "the experiment is for %s, this solver is %s", exp.Spec, p.Name)
	}
	if n := len(exp.Config.Cells); n > 0 && n != len(p.Axes) {
		return nil, faultf("request", "%d axes have cells, the problem has %d", n, len(p.Axes))
	}
	for a, axis := range p.Axes {
		n := axis.Cells
		if len(exp.Config.Cells) > 0 && exp.Config.Cells[a] != 0 {
			n = exp.Config.Cells[a]
		}
		s.axes = append(s.axes, formula.Axis{Name: axis.Name, Lo: axis.Lo, Hi: axis.Hi, Cells: n, Periodic: axis.Periodic})
		s.shape = append(s.shape, n)
		s.cells *= n
	}
	if len(exp.Config.Steps) > 0 {
		s.steps = exp.Config.Steps
	}
	for _, dt := range s.steps {
		s.end += dt
	}
	for _, q := range p.Params {
		s.params = append(s.params, q.Default)
	}
	if err := s.override(s.params, exp.Params, "params"); err != nil {
		return nil, err
	}
	if req.Mode != "verify" { // which has a small grid of its own
		if err := s.fits(); err != nil {
			return nil, err
		}
	}
	return s, s.readFields()
}

// override sets named parameters in v.
func (s *session[T]) override(v []float64, named map[string]float64, where string) error {
	left := len(named)
	for i, q := range s.p.Params {
		if x, ok := named[q.Name]; ok {
			v[i] = x
			left--
		}
	}
	if left > 0 {
		return faultf("request", "%s: %d names are not parameters of %s", where, left, s.p.Name)
	}
	return nil
}

// config of a solver of this experiment.
func (s *session[T]) config() solver.Config {
	c := s.exp.Config
	return solver.Config{
		Cells: s.shape, Steps: c.Steps, Scheme: c.Scheme, Theta: c.Theta, Damped: c.Damped,
		Nonlinear: c.Nonlinear, Depth: c.Depth, LinearSolver: c.Linear, Restart: c.Restart, Preconditioner: c.Precond,
		Checkpoint: c.Checkpoint, Slots: c.Slots, Bytes: c.Bytes, Disk: c.Disk,
		Adjoint: c.Adjoint, Tol: c.Tol, LinearTol: c.LinearTol, AdjointTol: c.AdjointTol, Relax: c.Relax,
		MaxIter: c.MaxIter, MaxLinear: c.MaxLinear, ForceIter: c.ForceIter, Workers: c.Workers,
	}
}

// open makes the solver of the run.
func (s *session[T]) open() error { return s.openProblem(s.p) }

// openProblem makes it for p or its exact twin.
func (s *session[T]) openProblem(p *kernel.Problem[T]) error {
	sol, err := solver.New(p, s.config())
	if err != nil {
		return err
	}
	s.solver = sol
	if err := s.giveFields(sol); err != nil {
		return err
	}
	return sol.SetParams(s.params)
}

// env is where formulas of this experiment are evaluated.
func (s *session[T]) env(t float64) *formula.Env {
	vars := map[string]float64{"t": t}
	for i, q := range s.p.Params {
		vars[q.Name] = s.params[i]
	}
	return &formula.Env{Axes: s.axes, Vars: vars, Tau: (t - s.p.Time0) / (s.end - s.p.Time0)}
}

// timeTolerance is how far apart two times may lie that are meant to be the
// same: 1e-6 of the horizon, which float32 times keep.
func (s *session[T]) timeTolerance() float64 { return 1e-6 * (s.end - s.p.Time0) }

// state is the index of a state.
func (s *session[T]) state(name string) (int, error) {
	for i, st := range s.p.States {
		if st.Name == name {
			return i, nil
		}
	}
	return 0, faultf("request", "%s has no state %q", s.p.Name, name)
}

// count adds what a run did.
func (s *session[T]) count(st solver.Stats) {
	s.stats.Steps += st.Steps
	s.stats.Outer += st.Outer
	s.stats.Linear += st.Linear
	s.stats.Applies += st.Applies
	s.stats.AtRoundoff += st.AtRoundoff
	s.stats.Unconverged += st.Unconverged
	s.stats.MaxResidual = math.Max(s.stats.MaxResidual, st.MaxResidual)
	s.stats.TapeBytes = max(s.stats.TapeBytes, st.TapeBytes)
	s.stats.DiskBytes += st.DiskBytes
	s.stats.Stores += st.Stores
	s.stats.Loads += st.Loads
	s.stats.Recomputed += st.Recomputed
}

// summary of the process, for the done event.
func (s *session[T]) summary() map[string]any {
	m := map[string]any{
		"seconds": time.Since(s.begin).Seconds(), "steps": s.stats.Steps, "outer": s.stats.Outer, "linear": s.stats.Linear,
		"applies": s.stats.Applies, "at_roundoff": s.stats.AtRoundoff, "unconverged": s.stats.Unconverged,
		"tape_bytes": s.stats.TapeBytes,
	}
	if s.stats.Recomputed > 0 {
		m["recomputed"] = s.stats.Recomputed
	}
	if s.stats.Stores > 0 {
		m["disk_bytes"], m["stores"], m["loads"] = s.stats.DiskBytes, s.stats.Stores, s.stats.Loads
	}
	if r := number(&s.stats.MaxResidual); r != nil {
		m["max_residual"] = *r
	}
	if kb := peakMemory(); kb > 0 {
		m["peak_memory_mb"] = float64(kb) / 1024
	}
	return m
}

// isCancelled says whether a stop cut a run short.
func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }

// timeText prints a time in the problem's unit.
func (s *session[T]) timeText(t float64) string {
	u := s.p.TimeUnit
	if u.Scale == 0 || u.Text == "" {
		return fmt.Sprintf("%.6g", t)
	}
	return fmt.Sprintf("%.6g %s", t/u.Scale, u.Text)
}
