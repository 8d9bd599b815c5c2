package optim

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// SGD is gradient descent with the heavy-ball momentum of Polyak (1964):
//
//	v <- momentum*v + g        theta <- theta - rate*v
//
// V is its whole state.
type SGD[T vec.Float] struct {
	Momentum float64
	V        []T
}

// NewSGD returns gradient descent for n parameters.
func NewSGD[T vec.Float](n int, cfg Config) (*SGD[T], error) {
	if !(cfg.Momentum >= 0 && cfg.Momentum < 1) {
		return nil, fmt.Errorf("sgd: the momentum must lie in [0, 1), found %g", cfg.Momentum)
	}
	return &SGD[T]{Momentum: cfg.Momentum, V: make([]T, n)}, nil
}

// Update makes one step with the given learning rate.
func (s *SGD[T]) Update(theta, grad []T, _, rate float64) Status {
	if len(theta) != len(s.V) || len(grad) != len(s.V) {
		panic(fmt.Sprintf("optim: %d parameters, %d gradients, %d velocities", len(theta), len(grad), len(s.V)))
	}
	for i, g := range grad {
		v := s.Momentum*float64(s.V[i]) + float64(g)
		s.V[i] = T(v)
		theta[i] = T(float64(theta[i]) - rate*v)
	}
	return Going
}

// Tries is false: theta always stands.
func (s *SGD[T]) Tries() bool { return false }

// Standing is theta.
func (s *SGD[T]) Standing(theta []T) []T { return theta }

// Save the velocity.
func (s *SGD[T]) Save() Memory[T] { return Memory[T]{Vectors: [][]T{s.V}} }

// Restore what was saved.
func (s *SGD[T]) Restore(m Memory[T]) error { return restored(m, 0, s.V) }
