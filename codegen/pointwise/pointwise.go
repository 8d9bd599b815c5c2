// Package pointwise lowers expressions of scalars, such as the inputs and the
// value of a pointwise closure, to an expression graph.
//
// It must never know a grid: what stands at a leaf is the caller's to say, and
// an operator that looks at other cells or other times is an error.
package pointwise

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Leaf gives the node that stands for a symbol; ok is false for a symbol that
// has no place in the expression.
type Leaf func(s *model.Symbol) (id ir.ID, ok bool)

// Lower adds e to g. Consts and lets stand for their definitions. An error names
// what cannot be evaluated from scalars.
func Lower(g *ir.Graph, e *model.Expr, leaf Leaf) (ir.ID, error) {
	l := &lowering{g: g, leaf: leaf, made: map[*model.Expr]ir.ID{}}
	id := l.expr(e)
	return id, l.err
}

// lowering holds the first error; expressions that are shared are lowered once.
type lowering struct {
	g    *ir.Graph
	leaf Leaf
	made map[*model.Expr]ir.ID
	err  error
}

func (l *lowering) fail(format string, args ...any) ir.ID {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
	return l.g.Num(0)
}

func (l *lowering) expr(e *model.Expr) ir.ID {
	id, ok := l.made[e]
	if !ok {
		id = l.lower(e)
		l.made[e] = id
	}
	return id
}

func (l *lowering) lower(e *model.Expr) ir.ID {
	switch e.Op {
	case model.OpNum:
		return l.g.Num(e.Value)
	case model.OpRef:
		return l.ref(e.Sym)
	}
	args := make([]ir.ID, len(e.Args))
	for i, a := range e.Args {
		args[i] = l.expr(a)
	}
	if id, ok := apply(l.g, e, args); ok {
		return id
	}
	return l.fail("%s cannot be evaluated from scalars", e)
}

func (l *lowering) ref(s *model.Symbol) ir.ID {
	if id, ok := l.leaf(s); ok {
		return id
	}
	if (s.Kind == model.KindConst || s.Kind == model.KindLet) && s.Value != nil {
		return l.expr(s.Value)
	}
	return l.fail("%s is no scalar", s.Name)
}
