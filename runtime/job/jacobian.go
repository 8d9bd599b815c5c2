package job

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/observe"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// jacobian is the objective's prediction linearised at theta, as package identify
// wants it: rows are the observed values in units of their noise.
type jacobian[T vec.Float] struct {
	*objective[T]
	tape   *solver.Tape[T]
	theta  []T
	sigma  []float64 // by state, 0 where it is not observed
	values []float64 // by state: observed values, each counted as often as it stands for others
	left   []float64 // by state: root mean square of the residuals
	source []string  // by state, of sigma
	grad   []T
}

// linearise runs the training cases at theta and finds the noise.
func (s *session[T]) linearise(ctx context.Context, o *objective[T], theta []T) (*jacobian[T], error) {
	s.ev.phase("running the training trajectories")
	n := len(s.p.States)
	j := &jacobian[T]{
		objective: o, theta: theta, grad: make([]T, len(theta)),
		sigma: make([]float64, n), values: make([]float64, n), left: make([]float64, n), source: make([]string, n),
	}
	if err := o.params.set(s.solver, theta, o.train); err != nil {
		return nil, err
	}
	t, err := s.solver.Forward(ctx, o.train.cases, o.times)
	if err != nil {
		return nil, o.train.named(err)
	}
	s.count(t.Stats)
	j.tape = t
	for _, p := range o.pairs {
		w := o.views[p.state].op.Weights()
		for i, x := range o.views[p.state].see(t.At[p.time][p.c][p.state]) {
			c := j.countOf(p.state)
			if w != nil {
				c *= w[i]
			}
			j.values[p.state] += c
			j.left[p.state] += c * math.Pow(float64(x)-float64(p.label[i]), 2)
		}
	}
	for k := range j.values {
		if j.values[k] > 0 {
			j.left[k] = math.Sqrt(j.left[k] / j.values[k])
		}
	}
	return j, j.findNoise()
}

func (j *jacobian[T]) findNoise() error {
	for _, name := range slices.Sorted(maps.Keys(j.s.req.Identify.Noise)) {
		k, err := j.s.state(name)
		if err != nil || j.values[k] == 0 {
			return faultf("request", "noise of %s, which is not observed", name)
		}
	}
	for k, st := range j.s.p.States {
		if j.values[k] == 0 {
			continue
		}
		given, known := j.s.req.Identify.Noise[st.Name]
		switch {
		case known:
			j.sigma[k], j.source[k] = given, "as asked for"
		case j.views[k].sigma > 0:
			j.sigma[k], j.source[k] = j.views[k].sigma, "of the specification"
		default:
			j.sigma[k], j.source[k] = j.left[k], "what the trained model leaves"
		}
		if !(j.sigma[k] > 0) || math.IsInf(j.sigma[k], 0) {
			return faultf("request", "the noise of %s is %g, expected a positive standard deviation: say what it is", st.Name, j.sigma[k])
		}
	}
	return nil
}

// countOf is how many values one that is seen of a state stands for.
func (j *jacobian[T]) countOf(state int) float64 {
	if n := j.s.req.Identify.Count; n > 0 && !j.sensed(state) {
		return n
	}
	return 1
}

// sensed says whether a state is seen at sensors.
func (j *jacobian[T]) sensed(state int) bool {
	return slices.ContainsFunc(j.s.exp.Observe, func(o experiment.Observation) bool {
		return o.State == j.s.p.States[state].Name && o.Part != nil && o.Part.Points != nil
	})
}

// factor of value i of a pair in its row.
func (j *jacobian[T]) factor(p *labelledPair[T], i int) float64 {
	c := j.countOf(p.state)
	if w := j.views[p.state].op.Weights(); w != nil {
		c *= w[i]
	}
	return math.Sqrt(c) / j.sigma[p.state]
}

// Push is a change of the residuals along a direction of theta: one tangent run.
func (j *jacobian[T]) Push(ctx context.Context, direction []float64) ([]float64, error) {
	ps := j.params
	d := &solver.Direction[T]{Weights: narrow[T](direction[:ps.weights])}
	if len(ps.free) > 0 {
		d.Params = make([]float64, len(ps.values))
		for k, f := range ps.free {
			_, slope := f.Value(float64(j.theta[ps.weights+k]))
			d.Params[f.index] = slope * direction[ps.weights+k]
		}
		d.CaseParams = make([][]float64, len(j.train.cases))
		for c := range d.CaseParams {
			if j.train.cases[c].Params != nil {
				d.CaseParams[c] = d.Params
			}
		}
	}
	if len(ps.fields) > 0 {
		d.Fields = make([][]T, len(j.s.p.Fields))
	}
	for _, f := range ps.fields {
		v := make([]T, f.cells)
		for i := range v {
			_, slope := f.Value(float64(j.theta[f.first+i]))
			v[i] = T(slope * direction[f.first+i])
		}
		d.Fields[f.index] = v
	}
	at, err := j.tape.Pushforward(ctx, d)
	if err != nil {
		return nil, j.train.named(err)
	}
	var out []float64
	for n := range j.pairs {
		p := &j.pairs[n]
		for i, x := range j.views[p.state].see(at[p.time][p.c][p.state]) {
			out = append(out, j.factor(p, i)*float64(x))
		}
	}
	return out, nil
}

// Pull is the transpose of Push: one adjoint run.
func (j *jacobian[T]) Pull(ctx context.Context, rows []float64) ([]float64, error) {
	for k := range j.cot {
		for c := range j.cot[k] {
			for _, bar := range j.cot[k][c] {
				clear(bar)
			}
		}
	}
	at := 0
	for n := range j.pairs {
		p := &j.pairs[n]
		for i := range p.cot {
			p.cot[i] = T(j.factor(p, i) * rows[at])
			at++
		}
		observe.Adjoint(&j.views[p.state].op, j.cot[p.time][p.c][p.state], p.cot)
	}
	g, err := j.tape.Pullback(ctx, j.cot)
	if err != nil {
		return nil, j.train.named(err)
	}
	j.s.count(g.Stats)
	j.params.gradient(j.grad, j.theta, g)
	out := make([]float64, len(j.grad))
	for i, x := range j.grad {
		out[i] = float64(x)
	}
	return out, nil
}

// notes say what the deviations rest on.
func (j *jacobian[T]) notes() []string {
	var out []string
	if n := j.s.req.Identify.Count; n > 0 && n != 1 {
		out = append(out, fmt.Sprintf("on another grid, each of whose cells counts as %.4g", n))
	}
	if len(j.smooth) > 0 {
		out = append(out, "the smoothing terms of the loss are not part of the prior")
	}
	return out
}

// noiseTable prints what observations are taken to be worth.
func (s *session[T]) noiseTable(j *jacobian[T]) {
	t := Table{
		Title: "observations", Columns: []string{"state", "values", "noise", "which is", "left by the model"},
		Notes: []string{"noise is independent from value to value; where the model leaves much more than that, the deviations are too small",
			"errors of the scheme, and of a training that has not come to its end, are not part of them",
		},
	}
	for k, st := range s.p.States {
		if j.values[k] == 0 {
			continue
		}
		name, u := st.Name, plainUnit(st.Unit)
		if u.Text != "" {
			name += " (" + u.Text + ")"
		}
		t.Rows = append(t.Rows, []string{
			name, fmt.Sprintf("%.0f", j.values[k]),
			fmt.Sprintf("%.3g", j.sigma[k]/u.Scale), j.source[k], fmt.Sprintf("%.3g", j.left[k]/u.Scale),
		})
	}
	s.ev.send(Event{Kind: "table", Table: &t})
}
