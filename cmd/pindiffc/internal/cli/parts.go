package cli

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/experiment"
)

// readParts reads the sensors and masks of observations that come from files.
func (s *spec) readParts(exp *experiment.Experiment) error {
	for i := range exp.Observe {
		o := &exp.Observe[i]
		if o.Part == nil || o.Part.File == "" {
			continue
		}
		var err error
		if s.maskOf(o.State) {
			o.Part.Weights, err = s.readMask(o.State, o.Part.File)
		} else {
			o.Part.Points, err = s.readPoints(o.Part.File)
		}
		if err != nil {
			return fmt.Errorf("%s cannot observe %s: %w", s.name, o.State, err)
		}
	}
	return nil
}

// maskOf says whether the file of a state's observation is a mask.
func (s *spec) maskOf(state string) bool {
	for _, o := range s.model.Observe {
		if o.Symbol.Name == state && o.Part != nil {
			return o.Part.Mask
		}
	}
	return false
}

// readMask reads a weight for each cell.
func (s *spec) readMask(state, name string) ([]float64, error) {
	one := &model.Symbol{Name: state, Unit: model.Unit{Scale: 1}, Max: 1e300, MaxOpen: true}
	a, _, err := s.readField(one, name, 0)
	if err != nil {
		return nil, err
	}
	return a.Data, nil
}

// readPoints reads sensors, in the units of the axes.
func (s *spec) readPoints(name string) ([][]float64, error) {
	file, path, err := s.openBeside(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var scales []float64
	for _, x := range s.model.Axes {
		scales = append(scales, x.Unit.Scale)
	}
	return dataset.ReadPoints(path, file, scales)
}
