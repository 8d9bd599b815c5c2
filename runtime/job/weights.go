package job

import (
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/runtime/facade"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// File names in Request.Dir.
const (
	ConfigName     = "config.json"
	WeightsName    = "weights.safetensors"
	PredictionName = "prediction.safetensors"
	SimulationName = "simulation.safetensors"
	ClosuresName   = "closures.safetensors"
	ResultName     = "result.json"
)

// saveWeights writes theta by name and shape.
func (s *session[T]) saveWeights(sol *solver.Solver[T], ps *parameters[T], theta []T, meta map[string]string) error {
	f := &safetensors.File{Meta: map[string]string{"spec": s.p.Name, "hash": s.exp.Hash}}
	for k, v := range meta {
		f.Meta[k] = v
	}
	for _, v := range sol.Views(theta[:ps.weights]) {
		t, err := safetensors.New(v.Name, v.Shape, v.Data)
		if err != nil {
			return err
		}
		f.Tensors = append(f.Tensors, t)
	}
	for k, p := range ps.free {
		x, _ := p.Value(float64(theta[ps.weights+k]))
		t, err := safetensors.New(facade.ParamTensor(s.p.Params[p.index].Name), []int{}, []float64{x})
		if err != nil {
			return err
		}
		f.Tensors = append(f.Tensors, t)
	}
	for _, q := range ps.fields {
		v := make([]T, q.cells)
		q.fill(v, theta)
		t, err := safetensors.New(facade.FieldTensor(s.p.Fields[q.index].Name), s.shape, v)
		if err != nil {
			return err
		}
		f.Tensors = append(f.Tensors, t)
	}
	return safetensors.Save(filepath.Join(s.req.Dir, WeightsName), f)
}

// loadWeights gives the request's weights, and trained parameters if the file
// has any, to the solver. Every closure's tensors must be there with their
// shapes, and nothing else.
func (s *session[T]) loadWeights(sol *solver.Solver[T]) error {
	path := s.req.Weights
	f, err := safetensors.Load(path)
	if err != nil {
		return coded("io", err)
	}
	if spec := f.Meta["spec"]; spec != "" && spec != s.p.Name {
		return faultf("mismatch", "%s holds weights of %s, this solver is %s", path, spec, s.p.Name)
	}
	w := make([]T, sol.NumWeights())
	used := map[string]bool{}
	for _, v := range sol.Views(w) {
		t := f.Tensor(v.Name)
		if t == nil {
			return faultf("mismatch", "%s: tensor %s is missing, it has %s", path, v.Name, strings.Join(f.Names(), ", "))
		}
		if !safetensors.SameShape(t.Shape, v.Shape) {
			return faultf("mismatch", "%s: %s has shape %v, expected %v", path, v.Name, t.Shape, v.Shape)
		}
		if err := safetensors.Copy(v.Data, t, 0); err != nil {
			return faultf("mismatch", "%s: %w", path, err)
		}
		used[v.Name] = true
	}
	for i, q := range s.p.Params {
		if t := f.Tensor(facade.ParamTensor(q.Name)); t != nil && t.Len() == 1 {
			s.params[i] = t.At(0)
			used[t.Name] = true
		}
	}
	for i, q := range s.p.Fields {
		t := f.Tensor(facade.FieldTensor(q.Name))
		if t == nil || !q.Trainable {
			continue
		}
		if !safetensors.SameShape(t.Shape, s.shape) {
			return faultf("mismatch", "%s: field %s has shape %v, the grid is %v", path, q.Name, t.Shape, s.shape)
		}
		s.given.values[i] = make([]T, s.cells)
		if err := safetensors.Copy(s.given.values[i], t, 0); err != nil {
			return faultf("mismatch", "%s: %w", path, err)
		}
		used[t.Name] = true
	}
	for _, name := range f.Names() {
		if !used[name] {
			return faultf("mismatch", "%s: tensor %s belongs to nothing in %s", path, name, s.p.Name)
		}
	}
	if err := s.giveFields(sol); err != nil {
		return err
	}
	if err := sol.SetParams(s.params); err != nil {
		return err
	}
	s.loaded = w
	if len(w) == 0 {
		return nil
	}
	return sol.SetWeights(w)
}
