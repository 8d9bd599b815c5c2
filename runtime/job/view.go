package job

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/observe"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// view is how a state is observed: what is seen of its field, and the noise of
// labels that are made from the truth.
type view[T vec.Float] struct {
	op    observe.Operator
	cells int
	state int
	sigma float64 // standard deviation of the noise, SI; 0: none
	seed  uint64
}

// views of all states; a state that is not observed is seen whole.
func (s *session[T]) views(l *labels[T]) ([]view[T], error) {
	out := make([]view[T], len(s.p.States))
	for k := range out {
		out[k] = view[T]{cells: s.cells, state: k}
	}
	axes := make([]observe.Axis, len(s.axes))
	for i, a := range s.axes {
		axes[i] = observe.Axis{Lo: a.Lo, Hi: a.Hi, Cells: a.Cells, Periodic: a.Periodic}
	}
	for _, o := range s.exp.Observe {
		k, err := s.state(o.State)
		if err != nil {
			return nil, err
		}
		if o.Part != nil {
			op, err := partOf(axes, o.Part)
			if err != nil {
				return nil, faultf("data", "observe %s: %w", o.State, err)
			}
			out[k].op = *op
		}
		if o.Noise != nil && l.source == twinSource {
			out[k].seed, out[k].sigma = o.Noise.Seed, o.Noise.Size
			if o.Noise.Relative {
				out[k].sigma *= s.spread(&out[k], o, l)
			}
		}
	}
	return out, nil
}

func partOf(axes []observe.Axis, p *experiment.Part) (*observe.Operator, error) {
	switch {
	case p.Box != nil:
		return observe.Box(axes, p.Box)
	case p.Weights != nil:
		return observe.Mask(axes, p.Weights)
	}
	return observe.Sensors(axes, p.Points)
}

// spread is the standard deviation of what is seen of the labels of the training
// cases at all observed times, without noise.
func (s *session[T]) spread(v *view[T], o experiment.Observation, l *labels[T]) float64 {
	b := l.batches[forTraining]
	if b == nil {
		return 0
	}
	var m moments
	seen := make([]T, v.op.Len(s.cells))
	for _, t := range o.Times {
		for _, c := range b.index {
			if label := l.at(c, t, v.state); label != nil {
				observe.Apply(&v.op, seen, label)
				addMoments(&m, seen, v.op.Weights())
			}
		}
	}
	return m.deviation()
}

// see returns what is observed of a prediction.
func (v *view[T]) see(u []T) []T {
	if v.op.Whole() {
		return u
	}
	out := make([]T, v.op.Len(v.cells))
	observe.Apply(&v.op, out, u)
	return out
}

// label is what is observed of a label, with its noise: the same for a case, a
// time and a state whatever else the experiment has.
func (v *view[T]) label(u []T, c int, t float64) []T {
	out := v.see(u)
	if v.sigma == 0 {
		return out
	}
	noise := make([]float64, len(out))
	formula.Normals(v.seed, mix(mix(mix(streamNoise, uint64(c)), uint64(v.state)), math.Float64bits(t)), noise)
	noisy := make([]T, len(out))
	for i, x := range out {
		noisy[i] = T(float64(x) + v.sigma*noise[i])
	}
	return noisy
}

// streamNoise parts the random numbers of noise from all others.
const streamNoise = 0x6e6f697365 // "noise"

// mix two words to one (the finaliser of splitmix64, Steele, Lea and Flood 2014).
func mix(a, b uint64) uint64 {
	z := a*0x9e3779b97f4a7c15 + b
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// moments of weighted values.
type moments struct{ weight, sum, square float64 }

func addMoments[T vec.Float](m *moments, v []T, w []float64) {
	wi := 1.0
	for i, x := range v {
		if w != nil {
			wi = w[i]
		}
		m.weight += wi
		m.sum += wi * float64(x)
		m.square += wi * float64(x) * float64(x)
	}
}

func (m *moments) mean() float64 { return m.sum / m.weight }

func (m *moments) deviation() float64 { return math.Sqrt(m.variance()) }

func (m *moments) variance() float64 {
	mean := m.mean()
	return math.Max(0, m.square/m.weight-mean*mean)
}
