package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Objective is what is minimised.
type Objective[T vec.Float] interface {
	// LossGrad returns the loss of an epoch, counted from 0, at theta and overwrites
	// grad with its gradient. Random choices depend on the epoch alone, so that a
	// resumed run makes the same. A *NoValueError says that there is none at theta.
	LossGrad(ctx context.Context, epoch int, theta, grad []T) (loss float64, err error)
	// Validate returns the error at theta on data that the loss does not see; ok
	// is false if there are none.
	Validate(ctx context.Context, theta []T) (err float64, ok bool, failure error)
}

// Options of a run.
type Options struct {
	Dir      string // of the run, exists
	Hash     string // of everything that the result depends on; a checkpoint of another is refused
	Numerics string // arithmetic that the bits depend on: precision and vector width
	Resume   bool   // go on from the checkpoint in Dir if there is one

	Curvature string // checkpoint of another training by "lbfgs", with whose curvature the first phase begins; "": none

	Epochs        int
	Phases        []Phase       // at least one
	ValidateEvery int           // epochs between validations, 0: 1
	Patience      int           // validations without a better one after which the run ends, 0: never
	SaveEvery     time.Duration // between checkpoints; 0: after every epoch, or as often as saving takes at most a twentieth of the time

	Stop    <-chan struct{}  // when it closes, the epoch is finished and the state saved
	OnStart func(epochs int) // before the first, with the number done before this run
	OnEpoch func(Epoch)      // after each
}

// Outcome of a run. Best are the parameters with the least validation error;
// without validation, the last.
type Outcome[T vec.Float] struct {
	Theta, Best []T
	Epochs      int // done in all
	BestEpoch   int
	BestError   float64 // +Inf without validation
	Started     int     // epochs done before this run: where it resumed
	Stopped     bool    // before Epochs, by a request
	Ended       string  // why the run ended by itself before Epochs
	Elapsed     time.Duration
}

// NotFiniteError says that training met a number that is not finite.
type NotFiniteError struct {
	Epoch int    // that could not be finished, from 1
	What  string // "loss", "gradient", "norm of the updated parameters", "validation error"
	Value float64
	Saved int // epoch of the checkpoint that is kept
}

func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("epoch %d: the %s is %g; the state after epoch %d is kept in %s", e.Epoch, e.What, e.Value, e.Saved, LastName)
}

// EpochError is an error of the objective, with its epoch.
type EpochError struct {
	Epoch int // from 1
	Saved int // epoch of the checkpoint that is kept
	Err   error
}

func (e *EpochError) Error() string {
	return fmt.Sprintf("epoch %d: %v; the state after epoch %d is kept in %s", e.Epoch, e.Err, e.Saved, LastName)
}

func (e *EpochError) Unwrap() error { return e.Err }

// Run trains from theta, which is copied. A cancelled ctx stops like Stop, in
// the middle of the epoch, which is then not counted. When an epoch fails, the
// outcome comes with the error: Best are the best parameters up to there.
func Run[T vec.Float](ctx context.Context, obj Objective[T], theta []T, opt Options) (*Outcome[T], error) {
	r, err := newRun(obj, theta, opt)
	if err != nil {
		return nil, err
	}
	err = r.loop(ctx)
	if cerr := r.log.close(); err == nil {
		err = cerr
	}
	s := r.s
	return &Outcome[T]{
		Theta: s.phase.optimiser.Standing(s.theta), Best: s.best, Epochs: s.epoch, BestEpoch: s.bestEpoch, BestError: s.bestError,
		Started: r.started, Stopped: r.stopped && s.epoch < opt.Epochs && s.ended == "", Ended: s.ended, Elapsed: s.elapsed,
	}, err
}

// run is a run in progress.
type run[T vec.Float] struct {
	opt  Options
	obj  Objective[T]
	s    *state[T]
	grad []T
	log  *logFile

	started, saved int // epochs
	stopped        bool
	begin          time.Time     // of this process's part
	before         time.Duration // spent by earlier ones
	lastSave       time.Time
	saveTook       time.Duration
}

func newRun[T vec.Float](obj Objective[T], theta []T, opt Options) (*run[T], error) {
	if opt.ValidateEvery <= 0 {
		opt.ValidateEvery = 1
	}
	s, err := newState(theta, &opt)
	if err != nil {
		return nil, err
	}
	r := &run[T]{opt: opt, obj: obj, s: s, grad: make([]T, len(theta)), begin: time.Now()}
	found := false
	if opt.Resume {
		if found, err = load(opt.Dir, s, &r.opt); err != nil {
			return nil, err
		}
	}
	r.started, r.before = s.epoch, s.elapsed
	if r.log, err = openLog(opt.Dir, s.epoch); err != nil {
		return nil, err
	}
	r.saved, r.lastSave = s.epoch, r.begin
	if !found { // says early whether the folder can be written
		err = r.save()
	}
	if err != nil {
		r.log.close()
		return nil, err
	}
	return r, nil
}

// loop runs the epochs that are left, and saves.
func (r *run[T]) loop(ctx context.Context) error {
	if r.opt.OnStart != nil {
		r.opt.OnStart(r.started)
	}
	for r.s.epoch < r.opt.Epochs && r.s.ended == "" && !r.stopRequested(ctx) {
		if err := r.epoch(ctx); err != nil {
			if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
				return err
			}
			r.stopped = true
			break
		}
		if r.due() {
			if err := r.save(); err != nil {
				return err
			}
		}
	}
	if r.saved != r.s.epoch {
		return r.save()
	}
	return nil
}

// savePart of the time may go into checkpoints, so that a run that is killed loses
// next to nothing and a fast one is not slowed down; mostUnsaved is what it may lose
// on a slow disk.
const (
	savePart    = 20
	mostUnsaved = 30 * time.Second
)

// due says whether it is time for a checkpoint.
func (r *run[T]) due() bool {
	wait := r.opt.SaveEvery
	if wait <= 0 {
		wait = min(savePart*r.saveTook, mostUnsaved)
	}
	return time.Since(r.lastSave) >= wait
}

func (r *run[T]) stopRequested(ctx context.Context) bool {
	select {
	case <-r.opt.Stop:
		r.stopped = true
	case <-ctx.Done():
		r.stopped = true
	default:
	}
	return r.stopped
}

// epoch makes one update. A state whose update or validation failed is not saved.
func (r *run[T]) epoch(ctx context.Context) error {
	s, number := r.s, r.s.epoch+1
	loss, norm, failed, err := r.evaluate(r.obj.LossGrad(ctx, s.epoch, s.theta, r.grad))
	if err != nil {
		return err
	}
	e := Epoch{Epoch: number, Loss: loss, Rate: s.phase.rate(s.epoch), GradNorm: norm, NoValue: failed}
	if failed {
		e.Loss = s.loss
	}
	s.loss = e.Loss
	status := s.phase.optimiser.Update(s.theta, r.grad, loss, e.Rate)
	if n := optim.Norm(s.theta); !finite(n) {
		return &NotFiniteError{number, "norm of the updated parameters", n, r.saved}
	}
	s.epoch = number
	last := status != optim.Going && s.phase.index == len(r.opt.Phases)-1
	looked := number%r.opt.ValidateEvery == 0 || number == r.opt.Epochs || last
	if looked {
		if err := r.validate(ctx, &e); err != nil {
			return err
		}
	} else if math.IsInf(s.bestError, 1) {
		copy(s.best, s.phase.optimiser.Standing(s.theta))
		s.bestEpoch = number
	}
	if looked && r.look(&e) {
		s.ended = fmt.Sprintf("nothing better in %d validations", s.bad)
	} else if status != optim.Going || s.phase.over(number, &r.opt) {
		more, err := r.advance()
		if err != nil {
			return err
		}
		if !more {
			s.ended = status.String()
		}
	}
	s.elapsed = r.before + time.Since(r.begin)
	e.Seconds = s.elapsed.Seconds()
	if err := r.log.write(e); err != nil {
		return err
	}
	if r.opt.OnEpoch != nil {
		r.opt.OnEpoch(e)
	}
	return nil
}

// validate after an update, and keep the best.
func (r *run[T]) validate(ctx context.Context, e *Epoch) error {
	s := r.s
	standing := s.phase.optimiser.Standing(s.theta)
	v, ok, err := r.obj.Validate(context.WithoutCancel(ctx), standing)
	if err != nil {
		return &EpochError{e.Epoch, r.saved, fmt.Errorf("validation: %w", err)}
	}
	if ok {
		if !finite(v) {
			return &NotFiniteError{e.Epoch, "validation error", v, r.saved}
		}
		e.Validation = &v
	}
	if !ok || v < s.bestError {
		copy(s.best, standing)
		s.bestEpoch = e.Epoch
		if ok {
			s.bestError = v
		}
	}
	return nil
}

// save the log first, so that a checkpoint never lies ahead of it.
func (r *run[T]) save() error {
	begin := time.Now()
	if err := r.log.flush(); err != nil {
		return err
	}
	if err := save(r.opt.Dir, r.s); err != nil {
		return fmt.Errorf("checkpoint of epoch %d could not be written (that of epoch %d is kept): %w", r.s.epoch, r.saved, err)
	}
	r.saved, r.lastSave = r.s.epoch, time.Now()
	r.saveTook = r.lastSave.Sub(begin)
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
