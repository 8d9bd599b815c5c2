package translate

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/experiment"
)

// observations of states; those of closures only name arrays in data files. Points
// and weights that come from files are still to be read.
func observations(in []*model.Observation) []experiment.Observation {
	var out []experiment.Observation
	for _, o := range in {
		if o.Symbol.Kind != model.KindState {
			continue
		}
		one := experiment.Observation{State: o.Symbol.Name, Times: o.Times}
		if p := o.Part; p != nil {
			one.Part = &experiment.Part{Box: p.Box, Points: p.Points, File: p.File}
		}
		if n := o.Noise; n != nil {
			one.Noise = &experiment.Noise{Size: n.Size, Relative: n.Relative, Seed: n.Seed}
		}
		out = append(out, one)
	}
	return out
}

// fields that are trained; nil if there are none.
func fields(m *model.Model) (map[string]experiment.Field, error) {
	var out map[string]experiment.Field
	for _, f := range m.Fields {
		if !f.Trainable {
			continue
		}
		x, err := Formula(f.Value)
		if err != nil {
			return nil, err
		}
		one := experiment.Field{Initial: x, Unit: f.Unit.Scale}
		lo, hi := f.Min, f.Max
		if f.Positive {
			lo = math.Max(lo, 0)
		}
		if !math.IsInf(lo, 0) {
			one.Min = &lo
		}
		if !math.IsInf(hi, 0) {
			one.Max = &hi
		}
		if out == nil {
			out = map[string]experiment.Field{}
		}
		out[f.Name] = one
	}
	return out, nil
}
