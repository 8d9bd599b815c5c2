package optim

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Status of an optimiser after an update.
type Status int

const (
	Going     Status = iota
	Converged        // the gradient is zero
	Stalled          // no step along the gradient lowers the loss any more, as far as the arithmetic can tell
)

func (s Status) String() string {
	return [...]string{"going on", "the gradient is zero", "no step lowers the loss any more"}[s]
}

// Optimiser walks: the caller evaluates the loss and its gradient at theta, and
// Update moves theta to the next place at which they are wanted.
type Optimiser[T vec.Float] interface {
	// Update moves theta. The rate is of this update; methods that search along a
	// line have none. A loss that is not finite belongs to a place that could not
	// be evaluated: only methods for which Tries is true know what to do then.
	Update(theta, grad []T, loss, rate float64) Status
	// Tries says whether theta may be a trial, which the method takes back if the
	// loss there is worse.
	Tries() bool
	// Standing are the parameters that count: theta, or for a method that tries the
	// best place so far.
	Standing(theta []T) []T
	// Save and Restore carry the state from one process to another, bit for bit.
	Save() Memory[T]
	Restore(Memory[T]) error
}

// Memory is the state of an optimiser.
type Memory[T vec.Float] struct {
	Numbers []float64
	Vectors [][]T
}

// Config of an optimiser. Zero values of Beta1, Beta2 and Eps mean 0.9, 0.999
// and 1e-8, of Store 15.
type Config struct {
	Kind         string // "adam", "adamw", "sgd", "lbfgs"; "" means "adam"
	Beta1, Beta2 float64
	Eps          float64
	Decay        float64 // weight decay: added to the gradient by "adam", to the step by "adamw"
	Momentum     float64 // sgd
	Store        int     // lbfgs: how many steps it remembers
}

// New returns an optimiser for n parameters.
func New[T vec.Float](n int, cfg Config) (Optimiser[T], error) {
	switch cfg.Kind {
	case "", "adam", "adamw":
		return NewAdam[T](n, cfg)
	case "sgd":
		return NewSGD[T](n, cfg)
	case "lbfgs":
		return NewLBFGS[T](n, cfg)
	}
	return nil, fmt.Errorf("unknown optimiser %q (adam, adamw, sgd and lbfgs are known)", cfg.Kind)
}

// restored copies saved vectors into those of a method that has a fixed number
// of them.
func restored[T vec.Float](m Memory[T], numbers int, to ...[]T) error {
	if len(m.Numbers) != numbers || len(m.Vectors) != len(to) {
		return fmt.Errorf("the optimiser's memory has %d numbers and %d vectors, expected %d and %d", len(m.Numbers), len(m.Vectors), numbers, len(to))
	}
	for i, v := range m.Vectors {
		if len(v) != len(to[i]) {
			return fmt.Errorf("the optimiser's memory is of %d parameters, expected %d", len(v), len(to[i]))
		}
		copy(to[i], v)
	}
	return nil
}
