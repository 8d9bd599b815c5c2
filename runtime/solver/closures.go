package solver

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// closure is a network on the cells of a grid, or the function that replaces it.
// It is evaluated once per update of the weights if it does not depend on time,
// else once per time level.
type closure[T vec.Float] struct {
	info    *kernel.Closure
	net     *nn.Network[T]
	offset  int    // of its weights in the flat vector
	used    bool   // a field closure, or one that is called: it needs weights
	weights []T    // nil until set
	version uint64 // of the weights, from 1

	replace  func(t float64, out []T)
	constant bool // the replacement is

	norm  normal
	x     []T // cells x inputs
	hyper []T
	tape  nn.Tape[T]
	keep  bool // what saves pullback from evaluating once more, see tapesFit

	out   []T // values on interior cells, dense
	valid bool
	taped bool
	time  float64 // of out
}

// normal maps coordinates and time to what networks are trained on: coordinates
// centred and divided by half the longest axis, time from 0 to 1 over the
// horizon, both of the specification, whatever the run's own domain is.
type normal struct {
	centre  [3]float64
	half    float64
	start   float64
	horizon float64
}

func normalOf[T vec.Float](p *kernel.Problem[T]) normal {
	n := normal{start: p.Time0}
	for i, a := range p.Axes {
		n.centre[i] = (a.Lo + a.Hi) / 2
		n.half = max(n.half, (a.Hi-a.Lo)/2)
	}
	for _, h := range p.Steps {
		n.horizon += h
	}
	n.half, n.horizon = first(n.half, 1), first(n.horizon, 1)
	return n
}

func newClosure[T vec.Float](p *kernel.Problem[T], g *grid.Grid, i, offset int) (*closure[T], error) {
	info := &p.Closures[i]
	net, err := nn.New[T](info.Net, inputsOf(info))
	if err != nil {
		return nil, fmt.Errorf("solver: closure %s: %w", info.Name, err)
	}
	c := &closure[T]{info: info, net: net, offset: offset, used: true}
	if info.Pointwise {
		c.used = slices.ContainsFunc(p.Calls, func(k kernel.CallInfo) bool { return k.Closure == i })
		return c, nil
	}
	c.norm = normalOf(p)
	c.out = make([]T, g.Cells)
	c.x = make([]T, g.Cells*len(info.Net.In))
	if h := info.Net.Hyper; h != nil {
		c.hyper = make([]T, len(h.In))
		for _, arg := range h.In {
			if info.Axes[arg] >= 0 {
				return nil, fmt.Errorf("solver: closure %s: its hypernetwork depends on %s, expected time only", info.Name, info.Args[arg])
			}
		}
	}
	c.coordinates(g)
	return c, nil
}

// inputsOf is how many inputs a closure's network may refer to: its arguments, or
// those that its calls compute.
func inputsOf(info *kernel.Closure) int {
	if !info.Pointwise {
		return len(info.Args)
	}
	return info.NumInputs
}

// field says whether the closure has one value per cell, a function of place and
// time: a pointwise one has values where it is called.
func (c *closure[T]) field() bool { return !c.info.Pointwise }

// coordinates fills the columns of x that do not change.
func (c *closure[T]) coordinates(g *grid.Grid) {
	in := c.info.Net.In
	for k, arg := range in {
		axis := c.info.Axes[arg]
		if axis < 0 {
			continue
		}
		inner := 1
		for b := axis + 1; b < g.Dim; b++ {
			inner *= g.N[b]
		}
		for cell := range g.Cells {
			j := cell / inner % g.N[axis]
			x := g.Lo[axis] + (float64(j)+0.5)*g.H[axis]
			c.x[cell*len(in)+k] = T((x - c.norm.centre[axis]) / c.norm.half)
		}
	}
}

// setTime fills the inputs that are time.
func (c *closure[T]) setTime(t float64) {
	tau := T((t - c.norm.start) / c.norm.horizon)
	in := c.info.Net.In
	for k, arg := range in {
		if c.info.Axes[arg] < 0 {
			for i := k; i < len(c.x); i += len(in) {
				c.x[i] = tau
			}
		}
	}
	for k := range c.hyper {
		c.hyper[k] = tau
	}
}

// varies says whether values differ between time levels.
func (c *closure[T]) varies() bool {
	if c.replace != nil {
		return !c.constant
	}
	return c.info.Time && c.field()
}

// ready says whether there is something to evaluate.
func (c *closure[T]) ready() bool {
	return c.replace != nil || c.weights != nil || c.net.NumWeights() == 0
}

// evaluate makes out the values at time t; taped, if pullback is to follow.
func (c *closure[T]) evaluate(t float64, taped bool, p *pool.Pool) {
	c.make(t, taped && c.keep, p)
}

// make is evaluate with the tape that is asked for.
func (c *closure[T]) make(t float64, taped bool, p *pool.Pool) {
	if c.valid && (c.time == t || !c.varies()) && (c.taped || !taped || c.replace != nil) {
		return
	}
	c.valid = false // whatever a replacement does
	c.setTime(t)
	switch {
	case c.replace != nil:
		c.replace(t, c.out)
	case taped:
		c.net.Forward(c.weights, c.x, c.hyper, c.out, &c.tape, p)
	default:
		c.net.Evaluate(c.weights, c.x, c.hyper, c.out, &c.tape, p)
	}
	c.valid, c.time, c.taped = true, t, taped
}

// pullback adds the cotangent of the weights to bar, the flat vector of all
// closures, at the last evaluate.
func (c *closure[T]) pullback(outBar, bar []T, p *pool.Pool) {
	if c.replace == nil && c.net.NumWeights() > 0 {
		c.net.Backward(c.weights, c.x, c.hyper, &c.tape, outBar, bar[c.offset:c.offset+c.net.NumWeights()], p)
	}
}

// tangent is the direction of the values at time t along one of all weights.
func (c *closure[T]) tangent(t float64, direction []T, p *pool.Pool) []T {
	out := make([]T, len(c.out))
	if n := c.net.NumWeights(); c.replace == nil && n > 0 && direction != nil {
		c.make(t, true, p)
		c.net.Tangent(c.weights, direction[c.offset:c.offset+n], c.x, c.hyper, &c.tape, out)
	}
	return out
}

// init fills the closure's part of a flat weight vector.
func (c *closure[T]) init(w []T, seed uint64, index int) {
	rng := rand.New(rand.NewPCG(seed, uint64(index)))
	c.net.Init(w[c.offset:c.offset+c.net.NumWeights()], rng)
}
