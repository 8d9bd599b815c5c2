package optim

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Adam is the optimiser of Kingma and Ba (ICLR 2015), bias corrected:
//
//	m <- b1*m + (1-b1)*g        v <- b2*v + (1-b2)*g*g
//	theta <- theta - rate * (m/(1-b1^n)) / (sqrt(v/(1-b2^n)) + eps)
//
// "adam" takes g + Decay*theta for g; "adamw" (Loshchilov and Hutter, ICLR 2019)
// subtracts rate*Decay*theta besides.
//
// M, V and Steps are its whole state: set them to continue a run.
type Adam[T vec.Float] struct {
	Config
	M, V  []T
	Steps int // updates made
}

// NewAdam returns Adam for n parameters.
func NewAdam[T vec.Float](n int, cfg Config) (*Adam[T], error) {
	switch cfg.Kind {
	case "":
		cfg.Kind = "adam"
	case "adam", "adamw":
	default:
		return nil, fmt.Errorf("%q is not a kind of Adam (adam and adamw are)", cfg.Kind)
	}
	set := func(p *float64, def float64) {
		if *p == 0 {
			*p = def
		}
	}
	set(&cfg.Beta1, 0.9)
	set(&cfg.Beta2, 0.999)
	set(&cfg.Eps, 1e-8)
	if !(cfg.Beta1 >= 0 && cfg.Beta1 < 1 && cfg.Beta2 >= 0 && cfg.Beta2 < 1) {
		return nil, fmt.Errorf("%s: the decay rates of the moments must lie in [0, 1), found %g and %g", cfg.Kind, cfg.Beta1, cfg.Beta2)
	}
	if !(cfg.Eps > 0) || !(cfg.Decay >= 0) {
		return nil, fmt.Errorf("%s: eps must be positive and decay not negative, found %g and %g", cfg.Kind, cfg.Eps, cfg.Decay)
	}
	return &Adam[T]{Config: cfg, M: make([]T, n), V: make([]T, n)}, nil
}

// Update makes one step with the given learning rate. theta and grad must be as
// long as the moments.
func (a *Adam[T]) Update(theta, grad []T, _, rate float64) Status {
	if len(theta) != len(a.M) || len(grad) != len(a.M) {
		panic(fmt.Sprintf("optim: %d parameters, %d gradients, %d moments", len(theta), len(grad), len(a.M)))
	}
	a.Steps++
	b1, b2 := a.Beta1, a.Beta2
	c1 := 1 / (1 - math.Pow(b1, float64(a.Steps)))
	c2 := 1 / (1 - math.Pow(b2, float64(a.Steps)))
	coupled, decoupled := a.Decay, 0.0
	if a.Kind == "adamw" {
		coupled, decoupled = 0, rate*a.Decay
	}
	m, v := a.M, a.V
	for i, x := range theta {
		p := float64(x)
		g := float64(grad[i]) + coupled*p
		mi := b1*float64(m[i]) + (1-b1)*g
		vi := b2*float64(v[i]) + (1-b2)*g*g
		m[i], v[i] = T(mi), T(vi)
		theta[i] = T(p - rate*(mi*c1)/(math.Sqrt(vi*c2)+a.Eps) - decoupled*p)
	}
	return Going
}

// Tries is false: theta always stands.
func (a *Adam[T]) Tries() bool { return false }

// Standing is theta.
func (a *Adam[T]) Standing(theta []T) []T { return theta }

// Save the moments and the number of updates.
func (a *Adam[T]) Save() Memory[T] {
	return Memory[T]{Numbers: []float64{float64(a.Steps)}, Vectors: [][]T{a.M, a.V}}
}

// Restore what was saved.
func (a *Adam[T]) Restore(m Memory[T]) error {
	if err := restored(m, 1, a.M, a.V); err != nil {
		return err
	}
	a.Steps = int(m.Numbers[0])
	return nil
}
