package identify

import (
	"context"
	"fmt"
	"math"
)

// System is a model linearised about what was trained: J maps a direction of the n
// trained numbers to changes of the residuals, each in units of its noise.
type System interface {
	Push(ctx context.Context, direction []float64) (residuals []float64, err error) // J d
	Pull(ctx context.Context, residuals []float64) (gradient []float64, err error)  // J' r
}

// Options of Run.
type Options struct {
	Products int                // limit on products with J, 0: 64. With as many as there are numbers nothing is left out
	Watch    [][]float64        // gradients of numbers of interest: the space grows towards them, until they stand
	Tol      float64            // relative change of a watched deviation at which it stands, 0: 0.01
	Progress func(done, of int) // after each product; may be nil
}

// standing is how many products in a row may change no watched deviation.
const standing = 4

// Posterior of the trained numbers, about their trained values.
type Posterior struct {
	Prior    []float64 // standard deviations before the data
	Seen     []float64 // eigenvalues of A'A in the space, descending: squared ratios of what data and prior know
	Products int
	Change   float64 // largest relative change of a watched deviation by the last products
	Settled  bool    // the watched ones stand, or nothing is left out

	axes [][]float64 // eigenvectors, orthonormal, in units of the prior
}

// Rank is the number of directions that the data know better than the prior.
func (p *Posterior) Rank() int {
	n := 0
	for _, mu := range p.Seen {
		if mu > 1 {
			n++
		}
	}
	return n
}

// Deviation is the posterior standard deviation of a number with a gradient in
// theta, and that of the prior. Where they are nearly the same the data say nothing.
func (p *Posterior) Deviation(gradient []float64) (posterior, prior float64) {
	rest := p.whiten(gradient)
	for _, x := range rest {
		prior += x * x
	}
	for i, v := range p.axes {
		c := dot(v, rest) // what is left has lost the axes before, to which v is orthogonal
		axpy(-c, v, rest)
		posterior += c * c / (1 + p.Seen[i])
	}
	for _, x := range rest {
		posterior += x * x
	}
	return math.Sqrt(posterior), math.Sqrt(prior)
}

// whiten is S g.
func (p *Posterior) whiten(g []float64) []float64 {
	out := make([]float64, len(g))
	for i, x := range g {
		out[i] = p.Prior[i] * x
	}
	return out
}

// Run finds the posterior. prior has a positive standard deviation for each of the
// trained numbers.
func Run(ctx context.Context, sys System, prior []float64, o Options) (*Posterior, error) {
	for i, s := range prior {
		if !(s > 0) || math.IsInf(s, 1) {
			return nil, fmt.Errorf("identify: the prior's deviation of number %d is %g, expected a positive one", i, s)
		}
	}
	for i, g := range o.Watch {
		if len(g) != len(prior) {
			return nil, fmt.Errorf("identify: gradient %d has %d values, expected %d", i, len(g), len(prior))
		}
	}
	if o.Products <= 0 {
		o.Products = 64
	}
	if o.Tol <= 0 {
		o.Tol = 0.01
	}
	s := &space{ctx: ctx, sys: sys, o: o, p: &Posterior{Prior: prior}}
	if len(prior) <= o.Products {
		return s.p, s.everything()
	}
	return s.p, s.krylov()
}
