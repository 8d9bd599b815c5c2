package translate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
)

// Experiment translates a model with all overrides applied. Everything that a
// run may change is set, so that a solver generated without them does the same.
func Experiment(m *model.Model) (*experiment.Experiment, error) {
	e := &experiment.Experiment{Spec: m.Name, Config: config(m), Params: map[string]float64{}}
	for _, p := range m.Params {
		if p.Value != nil && p.Value.Op == model.OpNum {
			e.Params[p.Name] = p.Value.Value
		}
	}
	var err error
	if e.Fields, err = fields(m); err != nil {
		return nil, fmt.Errorf("fields: %w", err)
	}
	if e.Truth, err = truth(m); err != nil {
		return nil, fmt.Errorf("truth: %w", err)
	}
	if e.Baseline, err = formulas(m, m.Baseline); err != nil {
		return nil, fmt.Errorf("baseline: %w", err)
	}
	if e.Cases, err = cases(m); err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	e.Observe, e.Report = observations(m.Observe), observations(m.Report)
	e.Train = train(m.Train)
	e.Hash, err = Hash(m, e)
	return e, err
}

// Hash identifies what a run means: the specification's text, the experiment
// with all overrides, and the contents of data files if there are any. A run is
// resumed only under the same hash.
func Hash(m *model.Model, e *experiment.Experiment, data ...string) (string, error) {
	plain := *e
	plain.Hash, plain.Config.Workers = "", 0 // the number of threads changes no bit, and checkpoints neither
	plain.Config.Checkpoint, plain.Config.Slots, plain.Config.Bytes, plain.Config.Disk = "", 0, 0, 0
	text, err := json.Marshal(plain)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n", m.Hash, m.Numerics.Precision, text)
	for _, d := range data {
		fmt.Fprintf(h, "data %s\n", d)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func config(m *model.Model) experiment.Config {
	n := m.Numerics
	c := experiment.Config{
		Steps: m.Time.Steps, Scheme: n.Scheme, Theta: n.Theta, Damped: n.Damped, Nonlinear: n.Nonlinear, Depth: n.Depth,
		Linear: n.Linear, Restart: n.Restart, Precond: n.Precond, Adjoint: n.Adjoint,
		Checkpoint: n.Checkpoint, Slots: n.Slots, Bytes: n.Bytes, Disk: n.Disk,
		Tol: n.Tol, LinearTol: n.LinearTol, AdjointTol: n.AdjointTol, Relax: n.Relax,
		MaxIter: n.MaxIter, MaxLinear: n.MaxLinear,
	}
	for _, a := range m.Axes {
		c.Cells = append(c.Cells, a.Cells)
	}
	return c
}

func truth(m *model.Model) (*experiment.Truth, error) {
	if m.Truth == nil {
		return nil, nil
	}
	t := &experiment.Truth{Scheme: m.Truth.Scheme, Step: m.Truth.Step, Params: map[string]float64{}}
	if m.Truth.Refine > 1 {
		t.Refine = m.Truth.Refine
	}
	for i, f := range m.Fields {
		x, err := Formula(m.Truth.Fields[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if x != nil {
			if t.Fields == nil {
				t.Fields = map[string]*formula.Expr{}
			}
			t.Fields[f.Name] = x
		}
	}
	var err error
	if t.Closures, err = formulas(m, m.Truth.Closures); err != nil {
		return nil, err
	}
	if t.Closures == nil {
		t.Closures = map[string]*formula.Expr{}
	}
	for i, p := range m.Params {
		e, ok := m.Truth.Params[i]
		if !ok {
			continue
		}
		if e.Op != model.OpNum {
			return nil, fmt.Errorf("%s: a true parameter must be a number", p.Name)
		}
		t.Params[p.Name] = e.Value
	}
	return t, nil
}

// formulas of closures by name; nil if there are none.
func formulas(m *model.Model, list []*model.Expr) (map[string]*formula.Expr, error) {
	var out map[string]*formula.Expr
	for i, c := range m.Closures {
		if i >= len(list) || list[i] == nil {
			continue
		}
		f, err := Formula(list[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		if out == nil {
			out = map[string]*formula.Expr{}
		}
		out[c.Name] = f
	}
	return out, nil
}

func cases(m *model.Model) (*experiment.Cases, error) {
	if m.Cases == nil {
		return nil, nil
	}
	c := &experiment.Cases{
		Count: m.Cases.Count, Train: m.Cases.Train, Validate: m.Cases.Validate, Test: m.Cases.Test,
		Initial: map[string]*formula.Expr{}, Params: map[string]*formula.Expr{},
	}
	for i, s := range m.States {
		if m.Cases.Files[i] != "" {
			c.Files = append(c.Files, s.Name)
		}
		if i >= len(m.Cases.Initial) || m.Cases.Initial[i] == nil {
			continue
		}
		f, err := Formula(m.Cases.Initial[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		c.Initial[s.Name] = f
	}
	for i, p := range m.Params {
		e, ok := m.Cases.Params[i]
		if !ok {
			continue
		}
		f, err := Formula(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		c.Params[p.Name] = f
	}
	return c, nil
}
