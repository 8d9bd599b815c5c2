package job

import (
	"context"

	"github.com/pindiff/pindiffc/runtime/experiment"
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

	train *batch[T]
	times []float64
	terms []lossTerm
	l2    float64        // weight of the mean square of the networks' weights
	cot   [][][][]T      // [time][case][state], nil where no term looks
	check *batch[T]      // validation; nil if there is none
	pairs []labelledPair // that a term looks at
}

// lossTerm is one term and the state it is of.
type lossTerm struct {
	train.Term
	state int
	total train.Total
}

// labelledPair is a place in the result with a label.
type labelledPair struct{ time, c, state int }

func (s *session[T]) objective(sol *solver.Solver[T], params *parameters[T], l *labels[T]) (*objective[T], error) {
	o := &objective[T]{s: s, sol: sol, params: params, labels: l, train: l.batches[forTraining], check: l.batches[forValidation], times: s.observed()}
	if o.train == nil {
		return nil, faultf("data", "there are no training cases (%s)", l.source)
	}
	if len(o.times) == 0 {
		return nil, faultf("request", "nothing is observed: the loss has nothing to look at")
	}
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

// addTerm finds the labels of a term, and divides by their mean if asked.
func (o *objective[T]) addTerm(t experiment.LossTerm) error {
	if t.Metric == "l2" {
		o.l2 += t.Weight
		return nil
	}
	state, err := o.s.state(t.State)
	if err != nil {
		return err
	}
	term := lossTerm{Term: train.Term{Metric: t.Metric, Weight: t.Weight, Delta: t.Delta}, state: state}
	if err := term.Check(); err != nil {
		return coded("request", err)
	}
	sum := 0.0
	for k, time := range o.times {
		if !o.s.within(o.s.exp.Observe, t.State, time) {
			continue
		}
		for c, i := range o.train.index {
			label := o.labels.at(i, time, state)
			if label == nil {
				return faultf("data", "%s is observed at t = %s, the labels (%s) have it at %s", t.State, o.s.timeText(time), o.labels.source, o.s.timesOf(o.labels, state))
			}
			for _, x := range label {
				sum += float64(x)
			}
			term.total.Pairs++
			term.total.Values += len(label)
			if o.cot[k][c][state] == nil {
				o.cot[k][c][state] = make([]T, len(label))
				o.pairs = append(o.pairs, labelledPair{k, c, state})
			}
		}
	}
	if term.total.Pairs == 0 {
		return faultf("request", "the loss looks at %s, which is never observed", t.State)
	}
	if t.PerMean {
		mean := sum / float64(term.total.Values)
		if mean == 0 {
			return faultf("data", "the loss of %s is divided by the mean of its labels, which is 0", t.State)
		}
		term.Weight /= mean
	}
	o.terms = append(o.terms, term)
	return nil
}

// timesOf lists the label times that have a state, for messages.
func (s *session[T]) timesOf(l *labels[T], state int) string {
	text := ""
	for k, t := range l.times {
		if len(l.values) > 0 && l.values[0][k][state] != nil {
			text += " " + s.timeText(t)
		}
	}
	if text == "" {
		return "no time that the experiment uses"
	}
	return "t =" + text
}

// LossGrad runs the training cases to the last observed time and back.
func (o *objective[T]) LossGrad(ctx context.Context, theta, grad []T) (float64, error) {
	if err := o.params.set(o.sol, theta, o.train); err != nil {
		return 0, err
	}
	tape, err := o.sol.Forward(ctx, o.train.cases, o.times)
	if err != nil {
		return 0, o.train.named(err)
	}
	o.s.count(tape.Stats)
	loss := 0.0
	for _, p := range o.pairs {
		clear(o.cot[p.time][p.c][p.state])
	}
	for _, t := range o.terms {
		for _, p := range o.pairs {
			if p.state != t.state {
				continue
			}
			label := o.labels.at(o.train.index[p.c], o.times[p.time], p.state)
			loss += train.Add(t.Term, t.total, o.cot[p.time][p.c][p.state], tape.At[p.time][p.c][p.state], label)
		}
	}
	g, err := tape.Pullback(ctx, o.cot)
	if err != nil {
		return 0, o.train.named(err)
	}
	o.s.count(g.Stats)
	o.params.gradient(grad, theta, g)
	if o.l2 != 0 {
		n := o.params.weights
		loss += train.L2(o.l2, theta[:n], grad[:n])
	}
	return loss, nil
}

// Validate is the mean relative L1 error over the validation cases, the reported
// times and the states with labels there.
func (o *objective[T]) Validate(ctx context.Context, theta []T) (float64, bool, error) {
	if o.check == nil {
		return 0, false, nil
	}
	if err := o.params.set(o.sol, theta, o.check); err != nil {
		return 0, false, err
	}
	errs, err := o.s.errors(ctx, o.sol, o.check, o.labels)
	if err != nil || len(errs) == 0 {
		return 0, false, err
	}
	var all []float64
	for _, e := range errs {
		all = append(all, e.L1)
	}
	return train.Mean(all), true, nil
}
