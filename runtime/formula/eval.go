package formula

import (
	"fmt"
	"math"
)

// NotFiniteError says that a formula has no finite value at a cell.
type NotFiniteError struct {
	Value float64 // NaN or infinite
	Cell  []int
}

func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("the formula is %g at cell %v", e.Value, e.Cell)
}

// Eval returns the value of e on every cell, C order, last axis contiguous.
// Errors name the operation, and the cell for a value that is not finite.
func Eval(e *Expr, env *Env) ([]float64, error) {
	ev, err := newEvaluator(env)
	if err != nil {
		return nil, err
	}
	v, err := ev.eval(e)
	if err != nil {
		return nil, err
	}
	out := v.grid
	if v.uniform() {
		out = make([]float64, ev.cells)
		for i := range out {
			out[i] = v.num
		}
	}
	for i, x := range out {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, &NotFiniteError{Value: x, Cell: ev.cell(i)}
		}
	}
	return out, nil
}

// EvalScalar returns the value of an expression that does not vary over the grid.
func EvalScalar(e *Expr, env *Env) (float64, error) {
	ev, err := newEvaluator(env)
	if err != nil {
		return 0, err
	}
	v, err := ev.eval(e)
	switch {
	case err != nil:
		return 0, err
	case !v.uniform():
		return 0, fmt.Errorf("a single number was expected, the formula varies over the grid")
	case math.IsNaN(v.num) || math.IsInf(v.num, 0):
		return 0, fmt.Errorf("the formula is %g", v.num)
	}
	return v.num, nil
}

// value is one number, or one for each cell. A grid belongs to whoever gets it.
type value struct {
	num  float64
	grid []float64
}

func (v value) uniform() bool { return v.grid == nil }

func (v value) at(i int) float64 {
	if v.grid == nil {
		return v.num
	}
	return v.grid[i]
}

type evaluator struct {
	*Env
	cells int
	coord [][]float64 // cell centres by axis
}

// maxCells bounds what a formula can be asked to fill: 2 GiB of values.
const maxCells = 1 << 28

func newEvaluator(env *Env) (*evaluator, error) {
	ev := &evaluator{Env: env, cells: 1}
	if len(env.Axes) == 0 || len(env.Axes) > 3 {
		return nil, fmt.Errorf("a grid has one to three axes, found %d", len(env.Axes))
	}
	for _, a := range env.Axes {
		if a.Cells < 1 || a.Cells > maxCells/ev.cells {
			return nil, fmt.Errorf("axis %s: %d cells are too few or too many", a.Name, a.Cells)
		}
		if !(a.Hi > a.Lo) || math.IsInf(a.Hi-a.Lo, 0) {
			return nil, fmt.Errorf("axis %s: [%g, %g] is not an interval", a.Name, a.Lo, a.Hi)
		}
		ev.cells *= a.Cells
		x := make([]float64, a.Cells)
		for i := range x {
			x[i] = a.Lo + (float64(i)+0.5)*(a.Hi-a.Lo)/float64(a.Cells)
		}
		ev.coord = append(ev.coord, x)
	}
	return ev, nil
}

// cell is the multi-index of cell i.
func (ev *evaluator) cell(i int) []int {
	idx := make([]int, len(ev.Axes))
	for a := len(idx) - 1; a >= 0; a-- {
		idx[a] = i % ev.Axes[a].Cells
		i /= ev.Axes[a].Cells
	}
	return idx
}

func (ev *evaluator) eval(e *Expr) (value, error) {
	if e == nil {
		return value{}, fmt.Errorf("a formula is missing")
	}
	switch e.Op {
	case "num":
		return value{num: e.Value}, nil
	case "var":
		return ev.variable(e.Name)
	case "waves":
		return ev.waves(e)
	case "random_field":
		return ev.randomField(e)
	case "rescale":
		return ev.rescale(e)
	case "list":
		return ev.list(e)
	}
	args := make([]value, len(e.Args))
	for i, a := range e.Args {
		var err error
		if args[i], err = ev.eval(a); err != nil {
			return value{}, err
		}
	}
	if r, ok := reductions[e.Op]; ok {
		if len(args) != 1 {
			return value{}, arity(e, 1)
		}
		return value{num: ev.reduce(r, args[0])}, nil
	}
	f, ok := functions[e.Op]
	if !ok {
		return value{}, fmt.Errorf("unknown operation %q in a formula", e.Op)
	}
	if len(args) != f.arity {
		return value{}, arity(e, f.arity)
	}
	return ev.apply(f.f, args), nil
}

// list evaluates the argument of the case.
func (ev *evaluator) list(e *Expr) (value, error) {
	c, ok := ev.Vars["case"]
	if !ok || c < 0 || c != math.Trunc(c) || int(c) >= len(e.Args) {
		return value{}, fmt.Errorf("list: there are %d values, the case is %g", len(e.Args), c)
	}
	return ev.eval(e.Args[int(c)])
}

func arity(e *Expr, n int) error {
	return fmt.Errorf("%s takes %d values, found %d", e.Op, n, len(e.Args))
}

// variable looks an axis up first, then the environment.
func (ev *evaluator) variable(name string) (value, error) {
	inner := ev.cells
	for a, axis := range ev.Axes {
		inner /= axis.Cells
		if axis.Name != name {
			continue
		}
		out := make([]float64, ev.cells)
		for i := range out {
			out[i] = ev.coord[a][i/inner%axis.Cells]
		}
		return value{grid: out}, nil
	}
	if v, ok := ev.Vars[name]; ok {
		return value{num: v}, nil
	}
	return value{}, fmt.Errorf("unknown name %q in a formula", name)
}

// apply f elementwise; the first grid among the arguments is overwritten.
func (ev *evaluator) apply(f func(a [3]float64) float64, args []value) value {
	var x [3]float64
	var out []float64
	for i, v := range args {
		x[i] = v.num
		if out == nil {
			out = v.grid
		}
	}
	if out == nil {
		return value{num: f(x)}
	}
	for i := range out {
		for k := range args {
			x[k] = args[k].at(i)
		}
		out[i] = f(x)
	}
	return value{grid: out}
}
