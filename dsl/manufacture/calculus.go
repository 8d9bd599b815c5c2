package manufacture

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/symbolic"
)

// calculus evaluates the operators of a model on the exact solution. Every result
// is a pointwise expression of coordinates, time and params.
type calculus struct {
	*symbolic.Algebra
	m       *model.Model
	exact   []*model.Expr // by state
	scalars map[*model.Expr]*model.Expr
	vectors map[*model.Expr][]*model.Expr
	outward float64 // of the face whose condition is at work: sign of its normal
	lagged  bool

	problems []diag.Diagnostic
}

func newCalculus(m *model.Model) *calculus {
	c := &calculus{Algebra: symbolic.New(), m: m, exact: make([]*model.Expr, len(m.States))}
	c.at(false)
	return c
}

// at turns to the max or min face of an axis; what dn means changes with it.
func (c *calculus) at(high bool) {
	c.outward = map[bool]float64{false: -1, true: 1}[high]
	c.scalars, c.vectors = map[*model.Expr]*model.Expr{}, map[*model.Expr][]*model.Expr{}
}

func (c *calculus) failed() bool { return diag.HasErrors(c.problems) }

// report records an error, once for each place and message.
func (c *calculus) report(code string, span ast.Span, message, help string) {
	c.tell(diag.Diagnostic{Code: code, Span: span, Message: message, Help: help})
}

func (c *calculus) warn(code string, span ast.Span, message, help string) {
	c.tell(diag.Diagnostic{Severity: diag.Warning, Code: code, Span: span, Message: message, Help: help})
}

func (c *calculus) tell(d diag.Diagnostic) {
	for _, old := range c.problems {
		if old.Code == d.Code && old.Span == d.Span && old.Message == d.Message {
			return
		}
	}
	c.problems = append(c.problems, d)
}

// partial is the derivative along an axis.
func (c *calculus) partial(e *model.Expr, axis int) *model.Expr {
	return c.D(e, c.m.Axes[axis].Symbol)
}

// scalar is the value of a scalar expression on the exact solution.
func (c *calculus) scalar(e *model.Expr) *model.Expr {
	made, ok := c.scalars[e]
	if !ok {
		made = c.value(e)
		c.scalars[e] = made
	}
	return made
}

func (c *calculus) value(e *model.Expr) *model.Expr {
	switch e.Op {
	case model.OpRef:
		return c.symbol(e)
	case model.OpDdt:
		return c.D(c.scalar(e.Args[0]), c.m.Time.Symbol)
	case model.OpD:
		d := c.partial(c.scalar(e.Args[0]), e.Axis)
		if e.Fun == "dn" {
			return c.Mul(c.Num(c.outward), d)
		}
		return d
	case model.OpLap:
		return c.divergence(c.gradient(c.scalar(e.Args[0])))
	case model.OpDiv_:
		return c.divergence(c.vector(e.Args[0]))
	case model.OpDot:
		return c.dot(c.vector(e.Args[0]), c.vector(e.Args[1]))
	case model.OpNorm:
		v := c.vector(e.Args[0])
		return c.Call("sqrt", c.dot(v, v))
	case model.OpLag:
		x := c.scalar(e.Args[0])
		c.lags(x)
		return x
	case model.OpApply:
		c.unknownClosure(e)
		return c.Num(0)
	case model.OpGenerate:
		c.report(codeNoDerivative, e.Span, fmt.Sprintf("`%s` is a field of numbers, which has no derivative", e),
			"give an expression of coordinates in its place: `-mms 'f = 1 + sin(2*pi*x)'`")
		return c.Num(0)
	}
	args := make([]*model.Expr, len(e.Args))
	for i, x := range e.Args {
		args[i] = c.scalar(x)
	}
	if x := c.Apply(e, args); x != nil {
		return x
	}
	c.report(codeNoDerivative, e.Span, fmt.Sprintf("`%s` has no symbolic derivative", e), "")
	return c.Num(0)
}

// lags notes that x is frozen over a step.
func (c *calculus) lags(x *model.Expr) {
	if x.Deps&model.DepTime != 0 {
		c.lagged = true
	}
}

func (c *calculus) symbol(e *model.Expr) *model.Expr {
	switch s := e.Sym; s.Kind {
	case model.KindState:
		return c.exact[s.Index]
	case model.KindClosure:
		if t := c.m.Truth; t != nil && s.Index < len(t.Closures) && t.Closures[s.Index] != nil {
			return c.scalar(t.Closures[s.Index])
		}
		c.unknownClosure(e)
		return c.Num(0)
	case model.KindLet, model.KindConst:
		return c.scalar(s.Value)
	case model.KindField:
		if s.Value != nil {
			return c.scalar(s.Value)
		}
		c.report(codeNoDerivative, e.Span, fmt.Sprintf("the field `%s` comes from a file, and has no derivative", s.Name),
			fmt.Sprintf("verify a specification in which `%s` is an expression of coordinates", s.Name))
		return c.Num(0)
	}
	return c.Ref(e.Sym)
}

func (c *calculus) unknownClosure(e *model.Expr) {
	c.report(codeUnknownClosure, e.Span, fmt.Sprintf("nothing says what the closure `%s` is", e.Sym.Name),
		fmt.Sprintf("give it an expression, `-mms '%s = ...'`, or a block `truth`", e.Sym.Name))
}
