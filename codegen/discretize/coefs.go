package discretize

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// raw lowers an expression that does not depend on unknowns to one over Base,
// Coord, Param and Time at the cell.
func (b *builder) raw(e *model.Expr) ir.ID { return b.rawAt(e, [3]int{}) }

// rawAt is raw with coordinates moved by half cells.
func (b *builder) rawAt(e *model.Expr, half [3]int) ir.ID {
	p := place{e, half}
	id, ok := b.raws[p]
	if !ok {
		id = b.lowerRaw(e, half)
		b.raws[p] = id
	}
	return id
}

func (b *builder) lowerRaw(e *model.Expr, half [3]int) ir.ID {
	arg := func(x *model.Expr) ir.ID { return b.rawAt(x, half) }
	switch e.Op {
	case model.OpRef:
		switch s := e.Sym; s.Kind {
		case model.KindConst, model.KindLet:
			return arg(s.Value)
		case model.KindParam:
			return b.g.Param(s.Index)
		case model.KindTime:
			return b.g.ScalarSym(ir.Sym{Role: ir.Time})
		case model.KindCoord:
			return b.g.Coord(s.Index, half[s.Index])
		case model.KindField, model.KindClosure:
			if i, ok := b.base[s]; ok {
				return b.g.Load(ir.Sym{Role: ir.Base, Index: uint16(i)}, ir.Offset{})
			}
			return arg(s.Value)
		}
		b.unsupported(e, fmt.Sprintf("`%s` cannot stand here", e.Sym.Name))
		return b.g.Num(0)
	case model.OpLag:
		return arg(e.Args[0])
	case model.OpDot, model.OpNorm:
		value := func(x *model.Expr, _ bool) ir.ID { return arg(x) }
		v := b.vector(e.Args[0], false, value)
		if e.Op == model.OpNorm {
			return b.g.Call(ir.Sqrt, b.dot(v, v))
		}
		return b.dot(v, b.vector(e.Args[1], false, value))
	}
	return b.pointwise(e, arg)
}

// coefficient hoists an expression over Base, Coord, Param and Time to a
// coefficient field and returns its load. Its sign and uniform factors stay
// outside, so that k, -k and 2*a*k share one field. old asks for its value at
// the start of the step.
func (b *builder) coefficient(raw ir.ID, old bool, span ast.Span) ir.ID {
	g := b.g
	if n := g.Node(raw); n.Op == ir.Neg {
		return g.Neg(b.coefficient(n.X, old, span))
	}
	u, v := g.Split(raw)
	if old {
		u = g.Rewrite(u, func(id ir.ID, n ir.Node) ir.ID {
			if n.Op == ir.Scalar && n.Sym.Role == ir.Time {
				return g.ScalarSym(ir.Sym{Role: ir.LagTime})
			}
			return id
		})
	}
	if g.Uniform(v) {
		return g.Mul(u, v)
	}
	c, ok := b.coefs[v]
	if !ok {
		c = len(b.p.Coefs)
		b.coefs[v] = c
		b.p.Coefs = append(b.p.Coefs, program.Coef{
			Name: b.coefName(v), Expr: v, Time: b.timed(v), Span: span,
		})
	}
	role := ir.Coef
	if old && b.p.Coefs[c].Time {
		role = ir.CoefLag
	}
	return g.Mul(u, g.Load(ir.Sym{Role: role, Index: uint16(c)}, ir.Offset{}))
}

// timed tells whether an expression over Base, Coord, Param and Time varies with time.
func (b *builder) timed(id ir.ID) bool {
	return b.g.Uses(func(s ir.Sym) bool {
		switch s.Role {
		case ir.Time:
			return true
		case ir.Base:
			return b.ofSymbol(b.p.Base[s.Index]).time
		}
		return false
	}, id)
}

// nameExpressions collects the spec's own names of expressions that can become
// coefficient fields: coordinates, fields, closures, lets.
func (b *builder) nameExpressions() {
	for a, x := range b.m.Axes {
		b.names[b.g.Coord(a, 0)] = x.Name
	}
	for i, s := range b.p.Base {
		b.names[b.g.Load(ir.Sym{Role: ir.Base, Index: uint16(i)}, ir.Offset{})] = s.Name
	}
	name := func(s *model.Symbol) {
		if s.Value == nil || s.Value.Shape != model.Scalar || !b.of(s.Value).coefficient() {
			return
		}
		if id := b.canonical(s.Value); b.names[id] == "" {
			b.names[id] = s.Name
		}
	}
	for _, s := range b.m.Fields {
		if !s.Trainable {
			name(s)
		}
	}
	for _, s := range b.m.Lets {
		name(s)
	}
}

// coefName names a coefficient field: by its own name in the spec, from those of
// its factors, or by number.
func (b *builder) coefName(v ir.ID) string {
	name := b.factorName(v)
	if name == "" {
		name = fmt.Sprintf("coef%d", len(b.p.Coefs))
	}
	unique := name
	for n := 2; b.coefNamed(unique); n++ {
		unique = fmt.Sprintf("%s%d", name, n)
	}
	return unique
}

func (b *builder) coefNamed(name string) bool {
	for _, c := range b.p.Coefs {
		if c.Name == name {
			return true
		}
	}
	return false
}

func (b *builder) factorName(v ir.ID) string {
	if name := b.names[v]; name != "" {
		return name
	}
	n := b.g.Node(v)
	if n.Op != ir.Mul && n.Op != ir.Div {
		return ""
	}
	x, y := b.factorName(n.X), b.factorName(n.Y)
	if x == "" || y == "" {
		return ""
	}
	if n.Op == ir.Div {
		x += "Over"
	}
	return x + strings.ToUpper(y[:1]) + y[1:]
}
