package job

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/train"
)

// result is result.json.
type result struct {
	Spec        string             `json:"spec"`
	Labels      string             `json:"labels"` // "twin", or the file's name
	Epochs      int                `json:"epochs"`
	BestEpoch   int                `json:"best_epoch"`
	Seed        uint64             `json:"seed,omitempty"`
	Ended       string             `json:"ended,omitempty"`      // why it ended before its last epoch
	Validation  *float64           `json:"validation,omitempty"` // of the best weights, mean relative L1
	Convergence *float64           `json:"labels_l1_at_half_step,omitempty"`
	HeldOut     bool               `json:"held_out"`           // Errors are of test cases, else of those trained on
	Observed    []observedRange    `json:"observed,omitempty"` // what the loss compares with
	Errors      []figure           `json:"errors"`
	Closures    []closureError     `json:"closures,omitempty"`   // fields
	Pointwise   []pointwiseReport  `json:"pointwise,omitempty"`  // along the training trajectories
	Parameters  map[string]float64 `json:"parameters,omitempty"` // trained, SI
	Training    float64            `json:"training_seconds"`
	Numerics    string             `json:"numerics"`
	Stats       map[string]any     `json:"stats"`
}

// finish looks at the held-out cases once, prints the tables and writes the
// files. Without held-out cases the training cases are shown, and said to be.
func (s *session[T]) finish(ctx context.Context, obj *objective[T], out *train.Outcome[T]) error {
	if out.Ended != "" {
		s.ev.phase(fmt.Sprintf("the training ended after epoch %d: %s", out.Epochs, out.Ended))
	}
	kept := fmt.Sprintf("evaluating the weights of epoch %d", out.BestEpoch)
	if v := number(&out.BestError); v != nil {
		kept += fmt.Sprintf(", validation %.3g %%", 100**v)
	}
	s.ev.phase(kept)
	l, b, who := obj.labels, obj.labels.batches[forTest], "held-out trajectories"
	if b == nil {
		b, who = obj.train, "training trajectories (none are held out)"
		s.ev.warn("no trajectories are held out: the errors shown are of those trained on")
	}
	if err := obj.params.set(s.solver, out.Best, b); err != nil {
		return err
	}
	for _, f := range obj.params.fields {
		s.given.values[f.index] = slices.Clone(f.values)
	}
	res := &result{
		Spec: s.p.Name, Labels: l.source, Epochs: out.Epochs, BestEpoch: out.BestEpoch, Ended: out.Ended, Seed: s.exp.Train.Seed, Validation: number(&out.BestError),
		HeldOut: b != obj.train, Training: out.Elapsed.Seconds(), Numerics: numerics[T](), Parameters: map[string]float64{},
	}
	res.Observed = obj.observed()
	if l.source == twinSource {
		res.Convergence = number(&l.convergence)
	}
	for _, f := range obj.params.free {
		res.Parameters[s.p.Params[f.index].Name] = obj.params.values[f.index]
	}
	var err error
	if res.Errors, res.Closures, err = s.report(ctx, b, l, who); err != nil {
		return err
	}
	if err := obj.params.set(s.solver, out.Best, obj.train); err != nil {
		return err
	}
	if res.Pointwise, err = s.pointwise(ctx, obj.train); err != nil {
		return err
	}
	s.parameterTable(res.Parameters, l)
	res.Stats = s.summary()
	if err := s.saveResult(res); err != nil {
		return err
	}
	s.ev.send(Event{Kind: "done", Stats: res.Stats})
	return nil
}

// report simulates a batch with the solver as it is set, and again with the true
// closures if they are known; prints the tables and writes the prediction.
func (s *session[T]) report(ctx context.Context, b *batch[T], l *labels[T], who string) ([]figure, []closureError, error) {
	times := s.reportTimes(b, l)
	if len(times) == 0 {
		s.ev.warn("there are no labels at any reported time: nothing to compare with")
		times = s.observed()
	}
	r, err := s.run(ctx, s.solver, b, times)
	if err != nil {
		return nil, nil, err
	}
	fields, err := s.closureFields(s.solver, l.truth, l, times)
	if err != nil {
		return nil, nil, err
	}
	fields = append(fields, s.trainedFields()...)
	var exact []caseError
	if l.truth.complete() && (l.source == twinSource || !s.trainable()) {
		if exact, err = s.exactErrors(ctx, b, l); err != nil {
			return nil, nil, fmt.Errorf("with the true closures: %w", err)
		}
	}
	figs := s.figures(s.compare(r, b, l), exact)
	s.tables(figs, who)
	s.measures(figs)
	closures := s.closureErrors(fields)
	ff := s.newFieldFile(times, b.index)
	for k, st := range s.p.States {
		ff.states(st.Name+".predicted", len(times), len(b.index), func(n, c int) []T { return r.At[n][c][k] })
		ff.states(st.Name+".true", len(times), len(b.index), func(n, c int) []T { return l.at(b.index[c], times[n], k) })
	}
	for _, f := range fields {
		ff.closure(f.name+".learned", f.times, f.learned)
		ff.closure(f.name+".true", f.times, f.true)
	}
	return figs, closures, ff.save(PredictionName, "prediction")
}

// exactErrors are those of the solver's scheme and steps with the true closures
// and, in a twin experiment, the true parameters.
func (s *session[T]) exactErrors(ctx context.Context, b *batch[T], l *labels[T]) ([]caseError, error) {
	params := s.params
	if l.source == twinSource {
		var err error
		if params, err = s.trueParams(); err != nil {
			return nil, err
		}
		b = s.withTruthParams(b)
	}
	sol, err := solver.New(s.truthProblem(), s.config())
	if err != nil {
		return nil, err
	}
	defer sol.Close()
	if err := s.giveTrueFields(sol); err != nil {
		return nil, err
	}
	if err := sol.SetParams(params); err != nil {
		return nil, err
	}
	if err := s.useTruth(sol, l.truth); err != nil {
		return nil, err
	}
	return s.errors(ctx, sol, b, l)
}

func (s *session[T]) saveResult(res *result) error {
	b, err := json.MarshalIndent(res, "", "  ")
	if err != nil {
		return err
	}
	if err := safetensors.WriteAtomic(filepath.Join(s.req.Dir, ResultName), append(b, '\n')); err != nil {
		return err
	}
	s.ev.file(ResultName, "result")
	return nil
}
