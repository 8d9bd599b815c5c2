package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/model"
)

// cell lowers a scalar expression to its value at the centre of a cell. lag
// tells that it stands inside lag(...).
//
// Derivatives are differences by recursion: e is lowered at the cell and shifted;
// derivative has the schemes. A divergence or Laplacian
// that is not a term of its own is the difference of its face fluxes.
func (b *builder) cell(e *model.Expr, lag bool) ir.ID {
	v := visit{e, lag, b.orient, b.probe}
	id, ok := b.cells[v]
	if !ok {
		id = b.lowerCell(e, lag)
		b.cells[v] = id
	}
	return id
}

func (b *builder) lowerCell(e *model.Expr, lag bool) ir.ID {
	g := b.g
	if f := b.of(e); f.coefficient() && (!f.lagged || lag) {
		return b.coefficient(b.canonical(e), lag && f.time, e.Span)
	}
	switch e.Op {
	case model.OpRef:
		return b.symbol(e, lag)
	case model.OpNeg, model.OpMul, model.OpDiv:
		fs, sign := factors(e, lag)
		return g.Mul(g.Num(sign), b.product(fs))
	case model.OpLag:
		return b.cell(e.Args[0], true)
	case model.OpD:
		return b.product([]factor{{e: e, lag: lag}})
	case model.OpApply:
		return b.apply(e, site{}, func(x *model.Expr) ir.ID { return b.cell(x, lag) })
	case model.OpDot:
		return b.dot(b.vector(e.Args[0], lag, b.cell), b.vector(e.Args[1], lag, b.cell))
	case model.OpNorm:
		v := b.vector(e.Args[0], lag, b.cell)
		return g.Call(ir.Sqrt, b.dot(v, v))
	case model.OpLap, model.OpDiv_:
		sum := g.Num(0)
		for a, f := range b.fluxes(e, nil, b.orient, lag) {
			sum = g.Add(sum, g.Mul(g.Num(b.orient), b.p.Difference(f, a)))
		}
		return sum
	case model.OpDdt:
		b.report(codeUnsupported, e.Span, "`ddt` stands in a term of its own only",
			"write the equation as `factor*ddt(state) + ... = ...`")
		return g.Num(0)
	}
	return b.pointwise(e, func(x *model.Expr) ir.ID { return b.cell(x, lag) })
}

// symbol lowers a reference that is not a coefficient.
func (b *builder) symbol(e *model.Expr, lag bool) ir.ID {
	switch s := e.Sym; s.Kind {
	case model.KindState:
		role := ir.State
		if lag {
			role = ir.Lag
		}
		return b.g.Load(ir.Sym{Role: role, Index: uint16(s.Index)}, ir.Offset{})
	case model.KindTime:
		if lag {
			return b.g.ScalarSym(ir.Sym{Role: ir.LagTime})
		}
		return b.g.ScalarSym(ir.Sym{Role: ir.Time})
	case model.KindParam:
		return b.g.Param(s.Index)
	case model.KindConst, model.KindLet:
		return b.cell(s.Value, lag)
	case model.KindNet:
		return b.g.Load(ir.Sym{Role: ir.Call, Index: uint16(s.Index)}, ir.Offset{})
	}
	b.unsupported(e, fmt.Sprintf("`%s` cannot stand in an equation", e.Sym.Name))
	return b.g.Num(0)
}
