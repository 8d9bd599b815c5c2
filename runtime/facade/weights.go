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

// FieldTensor names the tensor of a trained field: one number for each cell, SI.
func FieldTensor(field string) string { return "field/" + field }

// LoadWeights sets what was trained from a safetensors file: the weights of all
// closures, and the parameters and fields that the file holds.
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
// file keep their values, likewise fields, and other tensors are ignored.
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
	fields, err := fieldsOf(s, f)
	if err != nil {
		return err
	}
	if err := s.SetParams(params); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	for i, v := range fields {
		if v == nil {
			continue
		}
		if err := s.SetField(s.Problem().Fields[i].Name, v); err != nil {
			return errors.Join(fmt.Errorf("weights: %w", err), s.SetParams(before))
		}
	}
	if err := s.SetWeights(w); err != nil {
		return errors.Join(err, s.SetParams(before))
	}
	return nil
}

// fieldsOf reads the trained fields, by field; nil where the file has none. A
// field is of the grid that it was trained on.
func fieldsOf[T vec.Float](s *solver.Solver[T], f *safetensors.File) ([][]T, error) {
	out := make([][]T, len(s.Problem().Fields))
	for i, q := range s.Problem().Fields {
		t := f.Tensor(FieldTensor(q.Name))
		if t == nil || !q.Trainable {
			continue
		}
		if cells := s.Grid().Cells; t.Len() != cells {
			return nil, fmt.Errorf("weights: tensor %q has %d values, the grid has %d cells", t.Name, t.Len(), cells)
		}
		out[i] = make([]T, t.Len())
		if err := safetensors.Copy(out[i], t, 0); err != nil {
			return nil, fmt.Errorf("weights: tensor %q: %w", t.Name, err)
		}
	}
	return out, nil
}
