package job

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// givenFields are the values of the problem's fields, by field, and what the
// file of the request hashes to.
type givenFields[T vec.Float] struct {
	values  [][]T          // as the solver has them: of a trainable one where it starts, or what was learned
	true    [][]T          // of trainable ones what they really are, nil where it is not known
	initial map[string][]T // of states that start from a file: one field, or one for each case
	hash    string
}

// InitialTensor names the tensor that holds the initial values of a state in the
// file of given fields: one field, or one for each case.
func InitialTensor(state string) string { return "initial/" + state }

// readFields reads the fields that the problem asks for, evaluates the trainable
// ones that start from a formula, and reads the initial states of the cases that
// come from a file.
func (s *session[T]) readFields() error {
	s.given.values, s.given.true = make([][]T, len(s.p.Fields)), make([][]T, len(s.p.Fields))
	var f *safetensors.File
	if s.req.Fields != "" {
		b, err := os.ReadFile(s.req.Fields)
		if err != nil {
			return err
		}
		if f, err = safetensors.Unmarshal(b); err != nil {
			return faultf("data", "%s: %w", s.req.Fields, err)
		}
		sum := sha256.Sum256(b)
		s.given.hash = hex.EncodeToString(sum[:])
	}
	for i, q := range s.p.Fields {
		var err error
		if e := s.exp.Fields[q.Name].Initial; q.Trainable && e != nil {
			s.given.values[i], err = s.fieldFormula(q.Name, e)
		} else {
			s.given.values[i], err = s.fieldTensor(f, q.Name, "field "+q.Name, s.cells)
		}
		if err != nil {
			return err
		}
		if s.exp.Truth != nil && s.exp.Truth.Fields[q.Name] != nil {
			if s.given.true[i], err = s.fieldFormula(q.Name, s.exp.Truth.Fields[q.Name]); err != nil {
				return fmt.Errorf("truth: %w", err)
			}
		}
	}
	return s.readInitial(f)
}

func (s *session[T]) fieldFormula(name string, e *formula.Expr) ([]T, error) {
	v, err := formula.Eval(e, s.env(s.p.Time0))
	if err != nil {
		return nil, faultf("request", "field %s: %w", name, err)
	}
	return narrow[T](v), nil
}

// readInitial reads what states start from.
func (s *session[T]) readInitial(f *safetensors.File) error {
	if s.exp.Cases == nil {
		return nil
	}
	for _, state := range s.exp.Cases.Files {
		if _, err := s.state(state); err != nil {
			return err
		}
		v, err := s.fieldTensor(f, InitialTensor(state), "the initial values of "+state, s.cells, s.exp.Cases.Count*s.cells)
		if err != nil {
			return err
		}
		if s.given.initial == nil {
			s.given.initial = map[string][]T{}
		}
		s.given.initial[state] = v
	}
	return nil
}

// initialOf a state in a case; nil if it comes from no file.
func (s *session[T]) initialOf(state string, c int) []T {
	v := s.given.initial[state]
	if len(v) > s.cells {
		v = v[c*s.cells : (c+1)*s.cells]
	}
	return slices.Clone(v)
}

// fieldTensor reads a tensor of the file of fields that has one of these numbers
// of values, with the grid as its last axes.
func (s *session[T]) fieldTensor(f *safetensors.File, name, what string, lengths ...int) ([]T, error) {
	if f == nil {
		return nil, faultf("request", "%s has given fields, and the request names no file of them", s.p.Name)
	}
	t := f.Tensor(name)
	if t == nil {
		return nil, faultf("data", "%s: %s is missing, it has %s", s.req.Fields, what, strings.Join(f.Names(), ", "))
	}
	if !slices.Contains(lengths, t.Len()) || len(t.Shape) < len(s.shape) || !slices.Equal(t.Shape[len(t.Shape)-len(s.shape):], s.shape) {
		return nil, faultf("data", "%s: %s: expected shape %v, found %v", s.req.Fields, what, s.shape, t.Shape)
	}
	v := make([]T, t.Len())
	if err := safetensors.Copy(v, t, 0); err != nil {
		return nil, faultf("data", "%s: %s: %w", s.req.Fields, what, err)
	}
	return v, nil
}

// giveFields sets a solver's fields.
func (s *session[T]) giveFields(sol *solver.Solver[T]) error {
	return s.setFields(sol, func(i int) []T { return s.given.values[i] })
}

// giveTrueFields sets a solver's fields, trainable ones to what they really are
// where the truth says so.
func (s *session[T]) giveTrueFields(sol *solver.Solver[T]) error {
	return s.setFields(sol, func(i int) []T {
		if v := s.given.true[i]; v != nil {
			return v
		}
		return s.given.values[i]
	})
}

func (s *session[T]) setFields(sol *solver.Solver[T], value func(i int) []T) error {
	for i, q := range s.p.Fields {
		if err := sol.SetField(q.Name, value(i)); err != nil {
			return coded("data", err)
		}
	}
	return nil
}

// trainedFields are the trainable fields as the solver has them, beside the truth.
func (s *session[T]) trainedFields() []closureFields[T] {
	var out []closureFields[T]
	for i, q := range s.p.Fields {
		if q.Trainable {
			out = append(out, closureFields[T]{name: q.Name, learned: s.given.values[i], true: s.given.true[i]})
		}
	}
	return out
}
