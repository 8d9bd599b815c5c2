package job

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// fileLabels reads the labels file of the request. Times that are neither
// observed nor reported are left out. A case starts from its state at the start
// of the horizon, or from the default of a state that the file does not give. Where
// cases have parameters of their own, case i of the file has those of case i of
// the experiment.
func (s *session[T]) fileLabels() (*labels[T], error) {
	b, err := os.ReadFile(s.req.Data)
	if err != nil {
		return nil, err
	}
	f, err := safetensors.Unmarshal(b)
	if err != nil {
		return nil, faultf("data", "%s: %w", s.req.Data, err)
	}
	sum := sha256.Sum256(b)
	l := &labels[T]{source: filepath.Base(s.req.Data), hash: hex.EncodeToString(sum[:]), tolerance: s.timeTolerance()}
	if l.views, err = s.views(l); err != nil {
		return nil, err
	}
	r := &labelReader[T]{s: s, f: f, l: l}
	if err := r.read(); err != nil {
		return nil, faultf("data", "%s: %w", s.req.Data, err)
	}
	return l, nil
}

// labelReader takes a file apart.
type labelReader[T vec.Float] struct {
	s     *session[T]
	f     *safetensors.File
	l     *labels[T]
	times []float64             // in the file
	tens  []*safetensors.Tensor // by state, nil if not given
	seen  []*safetensors.Tensor // by state, values at its sensors
	cases int
}

func (r *labelReader[T]) read() error {
	if err := r.readTimes(); err != nil {
		return err
	}
	if err := r.findStates(); err != nil {
		return err
	}
	if err := r.readStates(); err != nil {
		return err
	}
	if err := r.makeBatches(); err != nil {
		return err
	}
	return r.readTruth()
}

func (r *labelReader[T]) readTimes() error {
	t := r.f.Tensor("t")
	if t == nil || len(t.Shape) != 1 || t.Len() == 0 {
		return fmt.Errorf("tensor t must hold the times, found tensors %s", strings.Join(r.f.Names(), ", "))
	}
	r.times = make([]float64, t.Len())
	for k := range r.times {
		r.times[k] = t.At(k)
		if math.IsNaN(r.times[k]) || k > 0 && r.times[k] <= r.times[k-1] {
			return fmt.Errorf("t must ascend: t[%d] = %g", k, r.times[k])
		}
	}
	wanted := r.s.union(append(slices.Clone(r.s.exp.Observe), r.s.exp.Report...))
	for _, t := range r.times {
		near := func(u float64) bool { return math.Abs(u-t) <= r.l.tolerance }
		if slices.ContainsFunc(wanted, near) {
			r.l.times = append(r.l.times, t)
		}
	}
	return nil
}

func (r *labelReader[T]) findStates() error {
	r.tens, r.seen = make([]*safetensors.Tensor, len(r.s.p.States)), make([]*safetensors.Tensor, len(r.s.p.States))
	for i, st := range r.s.p.States {
		t := r.f.Tensor(st.Name)
		if t == nil {
			if err := r.findSensors(i, st.Name); err != nil {
				return err
			}
			continue
		}
		if len(t.Shape) != 2+len(r.s.shape) {
			return fmt.Errorf("%s: expected axes (time, case, %s), found shape %v", st.Name, r.s.axisNames(), t.Shape)
		}
		if r.cases == 0 {
			r.cases = t.Shape[1]
		}
		if want := append([]int{len(r.times), r.cases}, r.s.shape...); !safetensors.SameShape(t.Shape, want) {
			return fmt.Errorf("%s: expected shape %v, found %v", st.Name, want, t.Shape)
		}
		r.tens[i] = t
	}
	if r.cases == 0 {
		return fmt.Errorf("no trajectories of any state of %s, found tensors %s", r.s.p.Name, strings.Join(r.f.Names(), ", "))
	}
	return nil
}

// one field of a state, checked to be finite.
func (r *labelReader[T]) field(state, time, c int) ([]T, error) {
	return r.values(r.tens[state], r.s.cells, time, c)
}

// values of a tensor at a time of a case, n of them.
func (r *labelReader[T]) values(t *safetensors.Tensor, n, time, c int) ([]T, error) {
	v := make([]T, n)
	if err := safetensors.Copy(v, t, (time*r.cases+c)*n); err != nil {
		return nil, err
	}
	for i, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return nil, fmt.Errorf("%s: the value at time %g, case %d, cell %d is %g", t.Name, r.times[time], c, i, x)
		}
	}
	return v, nil
}

func (r *labelReader[T]) readStates() error {
	r.l.grow(r.cases, len(r.tens))
	for s, t := range r.tens {
		if t == nil {
			continue
		}
		for k, time := range r.times {
			place := r.l.place(time)
			if place < 0 {
				continue
			}
			for c := range r.cases {
				v, err := r.field(s, k, c)
				if err != nil {
					return err
				}
				r.l.values[c][place][s] = v
			}
		}
	}
	return r.readSensors()
}

// roles reads the tensor split, or follows the experiment's cases as far as the
// file has them.
func (r *labelReader[T]) roles() ([unused][]int, error) {
	var index [unused][]int
	t := r.f.Tensor("split")
	if t == nil {
		for k := range index {
			for _, i := range r.s.split(role(k)) {
				if i < r.cases {
					index[k] = append(index[k], i)
				}
			}
		}
		return index, nil
	}
	if len(t.Shape) != 1 || t.Len() != r.cases {
		return index, fmt.Errorf("split: expected %d values, one for each case, found shape %v", r.cases, t.Shape)
	}
	for i := range r.cases {
		if x := t.At(i); x == 0 || x == 1 || x == 2 {
			index[int(x)] = append(index[int(x)], i)
		}
	}
	return index, nil
}

func (r *labelReader[T]) makeBatches() error {
	index, err := r.roles()
	if err != nil {
		return err
	}
	start := slices.IndexFunc(r.times, func(t float64) bool { return math.Abs(t-r.s.p.Time0) <= r.l.tolerance })
	for i, st := range r.s.p.States {
		if !st.Default && !st.Algebraic && (r.tens[i] == nil || start < 0) && !(r.seen[i] != nil && r.s.startsInCases(st.Name)) {
			return fmt.Errorf("%s: the initial state at t = %s is needed, the times are %v", st.Name, r.s.timeText(r.s.p.Time0), r.times)
		}
	}
	for k, list := range index {
		if len(list) == 0 {
			continue
		}
		b := &batch[T]{index: list, cases: make([]solver.Case[T], len(list))}
		for n, c := range list {
			env := r.s.env(r.s.p.Time0)
			env.Vars["case"] = float64(c)
			if b.cases[n].Params, err = r.s.caseParams(r.s.exp.Cases, env); err != nil {
				return fmt.Errorf("case %d: %w", c, err)
			}
			b.cases[n].Initial = make([][]T, len(r.tens))
			for i, t := range r.tens {
				if t == nil || start < 0 {
					if b.cases[n].Initial[i], err = r.started(i, c, env); err != nil {
						return fmt.Errorf("case %d: %w", c, err)
					}
					continue
				}
				if b.cases[n].Initial[i], err = r.field(i, start, c); err != nil {
					return err
				}
			}
		}
		r.l.batches[k] = b
	}
	return nil
}

// readTruth takes closures that the file gives: one field, or one for each time.
func (r *labelReader[T]) readTruth() error {
	r.l.truth = make(truth[T], len(r.s.p.Closures))
	for i, c := range r.s.p.Closures {
		t := r.f.Tensor(c.Name)
		if t == nil {
			continue
		}
		tc := &trueClosure[T]{}
		many := append([]int{len(r.times)}, r.s.shape...)
		switch {
		case safetensors.SameShape(t.Shape, r.s.shape):
			tc.steady = make([]T, r.s.cells)
			if err := safetensors.Copy(tc.steady, t, 0); err != nil {
				return err
			}
		case safetensors.SameShape(t.Shape, many):
			tc.table = make([][]T, len(r.l.times))
			for k, time := range r.times {
				if place := r.l.place(time); place >= 0 {
					tc.table[place] = make([]T, r.s.cells)
					if err := safetensors.Copy(tc.table[place], t, k*r.s.cells); err != nil {
						return err
					}
				}
			}
		default:
			return fmt.Errorf("%s: expected shape %v or %v, found %v", c.Name, r.s.shape, many, t.Shape)
		}
		r.l.truth[i] = tc
	}
	return r.readTrueFields()
}

// readTrueFields takes trainable fields that the file gives.
func (r *labelReader[T]) readTrueFields() error {
	for i, q := range r.s.p.Fields {
		t := r.f.Tensor(q.Name)
		if t == nil || !q.Trainable {
			continue
		}
		if !safetensors.SameShape(t.Shape, r.s.shape) {
			return fmt.Errorf("%s: expected shape %v, found %v", q.Name, r.s.shape, t.Shape)
		}
		r.s.given.true[i] = make([]T, r.s.cells)
		if err := safetensors.Copy(r.s.given.true[i], t, 0); err != nil {
			return err
		}
	}
	return nil
}

// axisNames for messages: "x, y".
func (s *session[T]) axisNames() string {
	var names []string
	for _, a := range s.p.Axes {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}
