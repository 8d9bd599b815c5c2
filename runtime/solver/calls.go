package solver

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// call is one application of a pointwise closure: a network that is run on all
// cells of a region at once, with inputs that a kernel computes. How often, says
// its class: see kernel.When.
type call[T vec.Float] struct {
	*kernel.CallInfo
	*region
	index   int
	closure *closure[T]
}

// newCalls prepares the calls of a problem. Calls of one shape share a region.
func newCalls[T vec.Float](p *kernel.Problem[T], g *grid.Grid, closures []*closure[T]) ([]*call[T], error) {
	type shape struct {
		kernel.Region
		axis          int
		high, uniform bool
	}
	regions := map[shape]*region{}
	var calls []*call[T]
	for i := range p.Calls {
		info := &p.Calls[i]
		c := &call[T]{CallInfo: info, index: i, closure: closures[info.Closure]}
		for _, in := range c.inputs() {
			if in >= info.Inputs {
				return nil, fmt.Errorf("solver: closure %s: its network has more inputs than the %d of a call", c.closure.info.Name, info.Inputs)
			}
		}
		key := shape{info.Region, info.Axis, info.High, info.Uniform}
		if info.Region != kernel.OnFace {
			key.axis, key.high = 0, false
		}
		if regions[key] == nil {
			regions[key] = newRegion(g, info)
		}
		c.region = regions[key]
		calls = append(calls, c)
	}
	return calls, nil
}

// inputs are the call's inputs in the order of the network: those of the
// coordinate network, then those of the hypernetwork.
func (c *call[T]) inputs() []int {
	net := &c.closure.info.Net
	in := append([]int(nil), net.In...)
	if net.Hyper != nil {
		in = append(in, net.Hyper.In...)
	}
	return in
}

// evaluation is the memory of one call's network on one worker.
type evaluation[T vec.Float] struct {
	x, hyper, out, jac, bar []T
	tape                    nn.Tape[T]

	seen    []T    // x and hyper of what out holds, and jac if it was linear
	version uint64 // of the weights; 0: out holds nothing
	linear  bool
}

// newEvaluation allocates all that the call will ever need, by running it once.
func (c *call[T]) newEvaluation() *evaluation[T] {
	n, net := len(c.points), c.closure.net
	e := &evaluation[T]{
		x: make([]T, n*net.Inputs()), hyper: make([]T, net.HyperInputs()),
		out: make([]T, n), bar: make([]T, n), jac: make([]T, n*(net.Inputs()+net.HyperInputs())),
	}
	w := make([]T, net.NumWeights())
	net.Linearise(w, e.x, e.hyper, e.out, e.jac, &e.tape, nil)
	net.Backward(w, e.x, e.hyper, &e.tape, e.bar, make([]T, len(w)), nil)
	e.seen = make([]T, len(e.x)+len(e.hyper))
	return e
}

// holds says whether out, and for linear jac and the tape too, are those of the
// inputs gathered last: a state is often evaluated more than once, as the end of
// one step and the start of the next. The bits are those of a fresh evaluation.
func (e *evaluation[T]) holds(version uint64, linear bool) bool {
	n := len(e.x)
	return e.version == version && (e.linear || !linear) && sameBits(e.seen[:n], e.x) && sameBits(e.seen[n:], e.hyper)
}

// keep notes what out is of.
func (e *evaluation[T]) keep(version uint64, linear bool) {
	e.version, e.linear = version, linear
	copy(e.seen[copy(e.seen, e.x):], e.hyper)
}

// run evaluates the network from the arrays of inputs into value; with jac not
// nil also its partial derivatives, and so that pullback and tangent can follow.
func (c *call[T]) run(e *evaluation[T], input [][]T, value []T, jac [][]T, p *pool.Pool) {
	c.gather(e, input)
	if !e.holds(c.closure.version, jac != nil) {
		c.compute(e, jac != nil, p)
	}
	c.spread(value, e.out)
	if jac != nil {
		c.spreadJac(e, jac)
	}
}

// compute evaluates the network at the inputs gathered.
func (c *call[T]) compute(e *evaluation[T], linear bool, p *pool.Pool) {
	net, w := c.closure.net, c.closure.weights
	if e.tape.Version = c.closure.version; len(e.hyper) > 0 {
		e.tape.Version = 0 // what is prepared depends on the inputs too
	}
	if linear {
		net.Linearise(w, e.x, e.hyper, e.out, e.jac, &e.tape, p)
	} else {
		net.Evaluate(w, e.x, e.hyper, e.out, &e.tape, p)
	}
	e.keep(c.closure.version, linear)
}

// spreadJac writes the partial derivatives to the padded arrays of the inputs.
func (c *call[T]) spreadJac(e *evaluation[T], jac [][]T) {
	n := len(c.points)
	for k := range c.Inputs {
		c.zero(jac[k])
	}
	place := 0
	each := func(in []int) {
		for _, k := range in {
			c.spreadAdd(jac[k], e.jac[place*n:(place+1)*n])
			place++
		}
	}
	each(c.closure.info.Net.In)
	if h := c.closure.info.Net.Hyper; h != nil {
		each(h.In)
	}
}

// gather takes the inputs from padded arrays to the network's order.
func (c *call[T]) gather(e *evaluation[T], input [][]T) {
	in := c.closure.info.Net.In
	for j, k := range in {
		for i, p := range c.points {
			e.x[i*len(in)+j] = input[k][p]
		}
	}
	if h := c.closure.info.Net.Hyper; h != nil {
		for j, k := range h.In {
			e.hyper[j] = input[k][c.points[0]]
		}
	}
}

// spread writes values of points to a padded array, copies included.
func (c *call[T]) spread(padded, values []T) {
	for i, p := range c.points {
		padded[p] = values[i]
	}
	c.repeat(padded)
}

func (c *call[T]) zero(padded []T) {
	for _, p := range c.points {
		padded[p] = 0
	}
}

func (c *call[T]) spreadAdd(padded, values []T) {
	for i, p := range c.points {
		padded[p] += values[i]
	}
	c.repeat(padded)
}

func (c *call[T]) repeat(padded []T) {
	for _, q := range c.copies {
		padded[q.cell] = padded[q.point]
	}
}

// pullback adds the gradient of <bar, value> in the weights to weightsBar, the
// flat vector of all closures. The last run was linear. bar is folded and used up.
func (c *call[T]) pullback(e *evaluation[T], bar, weightsBar []T, p *pool.Pool) {
	net := c.closure.net
	if net.NumWeights() == 0 {
		return
	}
	for _, q := range c.folds {
		bar[q.point] += bar[q.cell]
	}
	some := false
	for i, q := range c.points {
		e.bar[i] = bar[q]
		some = some || bar[q] != 0
	}
	if !some {
		return // the call is not under a time derivative, say
	}
	at := c.closure.offset
	net.Backward(c.closure.weights, e.x, e.hyper, &e.tape, e.bar, weightsBar[at:at+net.NumWeights()], p)
}

// tangent sets value to the derivative along a direction of all weights. The
// last run was linear.
func (c *call[T]) tangent(e *evaluation[T], direction, value []T) {
	net := c.closure.net
	if direction == nil || net.NumWeights() == 0 {
		return
	}
	at := c.closure.offset
	net.Tangent(c.closure.weights, direction[at:at+net.NumWeights()], e.x, e.hyper, &e.tape, e.bar)
	c.spread(value, e.bar)
}
