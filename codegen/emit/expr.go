package emit

import (
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// Binding strength of Go's operators, as far as expressions use them.
const (
	precLowest = iota
	precCompare
	precAdd
	precMul
	precUnary
	precAtom
)

// binary operators by their Go spelling and strength.
var infix = map[ir.Op]struct {
	text string
	prec int
}{
	ir.Add:    {"+", precAdd},
	ir.Sub:    {"-", precAdd},
	ir.Mul:    {"*", precMul},
	ir.Div:    {"/", precMul},
	ir.Less:   {"<", precCompare},
	ir.LessEq: {"<=", precCompare},
}

// functions by their place in runtime/vec, or Go's own.
var functions = map[ir.Op]string{
	ir.Pow: "Pow", ir.Abs: "Abs", ir.Sign: "Sign", ir.Exp: "Exp", ir.Log: "Log", ir.Sqrt: "Sqrt", ir.CubeRoot: "CubeRoot",
	ir.Sin: "Sin", ir.Cos: "Cos", ir.Tan: "Tan", ir.Tanh: "Tanh", ir.Sigmoid: "Sigmoid", ir.Softplus: "Softplus",
}

var builtins = map[ir.Op]string{ir.Min: "min", ir.Max: "max"}

// parts are the builtins with zero, of which runtime/vec has faster ones.
var parts = map[ir.Op]string{ir.Min: "NegativePart", ir.Max: "PositivePart"}

// expr prints a node where an operand of at least the given strength is
// expected. Grouping is kept as it stands in the graph: floating-point
// arithmetic is not associative.
func (w *writer) expr(id ir.ID, outer int) *jen.Statement {
	if name, ok := w.local[id]; ok {
		return jen.Id(name)
	}
	return w.spell(id, outer)
}

// spell prints a node's definition.
func (w *writer) spell(id ir.ID, outer int) *jen.Statement {
	n := w.plan.info[id].node
	switch n.Op {
	case ir.Const:
		v := constant(n)
		if v < 0 && outer > precAdd && !isCall(v, w.elem) {
			return jen.Parens(literal(v, w.elem))
		}
		return literal(v, w.elem)
	case ir.Scalar:
		return jen.Id(w.scalars[n.Sym])
	case ir.Load:
		return w.load(n.Sym, n.Off)
	case ir.Coord:
		return w.coord(n, outer)
	case ir.Inside:
		return w.inside(n)
	case ir.Neg:
		return parens(jen.Op("-").Add(w.expr(n.X, precUnary+1)), precUnary, outer)
	}
	if op, ok := infix[n.Op]; ok {
		return parens(w.expr(n.X, op.prec).Op(op.text).Add(w.expr(n.Y, op.prec+1)), op.prec, outer)
	}
	if x, ok := w.part(n); ok {
		return jen.Qual(pathVec, parts[n.Op]).Call(w.typed(x))
	}
	var args []jen.Code
	for _, x := range n.Operands() {
		args = append(args, w.expr(x, precLowest))
	}
	if name, ok := builtins[n.Op]; ok {
		return jen.Id(name).Call(args...)
	}
	return jen.Qual(pathVec, functions[n.Op]).Call(args...)
}

// part says of what a node is the positive or the negative part.
func (w *writer) part(n ir.Node) (of ir.ID, ok bool) {
	if _, ok := parts[n.Op]; !ok {
		return of, false
	}
	for _, operands := range [][2]ir.ID{{n.X, n.Y}, {n.Y, n.X}} {
		if c := w.plan.info[operands[1]].node; c.Op == ir.Const && c.Bits == 0 { // not -0
			return operands[0], true
		}
	}
	return of, false
}

// typed prints a node as a value of the element type, where Go would take a
// constant for a float64.
func (w *writer) typed(id ir.ID) *jen.Statement {
	if n := w.plan.info[id].node; n.Op == ir.Const && !isCall(constant(n), w.elem) {
		return jen.Id(w.elem).Call(literal(constant(n), w.elem))
	}
	return w.expr(id, precLowest)
}

// coord prints a coordinate: of the cell's centre, or some half cells from it.
func (w *writer) coord(n ir.Node, outer int) *jen.Statement {
	axis := int(n.Sym.Index)
	x := jen.Id(w.coords[axis])
	if w.loops.rows() && axis == w.loops.dim-1 {
		x.Index(jen.Id(index(axis)))
	}
	half := float64(n.Off[0]) / 2
	if half == 0 {
		return x
	}
	op := "+"
	if half < 0 {
		op = "-"
	}
	return parens(x.Op(op).Add(w.step(n)), precAdd, outer)
}

// step prints how far a coordinate is from the cell's centre.
func (w *writer) step(n ir.Node) *jen.Statement {
	step := jen.Id(w.scalars[spacing(int(n.Sym.Index))])
	if half := math.Abs(float64(n.Off[0])) / 2; half != 1 {
		step = jen.Op(number(half)).Op("*").Add(step)
	}
	return step
}

// condition prints a node as a truth value.
func (w *writer) condition(id ir.ID) *jen.Statement {
	if compares(w.plan.info[id].node.Op) {
		return w.spell(id, precLowest)
	}
	return w.expr(id, precCompare+1).Op("!=").Lit(0)
}

func parens(s *jen.Statement, prec, outer int) *jen.Statement {
	if prec < outer {
		return jen.Parens(s)
	}
	return s
}

// constant is the value of a Const node.
func constant(n ir.Node) float64 { return math.Float64frombits(n.Bits) }
