package job

import (
	"context"
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/verify"
)

// verify runs the checks of package verify, at the experiment's parameters,
// fields and numerics, and sends one event for each. Checks that fail are no error
// of the run: the done event counts them.
func (s *session[T]) verify(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	s.ev.phase("verifying")
	checks, err := verify.Run(ctx, s.p, verify.Options{
		Pairs: s.req.Verify.Pairs, Seed: s.req.Verify.Seed,
		Config: s.config(), Params: s.params, Fields: s.verifyFields(),
	})
	if err != nil {
		return err
	}
	count := map[verify.Verdict]int{}
	for _, c := range checks {
		count[c.Verdict]++
		s.ev.send(Event{Kind: "check", Check: &Check{
			Name: c.Name, Detail: c.Detail, Value: printable(c.Value), Limit: printable(c.Limit), Verdict: string(c.Verdict),
		}})
	}
	stats := s.summary()
	for _, v := range []verify.Verdict{verify.Pass, verify.Fail, verify.Kink, verify.Skipped} {
		stats[fmt.Sprintf("checks_%s", v)] = count[v]
	}
	s.ev.send(Event{Kind: "done", Stats: stats})
	return nil
}

// verifyFields are the given fields, nil if there are none.
func (s *session[T]) verifyFields() *verify.Fields {
	if len(s.given.values) == 0 {
		return nil
	}
	out := &verify.Fields{Cells: s.shape}
	for _, v := range s.given.values {
		wide := make([]float64, len(v))
		for i, x := range v {
			wide[i] = float64(x)
		}
		out.Values = append(out.Values, wide)
	}
	return out
}

// printable stands the largest number in for one that JSON cannot hold.
func printable(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 1) {
		return math.MaxFloat64
	}
	return math.Max(x, -math.MaxFloat64)
}
