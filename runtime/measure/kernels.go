package measure

import (
	"fmt"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Kernel is the time of one kernel. Names are those of package codegen/program.
type Kernel struct {
	Name    string  `json:"name"`
	Cells   int     `json:"cells"`   // that one call computes
	Seconds float64 `json:"seconds"` // of one call, on one core
}

// Kernels times the kernels of a solver's problem that are wanted (nil: all), at a
// state of its own: by state, interior cells. The solver is set: parameters, fields,
// weights. Memory is taken for what the wanted ones read and write.
func Kernels[T vec.Float](s *solver.Solver[T], state [][]T, want func(name string) bool) ([]Kernel, error) {
	b, err := newBench(s, state, want)
	if err != nil {
		return nil, err
	}
	var out []Kernel
	for _, k := range b.wanted() {
		b.restore()
		out = append(out, Kernel{k.name, k.cells, PerCall(func() { k.run(&b.a, k.lo, k.hi) })})
	}
	return out, nil
}

// timed is a kernel with the range of axis 0 that a solver gives it.
type timed[T vec.Float] struct {
	name   string
	run    kernel.Func[T]
	lo, hi int
	cells  int
}

// wanted are the kernels that are there and asked for.
func (b *bench[T]) wanted() (list []timed[T]) {
	for _, k := range b.kernels() {
		if k.run != nil && (b.want == nil || b.want(k.name)) {
			list = append(list, k)
		}
	}
	return list
}

// kernels lists them in the order of a step.
func (b *bench[T]) kernels() []timed[T] {
	p, g := b.problem, b.grid
	k := &p.Kernels
	inside := func(name string, f kernel.Func[T]) timed[T] { return timed[T]{name, f, 0, g.N[0], g.Cells} }
	wide := func(name string, f kernel.Func[T], depth int) timed[T] {
		lo, hi, cells := 0, g.N[0], 1
		for a := range g.Dim {
			n := g.N[a]
			if !g.Periodic[a] {
				n += 2 * depth
				if a == 0 {
					lo, hi = -depth, g.N[0]+depth
				}
			}
			cells *= n
		}
		return timed[T]{name, f, lo, hi, cells}
	}
	face := func(name string, f kernel.Func[T], axis int) timed[T] {
		return timed[T]{name, f, -g.Depth, g.N[0] + g.Depth, g.FaceSize(axis)}
	}
	list := []timed[T]{
		inside("apply", k.Apply.Value), inside("apply.tangent", k.Apply.Tangent), wide("apply.adjoint", k.Apply.Adjoint, g.Halo),
		inside("matrix", k.Matrix),
		inside("inputs.tangent", k.Inputs.Tangent), wide("inputs.adjoint", k.Inputs.Adjoint, g.Halo), inside("params.adjoint", k.Params),
		inside("sweep", k.Sweep.Value), wide("sweep.adjoint", k.Sweep.Adjoint, g.Halo),
		wide("sweep.inputs.adjoint", k.SweepInputs, g.Halo), inside("sweep.params.adjoint", k.SweepParams),
		inside("coefs", k.Coefs.Value), inside("coefs.adjoint", k.Coefs.Adjoint),
		wide("held", k.Held, g.Halo),
		wide("coefs.value", k.CoefsValue.Value, g.Depth), wide("coefs.value.adjoint", k.CoefsValue.Adjoint, g.Halo),
	}
	for i, f := range k.Calls {
		c, name := &p.Calls[i], fmt.Sprintf("call.%d", i)
		switch {
		case c.Region == kernel.OnFace:
			list = append(list, face(name, f, c.Axis))
		case c.Uniform:
			list = append(list, timed[T]{name, f, 0, 1, g.Cells / g.N[0]})
		case c.Region == kernel.Extended:
			list = append(list, wide(name, f, g.Halo))
		default:
			list = append(list, inside(name, f))
		}
	}
	for i := range k.Bounds {
		list = append(list, face(fmt.Sprintf("bound.%d", i), k.Bounds[i].Value, p.Bounds[i].Axis))
	}
	for i := range k.Ghosts {
		f := &k.Ghosts[i]
		side := map[bool]string{false: "lo", true: "hi"}[f.High]
		name := fmt.Sprintf("ghost.%d.%d.%s", f.State, f.Axis, side)
		list = append(list, face(name, f.Value, f.Axis), face(name+".tangent", f.Tangent, f.Axis), face(name+".adjoint", f.Adjoint, f.Axis))
	}
	return list
}
