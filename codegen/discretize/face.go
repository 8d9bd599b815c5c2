package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// face lowers the expressions of a boundary condition on its face. The current cell
// is the interior cell at the face, 0; in is the direction away from the wall.
//
// What depends on no unknown is a datum. A state on the face is the mean of its ghost
// and its cell, exactly what the equations see there, or extrapolated from the two
// cells inside, 1.5*u(0) - 0.5*u(1).
type face struct {
	b       *builder
	c       *model.Condition
	out, in int                               // offsets along the axis of the ghost and of the next cell
	exact   bool                              // the condition's own state on the face is the mean with its ghost
	slope   bool                              // its normal derivative is (ghost - u(0))/h; else there is none
	datum   func(e *model.Expr, f face) ir.ID // of what depends on no unknown
	done    map[*model.Expr]ir.ID
}

func (b *builder) newFace(c *model.Condition) *face {
	f := &face{b: b, c: c, out: -1, in: 1, done: map[*model.Expr]ir.ID{}}
	if c.High {
		f.out, f.in = 1, -1
	}
	return f
}

// fluxFace lowers data of a flux, which stands in the equation: fields are
// coefficient fields there.
func (b *builder) fluxFace(c *model.Condition) *face {
	f := b.newFace(c)
	f.datum = func(e *model.Expr, f face) ir.ID {
		return b.coefficient(b.rawAt(e, f.half()), false, e.Span)
	}
	return f
}

// half is the place of the face from the centre of its cell, in half cells.
func (f *face) half() (half [3]int) {
	half[f.c.Axis] = f.out
	return half
}

// at is the element of a state so many cells from the face's cell.
func (f *face) at(s *model.Symbol, n int) ir.ID {
	return f.b.g.Load(ir.Sym{Role: ir.State, Index: uint16(s.Index)}, ir.Along(f.c.Axis, n))
}

// ghost is the first ghost of the condition's state.
func (f *face) ghost() ir.ID { return f.at(f.c.State, f.out) }

// state is a state's value on the face.
func (f *face) state(s *model.Symbol) ir.ID {
	g := f.b.g
	if s == f.c.State && f.exact {
		return g.Mul(g.Num(0.5), g.Add(f.ghost(), f.at(s, 0)))
	}
	return g.Sub(g.Mul(g.Num(1.5), f.at(s, 0)), g.Mul(g.Num(0.5), f.at(s, f.in)))
}

// normal is the outward normal derivative of the condition's state.
func (f *face) normal() ir.ID {
	g := f.b.g
	return g.Mul(g.InvSpacing(f.c.Axis), g.Sub(f.ghost(), f.at(f.c.State, 0)))
}

func (f *face) lower(e *model.Expr) ir.ID {
	if id, ok := f.done[e]; ok {
		return id
	}
	id := f.rebuild(e)
	f.done[e] = id
	return id
}

func (f *face) rebuild(e *model.Expr) ir.ID {
	b := f.b
	if k := b.of(e); !k.state && !k.deriv {
		if raw := b.rawAt(e, f.half()); isConst(b.g, raw) {
			return raw
		}
		return f.datum(e, *f)
	}
	switch e.Op {
	case model.OpRef:
		switch s := e.Sym; s.Kind {
		case model.KindState:
			return f.state(s)
		case model.KindLet:
			return f.lower(s.Value)
		case model.KindNet:
			return b.g.Load(ir.Sym{Role: ir.Call, Index: uint16(s.Index)}, ir.Offset{})
		}
	case model.OpApply:
		return b.apply(e, site{true, f.c.Axis, f.c.High}, f.lower)
	case model.OpD:
		of := e.Args[0]
		if e.Fun == "dn" && f.slope && of.Op == model.OpRef && of.Sym == f.c.State {
			return f.normal()
		}
		b.report(codeCondition, e.Span, fmt.Sprintf("of derivatives, only `dn(%s)` can stand in this condition", f.c.State.Name),
			"give derivatives of other states by conditions of their own")
		return b.g.Num(0)
	case model.OpLag:
		b.report(codeCondition, e.Span, "`lag` of an unknown cannot stand in a boundary condition", "leave it out: the condition holds at the new time")
		return b.g.Num(0)
	}
	return b.pointwise(e, f.lower)
}

func isConst(g *ir.Graph, id ir.ID) bool {
	_, ok := g.Value(id)
	return ok
}
