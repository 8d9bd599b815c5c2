package job

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/train"
)

// train makes or reads the labels, trains, and evaluates the best weights once on
// the cases that were held out.
func (s *session[T]) train(ctx context.Context) error {
	if s.exp.Train == nil || s.exp.Train.Epochs < 1 {
		return faultf("request", "the experiment does not say how to train")
	}
	if !s.req.Resume && train.Exists(s.req.Dir) {
		return faultf("mismatch", "%s already holds a training run: resume it or choose another folder", s.req.Dir)
	}
	cancellable, done := s.ctl.context(ctx)
	defer done()
	l, err := s.labels(cancellable)
	if err != nil {
		return err
	}
	if err := s.open(); err != nil {
		return err
	}
	if s.req.Weights != "" { // to start from, parameters and fields included
		if err := s.loadWeights(s.solver); err != nil {
			return err
		}
	}
	ps, err := s.parameters(s.solver)
	if err != nil {
		return err
	}
	obj, err := s.objective(s.solver, ps, l)
	if err != nil {
		return err
	}
	if err := s.saveConfig(); err != nil {
		return err
	}
	out, err := s.trainLoop(ctx, obj)
	if out != nil && out.BestEpoch > 0 { // also of a run that failed on its way
		err = errors.Join(err, s.saveBest(obj, out))
	}
	if err != nil {
		return err
	}
	if out.Stopped {
		s.ev.send(Event{Kind: "stopped", Message: fmt.Sprintf("stopped after epoch %d of %d; the same request resumes it", out.Epochs, s.exp.Train.Epochs), Stats: s.summary()})
		return nil
	}
	return s.finish(cancellable, obj, out)
}

// labels from the file of the request, or from the truth.
func (s *session[T]) labels(ctx context.Context) (*labels[T], error) {
	if s.req.Data != "" {
		s.ev.phase("reading labels")
		return s.fileLabels()
	}
	s.ev.phase("making labels from the truth")
	return s.twinLabels(ctx)
}

// fingerprint of everything that the trained weights depend on: the experiment
// but for the number of workers, the generated code's spec, the data, the given
// fields and the weights that it starts from.
func (s *session[T]) fingerprint(l *labels[T]) (string, error) {
	exp := *s.exp
	exp.Config.Workers = 0
	b, err := json.Marshal(exp)
	if err != nil {
		return "", coded("request", err)
	}
	b = append(b, "\n"+s.p.Hash+"\n"+l.hash+"\n"+s.given.hash...)
	for _, path := range []string{s.req.Weights, s.req.Curvature} {
		if path == "" {
			continue
		}
		start, err := os.ReadFile(path)
		if err != nil {
			return "", coded("io", err)
		}
		b = append(append(b, "\n"...), start...)
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:]), nil
}

// initial theta: the weights of the request's file, or what the seed draws.
func (s *session[T]) initial(ps *parameters[T]) []T {
	theta := ps.initial(s.solver, s.exp.Train.Seed)
	copy(theta, s.loaded)
	return theta
}

func (s *session[T]) saveConfig() error {
	b, err := json.MarshalIndent(s.exp, "", "  ")
	if err != nil {
		return coded("request", err)
	}
	return safetensors.WriteAtomic(filepath.Join(s.req.Dir, ConfigName), append(b, '\n'))
}

// trainLoop hands the objective to package train and reports every epoch.
func (s *session[T]) trainLoop(ctx context.Context, obj *objective[T]) (*train.Outcome[T], error) {
	t := s.exp.Train
	hash, err := s.fingerprint(obj.labels)
	if err != nil {
		return nil, err
	}
	opt := train.Options{
		Dir: s.req.Dir, Hash: hash, Numerics: numerics[T](), Resume: s.req.Resume, Curvature: s.req.Curvature,
		Epochs: t.Epochs, ValidateEvery: t.ValidateEvery, Patience: t.Patience, Stop: s.ctl.stop,
		SaveEvery: time.Duration(s.req.SaveEvery * float64(time.Second)),
	}
	for _, p := range t.Phases {
		opt.Phases = append(opt.Phases, phaseOf(p))
	}
	opt.OnStart = func(epochs int) {
		if epochs > 0 {
			s.ev.phase(fmt.Sprintf("training, resumed after epoch %d", epochs))
		} else {
			s.ev.phase("training")
		}
	}
	var begin time.Time
	count := 0
	var validation *float64
	opt.OnEpoch = func(e train.Epoch) {
		if count == 0 {
			begin = time.Now() // the first epoch warms up: it does not count for the rate
		}
		if e.Validation != nil {
			validation = e.Validation
		}
		p := Progress{Done: e.Epoch, Total: t.Epochs, Loss: &e.Loss, Validation: validation}
		if spent := time.Since(begin).Seconds(); count > 0 && spent > 0 {
			p.PerSecond = float64(count) / spent
			p.SecondsLeft = float64(t.Epochs-e.Epoch) / p.PerSecond
		}
		count++
		s.ev.progress(p)
	}
	return train.Run(ctx, obj, s.initial(obj.params), opt)
}

// phaseOf translates a phase for package train.
func phaseOf(p experiment.Phase) train.Phase {
	out := train.Phase{
		Optimiser: optim.Config{
			Kind: p.Optimiser, Beta1: p.Beta1, Beta2: p.Beta2, Eps: p.Eps, Decay: p.Decay, Momentum: p.Momentum, Store: p.Memory,
		},
		Rate: p.Rate, Clip: p.Clip, Epochs: p.Epochs,
	}
	for _, q := range p.Schedule {
		out.Schedule = append(out.Schedule, optim.Piece(q))
	}
	if q := p.Plateau; q != nil {
		out.Plateau = &optim.Plateau{Factor: q.Factor, Patience: q.Patience, Least: q.Least}
	}
	return out
}

// saveBest writes the best weights so far.
func (s *session[T]) saveBest(obj *objective[T], out *train.Outcome[T]) error {
	meta := map[string]string{"epoch": strconv.Itoa(out.BestEpoch), "seed": strconv.FormatUint(s.exp.Train.Seed, 10)}
	if err := s.saveWeights(s.solver, obj.params, out.Best, meta); err != nil {
		return err
	}
	s.ev.file(WeightsName, "weights")
	return nil
}
