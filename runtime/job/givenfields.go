package job

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// givenFields are the values of the problem's fields, by field, and what the
// file of the request hashes to.
type givenFields[T vec.Float] struct {
	values [][]T
	hash   string
}

// readFields reads the fields that the problem asks for.
func (s *session[T]) readFields() error {
	if len(s.p.Fields) == 0 {
		return nil
	}
	if s.req.Fields == "" {
		return faultf("request", "%s has given fields, and the request names no file of them", s.p.Name)
	}
	b, err := os.ReadFile(s.req.Fields)
	if err != nil {
		return err
	}
	f, err := safetensors.Unmarshal(b)
	if err != nil {
		return faultf("data", "%s: %w", s.req.Fields, err)
	}
	sum := sha256.Sum256(b)
	s.given.hash = hex.EncodeToString(sum[:])
	for _, q := range s.p.Fields {
		t := f.Tensor(q.Name)
		if t == nil {
			return faultf("data", "%s: field %s is missing, it has %s", s.req.Fields, q.Name, strings.Join(f.Names(), ", "))
		}
		if !safetensors.SameShape(t.Shape, s.shape) {
			return faultf("data", "%s: field %s: expected shape %v, found %v", s.req.Fields, q.Name, s.shape, t.Shape)
		}
		v := make([]T, s.cells)
		if err := safetensors.Copy(v, t, 0); err != nil {
			return faultf("data", "%s: field %s: %w", s.req.Fields, q.Name, err)
		}
		s.given.values = append(s.given.values, v)
	}
	return nil
}

// giveFields sets a solver's fields.
func (s *session[T]) giveFields(sol *solver.Solver[T]) error {
	for i, v := range s.given.values {
		if err := sol.SetField(s.p.Fields[i].Name, v); err != nil {
			return coded("data", err)
		}
	}
	return nil
}
