package check

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

const partHelp = "write `on box(x: [0, 0.5])`, `on sensors([[0.1, 0.2], [0.5, 0.5]])` or `on mask(\"seen.npz\")`"

// maxSensors of one observation.
const maxSensors = 100_000

// part reads where a state is observed: a box, sensors or a mask; nil if there
// was a mistake.
func (c *checker) part(e ast.Expr) *model.Part {
	call, ok := e.(*ast.Call)
	if !ok {
		c.fail("E0714", place(e), "this is not a part of the domain").help(partHelp)
		return nil
	}
	p := &model.Part{Span: call.Span}
	switch call.Fun.Name {
	case "box":
		ok = c.box(p, call)
	case "sensors":
		ok = c.sensors(p, call)
	case "mask":
		p.Mask = true
		if len(call.Args) != 1 {
			c.fail("E0714", call.Span, "`mask` takes the name of a file").help("write `mask(\"seen.npz\")`: a weight for each cell, 0 where nothing is seen")
			return nil
		}
		p.File = c.filePath(call)
		ok = p.File != ""
	default:
		c.fail("E0714", call.Fun.Span, "`%s` is not a part of the domain", clip(call.Fun.Name)).nearest(call.Fun.Name, []string{"box", "sensors", "mask"})
		return nil
	}
	if !ok {
		return nil
	}
	return p
}

// box reads `box(x: [a, b], y: [c, d])`; an axis that is not named is seen from
// end to end.
func (c *checker) box(p *model.Part, call *ast.Call) bool {
	var names []string
	for _, a := range c.m.Axes {
		names = append(names, a.Name)
	}
	if len(call.Args) > 0 || len(call.Keys) == 0 {
		c.fail("E0714", call.Span, "a box has a range for a coordinate").help("write `box(%s: [0, 1])`", c.anyAxis())
		return false
	}
	args, ok := c.arguments(call, names, "E0714")
	if !ok {
		return false
	}
	for _, a := range c.m.Axes {
		lo, hi := a.Lo, a.Hi
		if e := args[a.Name]; e != nil {
			if lo, hi, ok = c.interval(e, a); !ok {
				return false
			}
		}
		p.Box = append(p.Box, [2]float64{lo, hi})
	}
	return true
}

// interval reads `[a, b]` of an axis that holds the centre of a cell.
func (c *checker) interval(e ast.Expr, a model.Axis) (lo, hi float64, ok bool) {
	list, isList := e.(*ast.List)
	if !isList || len(list.Elems) != 2 {
		c.fail("E0714", place(e), "the range of a box has two ends").help("write `%s: [0, 0.5]`", a.Name)
		return 0, 0, false
	}
	lo, ok1 := c.quantity(list.Elems[0], a.Unit, a.Name)
	hi, ok2 := c.quantity(list.Elems[1], a.Unit, a.Name)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	h := (a.Hi - a.Lo) / float64(max(1, a.Cells))
	first := max(0, math.Ceil((lo-a.Lo)/h-0.5-1e-9)) // cell with the first centre from lo
	if centre := a.Lo + (first+0.5)*h; first >= float64(a.Cells) || !(centre <= hi+1e-9*h) {
		c.fail("E0714", list.Span, "no cell has its centre in this range").
			help("cells of `%s` are %.4g wide, the first centre is at %.4g", a.Name, h/a.Unit.Scale, (a.Lo+h/2)/a.Unit.Scale)
		return 0, 0, false
	}
	return lo, hi, true
}

// sensors reads `sensors([[x, y], ...])`, in one dimension also `sensors([x,
// ...])`, or the name of a file.
func (c *checker) sensors(p *model.Part, call *ast.Call) bool {
	if len(call.Args) != 1 || len(call.Keys) > 0 {
		c.fail("E0714", call.Span, "`sensors` takes a list of points, or the name of a file").help(partHelp)
		return false
	}
	if _, isText := call.Args[0].(*ast.String); isText {
		p.File = c.filePath(call)
		return p.File != ""
	}
	list, ok := call.Args[0].(*ast.List)
	if !ok || len(list.Elems) == 0 || len(list.Elems) > maxSensors {
		c.fail("E0714", place(call.Args[0]), "`sensors` takes a list of points, at most %d", maxSensors).help(partHelp)
		return false
	}
	for _, e := range list.Elems {
		point, ok := c.sensor(e)
		if !ok {
			return false
		}
		p.Points = append(p.Points, point)
	}
	return true
}

func (c *checker) sensor(e ast.Expr) ([]float64, bool) {
	elems := []ast.Expr{e}
	if list, ok := e.(*ast.List); ok {
		elems = list.Elems
	}
	if len(elems) != len(c.m.Axes) {
		c.fail("E0714", place(e), "a point has %s, this one has %d", plural(len(c.m.Axes), "coordinate"), len(elems))
		return nil, false
	}
	var point []float64
	for k, a := range c.m.Axes {
		x, ok := c.quantity(elems[k], a.Unit, a.Name)
		if !ok {
			return nil, false
		}
		if x < a.Lo || x > a.Hi {
			c.fail("E0714", place(elems[k]), "this sensor is outside of the domain").
				help("`%s` goes from %.10g to %.10g", a.Name, a.Lo/a.Unit.Scale, a.Hi/a.Unit.Scale)
			return nil, false
		}
		point = append(point, x)
	}
	return point, true
}

func (c *checker) anyAxis() string {
	if len(c.m.Axes) > 0 {
		return c.m.Axes[0].Name
	}
	return "x"
}
