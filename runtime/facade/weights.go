package facade

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// LoadWeights sets the weights of all closures from a safetensors file.
func LoadWeights[T vec.Float](s *solver.Solver[T], path string) error {
	f, err := safetensors.Load(path)
	if err != nil {
		return err
	}
	return set(s, f)
}

// SetWeights sets the weights of all closures from the bytes of a safetensors
// file.
func SetWeights[T vec.Float](s *solver.Solver[T], file []byte) error {
	f, err := safetensors.Unmarshal(file)
	if err != nil {
		return err
	}
	return set(s, f)
}

// set copies every named part; a part that is missing or has another shape is
// an error, and then the solver keeps what it had. Other tensors are ignored.
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
	return s.SetWeights(w)
}
