package optim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// LBFGS is the limited-memory BFGS method (Nocedal and Wright, Numerical
// Optimization, 2nd ed., section 7.2) with the line search of More and Thuente
// (ACM TOMS 20, 1994). The two-loop recursion and the line search are gonum's;
// here is the walk that asks for one evaluation after the other:
//
//	direction d = -H g at the iterate x     (the first, and after a restart: -g)
//	trial x + s*d                           until the strong Wolfe conditions hold
//	the trial becomes the iterate
//
// A trial that cannot be evaluated (loss not finite) shortens the step to a
// tenth. A line search that finds nothing restarts from the gradient; if that
// finds nothing either, the method has stalled, and says so.
//
// Its state is the last Store+1 iterates with their gradients, and what the line
// search has been told since: from these a new process makes the same moves.
type LBFGS[T vec.Float] struct {
	store int
	n     int

	past  []iterate[T] // oldest first; the last is the iterate, whose direction is searched along
	loss  float64      // at the iterate
	first float64      // length of the first trial of this search
	told  []told       // what the search was told
	old   []iterate[T] // of another run, until the first update; see Recall

	method optimize.LBFGS
	search optimize.MoreThuente
	dir    []float64
	slope  float64 // of the loss along dir at the iterate
	step   float64 // of the trial that was asked for
	status Status
}

type iterate[T vec.Float] struct{ x, grad []T }

// told is the answer to one trial. The slope is along the direction; a loss that
// is not finite has shortened the step.
type told struct{ loss, slope float64 }

// maxTrials of one line search.
const maxTrials = 25

// NewLBFGS returns the method for n parameters.
func NewLBFGS[T vec.Float](n int, cfg Config) (*LBFGS[T], error) {
	if cfg.Store == 0 {
		cfg.Store = 15
	}
	if cfg.Store < 1 || cfg.Store > 1000 {
		return nil, fmt.Errorf("lbfgs: the memory must be from 1 to 1000 steps, found %d", cfg.Store)
	}
	return &LBFGS[T]{store: cfg.Store, n: n, dir: make([]float64, n)}, nil
}

// Update takes the loss and gradient at theta, the trial, and moves theta to the
// next one. The rate is not used.
func (l *LBFGS[T]) Update(theta, grad []T, loss, _ float64) Status {
	if len(theta) != l.n || len(grad) != l.n {
		panic(fmt.Sprintf("optim: %d parameters, %d gradients, expected %d", len(theta), len(grad), l.n))
	}
	if l.status != Going {
		return l.status
	}
	if len(l.past) == 0 {
		l.start(theta, grad, loss)
	} else {
		t := told{loss: loss}
		for i, d := range l.dir {
			t.slope += d * float64(grad[i])
		}
		if math.IsNaN(loss) || math.IsInf(loss, 0) || math.IsNaN(t.slope) || math.IsInf(t.slope, 0) {
			t = told{math.Inf(1), 0}
		}
		l.told = append(l.told, t)
		switch done, failed := l.hear(t); {
		case done:
			l.accept(theta, grad, loss)
		case failed || len(l.told) >= maxTrials:
			l.restart(loss, theta, grad)
		}
	}
	if l.status != Going {
		copy(theta, l.past[len(l.past)-1].x)
		return l.status
	}
	x := l.past[len(l.past)-1].x
	for i, d := range l.dir {
		theta[i] = T(float64(x[i]) + l.step*d)
	}
	return Going
}

// hear hands an answer to the line search, which accepts the trial, asks for
// another, or fails.
func (l *LBFGS[T]) hear(t told) (done, failed bool) {
	if math.IsInf(t.loss, 1) {
		l.begin(l.step / 10)
		return false, l.step < 1e-20*l.first
	}
	op, step, err := l.search.Iterate(t.loss, t.slope)
	switch {
	case err != nil || math.IsNaN(step) || math.IsInf(step, 0):
		return false, true
	case op == optimize.MajorIteration:
		return true, false
	}
	l.step = step
	return false, false
}

// accept makes theta the iterate, and begins a search along its direction.
func (l *LBFGS[T]) accept(theta, grad []T, loss float64) {
	l.past = append(l.past, iterate[T]{append([]T{}, theta...), append([]T{}, grad...)})
	if len(l.past) > l.store+1 {
		l.past = l.past[1:]
	}
	l.loss, l.told = loss, nil
	l.aim(l.past[max(0, len(l.past)-1):], len(l.past) == 1)
}

// start makes theta the first iterate, after those of another run if there are any.
func (l *LBFGS[T]) start(theta, grad []T, loss float64) {
	l.past, l.loss, l.old = append(moved(l.old, theta, grad), iterate[T]{append([]T{}, theta...), append([]T{}, grad...)}), loss, nil
	l.aim(l.past, true)
}

// restart forgets the past. It keeps the lower of the iterate and the trial; a
// search that had begun from the gradient already ends the method.
func (l *LBFGS[T]) restart(loss float64, theta, grad []T) {
	now := l.past[len(l.past)-1]
	alone := len(l.past) == 1
	better := loss < l.loss
	if better {
		now = iterate[T]{append([]T{}, theta...), append([]T{}, grad...)}
		l.loss = loss
	}
	l.past, l.told = []iterate[T]{now}, nil
	if alone && !better {
		l.status = Stalled
		return
	}
	l.aim(l.past, true)
}

// aim computes the direction at the iterate, and the first step, by telling
// gonum's method of iterates: of the latest, or from the start of the past. Both
// give the same bits, as the method knows no more than Store steps.
func (l *LBFGS[T]) aim(of []iterate[T], fromStart bool) {
	if fromStart {
		l.method = optimize.LBFGS{Store: l.store}
	}
	step := 0.0
	for i, p := range of {
		at := optimize.Location{X: wide(p.x), Gradient: wide(p.grad)}
		if fromStart && i == 0 {
			step = l.method.InitDirection(&at, l.dir)
		} else {
			step = l.method.NextDirection(&at, l.dir)
		}
	}
	last := l.past[len(l.past)-1]
	norm := Norm(last.grad)
	if norm == 0 {
		l.status = Converged
		return
	}
	l.slope = 0
	for i, d := range l.dir {
		l.slope += d * float64(last.grad[i])
	}
	if !(l.slope < 0) || math.IsInf(l.slope, 0) { // not a way down: from the gradient
		l.past = []iterate[T]{last}
		l.method = optimize.LBFGS{Store: l.store}
		step = l.method.InitDirection(&optimize.Location{X: wide(last.x), Gradient: wide(last.grad)}, l.dir)
		l.slope = -norm * norm
	}
	l.first = step
	l.begin(step)
}

// begin starts a line search with a first step.
func (l *LBFGS[T]) begin(step float64) {
	l.search = optimize.MoreThuente{DecreaseFactor: 1e-4}
	l.search.Init(l.loss, l.slope, step)
	l.step = step
}

func wide[T vec.Float](v []T) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}

// Tries is true once there is a place to come back to.
func (l *LBFGS[T]) Tries() bool { return len(l.past) > 0 }

// Standing is the iterate, theta before the first evaluation.
func (l *LBFGS[T]) Standing(theta []T) []T {
	if len(l.past) == 0 {
		return theta
	}
	return l.past[len(l.past)-1].x
}

// Save the past and what the line search was told.
func (l *LBFGS[T]) Save() Memory[T] {
	m := Memory[T]{Numbers: []float64{l.loss, float64(l.status)}}
	for _, t := range l.told {
		m.Numbers = append(m.Numbers, t.loss, t.slope)
	}
	for _, p := range l.past {
		m.Vectors = append(m.Vectors, p.x, p.grad)
	}
	return m
}

// Restore what was saved, by making the same moves.
func (l *LBFGS[T]) Restore(m Memory[T]) error {
	if len(m.Numbers) < 2 || len(m.Numbers)%2 != 0 || len(m.Vectors)%2 != 0 {
		return fmt.Errorf("the memory of lbfgs has %d numbers and %d vectors", len(m.Numbers), len(m.Vectors))
	}
	l.past, l.told, l.loss, l.status = nil, nil, m.Numbers[0], Going
	for i := 0; i < len(m.Vectors); i += 2 {
		x, g := m.Vectors[i], m.Vectors[i+1]
		if len(x) != l.n || len(g) != l.n {
			return fmt.Errorf("the memory of lbfgs is of %d parameters, expected %d", len(x), l.n)
		}
		l.past = append(l.past, iterate[T]{append([]T{}, x...), append([]T{}, g...)})
	}
	if len(l.past) == 0 {
		return nil
	}
	if l.status = Status(m.Numbers[1]); l.status != Going {
		return nil
	}
	l.aim(l.past, true)
	for i := 2; i < len(m.Numbers); i += 2 {
		t := told{m.Numbers[i], m.Numbers[i+1]}
		l.told = append(l.told, t)
		l.hear(t)
	}
	return nil
}

// Recall begins with the curvature that another run of as many parameters has found,
// from what it saved: that of the same model on a coarser grid, say. What it knows are
// differences of iterates and of their gradients; the first update moves them all by
// what leads from its last iterate to theta, and from the gradient that it had there to
// the one here.
func (l *LBFGS[T]) Recall(m Memory[T]) error {
	other := LBFGS[T]{store: l.store, n: l.n, dir: make([]float64, l.n)}
	if err := other.Restore(m); err != nil {
		return err
	}
	l.old = other.past[max(0, len(other.past)-l.store-1):]
	return nil
}

// moved are iterates but for the last, moved so that that one would be here.
func moved[T vec.Float](of []iterate[T], theta, grad []T) (to []iterate[T]) {
	for k := range max(0, len(of)-1) {
		last, p := of[len(of)-1], iterate[T]{make([]T, len(theta)), make([]T, len(theta))}
		for i := range theta {
			p.x[i] = theta[i] + (of[k].x[i] - last.x[i])
			p.grad[i] = grad[i] + (of[k].grad[i] - last.grad[i])
		}
		to = append(to, p)
	}
	return to
}
