package facade

import (
	"errors"
	"fmt"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// ParamTensor names the tensor of a trained parameter in a file of weights: one
// float64, SI, without axes.
func ParamTensor(param string) string { return "param/" + param }

// LoadWeights sets what was trained from a safetensors file: the weights of all
// closures, and the parameters that the file holds.
func LoadWeights[T vec.Float](s *solver.Solver[T], path string) error {
	f, err := safetensors.Load(path)
	if err != nil {
		return err
	}
	return set(s, f)
}

// SetWeights is LoadWeights for the bytes of a safetensors file.
func SetWeights[T vec.Float](s *solver.Solver[T], file []byte) error {
	f, err := safetensors.Unmarshal(file)
	if err != nil {
		return err
	}
	return set(s, f)
}

// set copies every named part; a part that is missing or does not fit is an
// error, and then the solver keeps what it had. Parameters that are not in the
// file keep their values, other tensors are ignored.
func set[T vec.Float](s *solver.Solver[T], f *safetensors.File) error {
	w := make([]T, s.NumWeights())
	for _, v := range s.Views(w) {
		t := f.Tensor(v.Name)
		switch {
		case t == nil:
			return fmt.Errorf("weights: no tensor %q in the file", v.Name)
		case !safetensors.SameShape(t.Shape, v.Shape):
			return fmt.Errorf("weights: tensor %q has shape %v, expected %v", v.Name, t.Shape, v.Shape)
		}
		if err := safetensors.Copy(v.Data, t, 0); err != nil {
			return fmt.Errorf("weights: tensor %q: %w", v.Name, err)
		}
	}
	before := s.Params()
	params := s.Params()
	for i, p := range s.Problem().Params {
		t := f.Tensor(ParamTensor(p.Name))
		if t == nil {
			continue
		}
		if t.Len() != 1 {
			return fmt.Errorf("weights: tensor %q has shape %v, expected one number", t.Name, t.Shape)
		}
		params[i] = t.At(0)
	}
	if err := s.SetParams(params); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if err := s.SetWeights(w); err != nil {
		return errors.Join(err, s.SetParams(before))
	}
	return nil
}
