package job

import (
	"context"
	"fmt"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/observe"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// objective is the loss of the training cases at the observed times, as package
// train wants it, and the mean relative L1 error of the validation cases.
type objective[T vec.Float] struct {
	s      *session[T]
	sol    *solver.Solver[T]
	params *parameters[T]
	labels *labels[T]
	views  []view[T] // by state

	train  *batch[T]
	times  []float64
	terms  []lossTerm
	l2     float64 // weight of the mean square of the networks' weights
	smooth []smoothTerm
	cot    [][][][]T         // [time][case][state], nil where no term looks
	check  *batch[T]         // validation; nil if there is none
	pairs  []labelledPair[T] // that a term looks at
}

// lossTerm is one term and the state it is of.
type lossTerm struct {
	train.Term
	state int
}

// labelledPair is a place in the result with what was observed there, and room for
// the cotangent of what is seen of the prediction.
type labelledPair[T vec.Float] struct {
	time, c, state int
	label, cot     []T
}

func (s *session[T]) objective(sol *solver.Solver[T], params *parameters[T], l *labels[T]) (*objective[T], error) {
	o := &objective[T]{s: s, sol: sol, params: params, labels: l, train: l.batches[forTraining], check: l.batches[forValidation], times: s.observed()}
	if o.train == nil {
		return nil, faultf("data", "there are no training cases (%s)", l.source)
	}
	if len(o.times) == 0 {
		return nil, faultf("request", "nothing is observed: the loss has nothing to look at")
	}
	if l.views == nil {
		var err error
		if l.views, err = s.views(l); err != nil {
			return nil, err
		}
	}
	o.views = l.views
	o.cot = make([][][][]T, len(o.times))
	for k := range o.cot {
		o.cot[k] = make([][][]T, len(o.train.cases))
		for c := range o.cot[k] {
			o.cot[k][c] = make([][]T, len(s.p.States))
		}
	}
	for _, t := range s.exp.Train.Loss {
		if err := o.addTerm(t); err != nil {
			return nil, err
		}
	}
	if len(o.terms) == 0 {
		return nil, faultf("request", "the loss looks at no state")
	}
	return o, nil
}

// addTerm finds the labels of a term, and divides by what they are like if asked.
func (o *objective[T]) addTerm(t experiment.LossTerm) error {
	switch t.Metric {
	case "l2":
		o.l2 += t.Weight
		return nil
	case "tikhonov", "tv":
		return o.addSmooth(t)
	}
	state, err := o.s.state(t.State)
	if err != nil {
		return err
	}
	term := lossTerm{Term: train.Term{Metric: t.Metric, Weight: t.Weight, Delta: t.Delta}, state: state}
	if err := term.Check(); err != nil {
		return coded("request", err)
	}
	if err := o.addPairs(t.State, state); err != nil {
		return err
	}
	var m moments
	for _, p := range o.pairs {
		if p.state == state {
			addMoments(&m, p.label, o.views[state].op.Weights())
		}
	}
	if m.weight == 0 {
		return faultf("request", "the loss looks at %s, which is never observed", t.State)
	}
	scale, err := m.per(t.Per)
	if err != nil {
		return faultf("data", "the loss of %s is divided by %w", t.State, err)
	}
	term.Weight /= scale
	o.terms = append(o.terms, term)
	return nil
}

// per is what a term is divided by.
func (m *moments) per(what string) (float64, error) {
	x, text := 1.0, ""
	switch what {
	case "mean":
		x, text = m.mean(), "the mean of its labels"
	case "std":
		x, text = m.deviation(), "the standard deviation of its labels"
	case "var":
		x, text = m.variance(), "the variance of its labels"
	}
	if x == 0 {
		return 0, fmt.Errorf("%s, which is 0", text)
	}
	return x, nil
}

// addPairs makes room for a state at its observed times, once.
func (o *objective[T]) addPairs(name string, state int) error {
	for k, time := range o.times {
		if !o.s.within(o.s.exp.Observe, name, time) {
			continue
		}
		for c, i := range o.train.index {
			seen := o.labels.seen(&o.views[state], i, time)
			if seen == nil {
				return faultf("data", "%s is observed at t = %s, the labels (%s) have it at %s", name, o.s.timeText(time), o.labels.source, o.s.timesOf(o.labels, state))
			}
			if o.cot[k][c][state] != nil {
				continue
			}
			p := labelledPair[T]{time: k, c: c, state: state, label: seen, cot: make([]T, len(seen))}
			o.cot[k][c][state] = make([]T, o.s.cells)
			o.pairs = append(o.pairs, p)
		}
	}
	return nil
}

// timesOf lists the label times that have a state, for messages.
func (s *session[T]) timesOf(l *labels[T], state int) string {
	text := ""
	for _, t := range l.times {
		if len(l.values) > 0 && l.known(state, 0, t) {
			text += " " + s.timeText(t)
		}
	}
	if text == "" {
		return "no time that the experiment uses"
	}
	return "t =" + text
}

// LossGrad runs the training cases that an epoch looks at to the last observed
// time, and back.
func (o *objective[T]) LossGrad(ctx context.Context, epoch int, theta, grad []T) (float64, error) {
	var forward, back solver.Stats
	loss, err := o.lossGrad(ctx, epoch, theta, grad, &forward, &back)
	o.s.count(forward)
	o.s.count(back)
	return loss, err
}

// lossGrad is LossGrad that tells what the run and its reverse did.
func (o *objective[T]) lossGrad(ctx context.Context, epoch int, theta, grad []T, forward, back *solver.Stats) (float64, error) {
	if err := o.params.set(o.sol, theta, o.train); err != nil {
		return 0, err
	}
	o.sol.OmitParams(len(o.params.free) == 0)
	defer o.sol.OmitParams(false)
	sub := o.subset(epoch)
	b := o.train.part(sub.cases)
	tape, err := o.sol.Forward(ctx, b.cases, o.times[:sub.times])
	if err != nil {
		return 0, noValue(b.named(err))
	}
	*forward = tape.Stats
	loss, cot := o.compare(sub, tape.At)
	g, err := tape.Pullback(ctx, cot)
	if err != nil {
		return 0, noValue(b.named(err))
	}
	*back = g.Stats
	o.params.gradient(grad, theta, g)
	if o.l2 != 0 {
		n := o.params.weights
		loss += train.L2(o.l2, theta[:n], grad[:n])
	}
	return loss + o.smoothness(theta, grad), nil
}

// noValue marks a trajectory that failed: a method that tries comes back from
// there.
func noValue(err error) error {
	if solverCode(err) == "" {
		return err
	}
	return &train.NoValueError{Err: err}
}

// compare sums the terms over the pairs of a subset, and returns the cotangent of
// its result.
func (o *objective[T]) compare(sub subset, at [][][][]T) (float64, [][][][]T) {
	place := make([]int, len(o.train.cases)) // in the subset, from 1
	for n, c := range sub.cases {
		place[c] = n + 1
	}
	cot := make([][][][]T, sub.times)
	for k := range cot {
		cot[k] = make([][][]T, len(sub.cases))
		for n, c := range sub.cases {
			cot[k][n] = o.cot[k][c]
		}
	}
	totals := make([]train.Total, len(o.views))
	for _, p := range o.pairs {
		if p.time < sub.times && place[p.c] > 0 {
			totals[p.state].Pairs++
			totals[p.state].Values += weightOf(p.label, o.views[p.state].op.Weights())
		}
	}
	loss := 0.0
	for _, p := range o.pairs {
		if p.time >= sub.times || place[p.c] == 0 {
			continue
		}
		v := &o.views[p.state]
		clear(p.cot)
		seen := v.see(at[p.time][place[p.c]-1][p.state])
		for _, t := range o.terms {
			if t.state == p.state {
				loss += train.Add(t.Term, totals[p.state], p.cot, seen, p.label, v.op.Weights())
			}
		}
		bar := o.cot[p.time][p.c][p.state]
		clear(bar)
		observe.Adjoint(&v.op, bar, p.cot)
	}
	return loss, cot
}

// weightOf all values of a label.
func weightOf[T vec.Float](label []T, w []float64) float64 {
	if w == nil {
		return float64(len(label))
	}
	s := 0.0
	for _, x := range w {
		s += x
	}
	return s
}
