package check

import (
	"math"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

var (
	negInf = math.Inf(-1)
	posInf = math.Inf(1)
	plain  = units.One
)

// Limits that keep the work bounded. The parser's own limits are lower; these
// hold for trees that did not come from it.
const (
	maxNodes = 500_000 // expression nodes of a file
	maxDepth = 12_000  // nesting of one expression
	maxChain = 1_000   // definitions that need one another in a row
)

// value is a typed expression and what else is known of it. A nil e means that
// a mistake was reported: what is built from it is silent.
type value struct {
	e     *model.Expr
	konst bool    // its value is known now:
	v     float64 // SI
	zero  bool    // a literal 0, which fits any unit
	bare  bool    // made of numbers without unit only: takes the unit of the name it is given to
	order int     // spatial derivatives inside each other
	uses  uses
}

// uses are traits that Deps does not tell apart.
type uses uint

const (
	usesField  uses = 1 << iota // a given field
	usesCentre                  // values that are known at cell centres only: a field from a file, a field closure
	usesClosure
	usesCase
	usesGenerator
	usesDdt
	usesGrad   // a spatial derivative
	usesNormal // dn of a state, in a boundary condition
	usesAxis   // usesAxis << a: coordinate a, named
)

const usesAxes = usesAxis | usesAxis<<1 | usesAxis<<2

func (v value) ok() bool { return v.e != nil }

// node makes an expression node and unites what its operands carry.
func (c *checker) node(op model.Op, span ast.Span, shape model.Shape, args ...value) value {
	if c.nodes++; c.nodes > maxNodes {
		c.abort(span)
		return value{}
	}
	v := value{e: &model.Expr{Op: op, Span: span, Shape: shape}, konst: true}
	for _, a := range args {
		if !a.ok() {
			return value{}
		}
		v.e.Args = append(v.e.Args, a.e)
		v.e.Deps |= a.e.Deps
		v.uses |= a.uses
		v.order = max(v.order, a.order)
		v.konst = v.konst && a.konst
	}
	return v
}

// abort says once that the specification is too large.
func (c *checker) abort(span ast.Span) {
	if !c.aborted {
		c.aborted = true
		c.fail("E0309", span, "the expressions of this specification are too large").
			help("at most %d terms in all, %d inside each other, and %d definitions in a row that need each other", maxNodes, maxDepth, maxChain)
	}
}

// number is a literal in SI.
func (c *checker) number(v float64, dims units.Dims, span ast.Span) value {
	n := c.node(model.OpNum, span, model.Scalar)
	if !n.ok() {
		return n
	}
	n.e.Value, n.v, n.e.Dims, n.konst = v, v, dims, true
	return n
}

// known sets the value that constant operands give, and refuses one that is
// not finite.
func (c *checker) known(v value, x float64) value {
	if !v.ok() || !v.konst {
		v.konst = false
		return v
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		c.fail("E0304", v.e.Span, "the value of %s is not a finite number", c.quote(v.e.Span, "this expression")).
			help("look for a number that is too large, a division by zero, or the root or logarithm of a negative number")
		return value{}
	}
	v.v = x
	return v
}

// folded replaces a constant by its value.
func (c *checker) folded(v value) value {
	if v.ok() && v.konst && v.e.Op != model.OpNum {
		f := *v.e
		f.Op, f.Args, f.Fun, f.Sym, f.Value = model.OpNum, nil, "", nil, v.v
		v.e = &f
	}
	return v
}

// reference is an expression that stands for a declared name.
func (c *checker) reference(e *entry, span ast.Span) value {
	if !e.val.ok() {
		return value{}
	}
	v := e.val
	v.bare, v.zero = false, false
	n := c.node(model.OpRef, span, v.e.Shape)
	if !n.ok() {
		return n
	}
	n.e.Sym, n.e.Dims, n.e.Deps = e.sym, v.e.Dims, v.e.Deps
	v.e = n.e
	return v
}
