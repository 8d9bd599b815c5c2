package job

import (
	"context"

	"github.com/pindiff/pindiffc/runtime/train"
)

// Validate is the mean relative L1 error over the validation cases, the reported
// times and the states with labels there: of what is seen of them, with the noise
// of what is seen.
func (o *objective[T]) Validate(ctx context.Context, theta []T) (float64, bool, error) {
	if o.check == nil {
		return 0, false, nil
	}
	if err := o.params.set(o.sol, theta, o.check); err != nil {
		return 0, false, err
	}
	times := o.s.reportTimes(o.check, o.labels)
	if len(times) == 0 {
		return 0, false, nil
	}
	r, err := o.s.run(ctx, o.sol, o.check, times)
	if err != nil {
		return 0, false, err
	}
	var all []float64
	for k, st := range o.s.p.States {
		for n, t := range r.Times {
			if !o.s.reportedAt(st.Name, t) {
				continue
			}
			for c, i := range o.check.index {
				if label := o.labels.seen(&o.views[k], i, t); nonzero(label) {
					all = append(all, train.Compare(o.views[k].see(r.At[n][c][k]), label).L1)
				}
			}
		}
	}
	if len(all) == 0 {
		return 0, false, nil
	}
	return train.Mean(all), true, nil
}
