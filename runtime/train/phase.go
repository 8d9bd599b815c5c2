package train

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Phase is a part of a training with one optimiser. The last phase of a run goes
// on to its end, whatever its own number of epochs.
type Phase struct {
	Optimiser optim.Config
	Rate      float64
	Schedule  []optim.Piece
	Plateau   *optim.Plateau // lowers the rate besides; nil: off
	Clip      float64        // limit of the gradient's norm, 0: none
	Epochs    int
}

// phase is a phase at work.
type phase[T vec.Float] struct {
	Phase
	index, first int // first: the epoch at which it began
	length       int
	schedule     *optim.Schedule
	optimiser    optim.Optimiser[T]
	plateau      optim.Plateau
}

// begin makes phase i of the options at an epoch.
func begin[T vec.Float](opt *Options, i, epoch, n int) (*phase[T], error) {
	if i < 0 || i >= len(opt.Phases) {
		return nil, fmt.Errorf("the training has %d phases, there is no phase %d", len(opt.Phases), i)
	}
	p := &phase[T]{Phase: opt.Phases[i], index: i, first: epoch}
	p.length = p.Epochs
	if i == len(opt.Phases)-1 {
		p.length = max(1, opt.Epochs-epoch)
	}
	if p.Plateau != nil {
		p.plateau = *p.Plateau
	}
	var err error
	rate := p.Rate
	if p.Optimiser.Kind == "lbfgs" { // which has none
		rate = 1
	}
	if p.schedule, err = optim.NewSchedule(rate, p.length, p.Schedule); err != nil {
		return nil, err
	}
	if p.optimiser, err = optim.New[T](n, p.Optimiser); err == nil && i == 0 && opt.Curvature != "" {
		err = recall(p.optimiser, opt.Curvature)
	}
	return p, err
}

// recall gives an optimiser the curvature that another training has found. There is
// none, and nothing happens, where either of the two keeps no curvature.
func recall[T vec.Float](o optim.Optimiser[T], path string) error {
	l, ok := o.(*optim.LBFGS[T])
	if !ok {
		return nil
	}
	f, err := read(path)
	if err != nil {
		return err
	}
	m, err := memory[T](f)
	if err != nil {
		return &DamagedError{Path: path, Reason: err.Error()}
	}
	if kind, said := f.Meta["optimiser"]; said && kind != "lbfgs" {
		return nil
	}
	if err := l.Recall(m); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// rate of an epoch, counted from 0 over the whole run.
func (p *phase[T]) rate(epoch int) float64 {
	if p.Plateau == nil {
		return p.schedule.Rate(epoch - p.first)
	}
	return p.schedule.Rate(epoch-p.first) * p.plateau.Rate()
}

// over says whether the phase has had its epochs; the last one never has.
func (p *phase[T]) over(epoch int, opt *Options) bool {
	return p.index < len(opt.Phases)-1 && epoch-p.first >= p.length
}

// advance goes to the next phase from the parameters that stand; false if there
// is none.
func (r *run[T]) advance() (bool, error) {
	s := r.s
	copy(s.theta, s.phase.optimiser.Standing(s.theta))
	if s.phase.index == len(r.opt.Phases)-1 {
		return false, nil
	}
	next, err := begin[T](&r.opt, s.phase.index+1, s.epoch, len(s.theta))
	if err != nil {
		return false, err
	}
	s.phase = next
	return true, nil
}

// look takes the value that plateaus and early stopping watch: the validation
// error, or the training loss where there is none. It says whether patience is at
// its end.
func (r *run[T]) look(e *Epoch) bool {
	s, v := r.s, e.Loss
	if e.Validation != nil {
		v = *e.Validation
	}
	if s.phase.Plateau != nil {
		s.phase.plateau.Look(v)
	}
	if v < s.lookBest {
		s.lookBest, s.bad = v, 0
		return false
	}
	s.bad++
	return r.opt.Patience > 0 && s.bad >= r.opt.Patience
}

// NoValueError says that the objective has no value where it was asked: a
// trajectory diverged, or left its range. A method that tries comes back from
// there; for any other it is the end.
type NoValueError struct{ Err error }

func (e *NoValueError) Error() string { return e.Err.Error() }
func (e *NoValueError) Unwrap() error { return e.Err }

// evaluate the loss and its gradient for the next update. failed says that a
// trial has no value: loss is then +Inf, and the gradient 0.
func (r *run[T]) evaluate(loss float64, err error) (value, norm float64, failed bool, fatal error) {
	number := r.s.epoch + 1
	tries := r.s.phase.optimiser.Tries()
	if _, no := err.(*NoValueError); err != nil && !(no && tries) {
		return 0, 0, false, &EpochError{number, r.saved, err}
	}
	if err == nil {
		if norm = optim.Clip(r.grad, r.s.phase.Clip); finite(loss) && finite(norm) {
			return loss, norm, false, nil
		}
	}
	switch {
	case tries:
		clear(r.grad)
		return math.Inf(1), 0, true, nil
	case !finite(loss):
		return 0, 0, false, &NotFiniteError{number, "loss", loss, r.saved}
	}
	return 0, 0, false, &NotFiniteError{number, "gradient", norm, r.saved}
}
