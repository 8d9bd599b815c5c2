package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// mass lowers the terms with ddt, which are seen from the right-hand side: their
// sum, the reciprocal of a factor before ddt that depends on unknowns or time, and
// the sign by which the rest of the equation comes to the other side.
func (b *builder) mass(terms []term) (mass, scale ir.ID, side float64) {
	g := b.g
	mass, scale, side = g.Num(0), g.Num(1), -terms[0].sign
	for _, t := range terms {
		i := find(t.factors, model.OpDdt)
		d, before := t.factors[i], without(t.factors, i)
		if b.of(d.e.Args[0]).deriv {
			b.report(codeUnsupported, d.e.Span, "`ddt` of a spatial derivative is not supported", "")
		}
		if d.inverse || find(before, model.OpDdt) >= 0 {
			b.report(codeUnsupported, d.e.Span, "`ddt` stands once in a term, and in no denominator", "")
		}
		state := factor{e: d.e.Args[0], lag: d.lag}
		if !b.varies(before) {
			m := b.product(append(before, state))
			mass = g.Add(mass, g.Mul(g.Num(-side*t.sign), m))
			continue
		}
		if len(terms) > 1 {
			b.report(codeUnsupported, t.factors[0].e.Span,
				"a factor of `ddt` that depends on an unknown or on time stands before the only `ddt` of its equation",
				"bring the factor under the `ddt`, or divide the equation by it")
		}
		mass, scale = b.product([]factor{state}), b.product(before)
		if g.Node(scale).Op == ir.Neg {
			scale, side = g.Neg(scale), -side
		}
		scale = g.Div(g.Num(1), scale)
	}
	if g.Node(mass).Op == ir.Neg { // a negative number before ddt
		mass, side = g.Neg(mass), -side
	}
	return mass, scale, side
}

// varies tells that some factor depends on an unknown or on time.
func (b *builder) varies(fs []factor) bool {
	for _, f := range fs {
		if k := b.of(f.e); k.state || k.deriv || k.time {
			return true
		}
	}
	return false
}

// ownMass tells that the mass of an equation is a factor, free of states and calls,
// times its own state, and returns the factor.
func (b *builder) ownMass(s int) (factor ir.ID, ok bool) {
	g, mass := b.g, b.p.Equations[s].Mass
	own := ir.Sym{Role: ir.State, Index: uint16(s)}
	unknown := func(x ir.Sym) bool {
		return x.Variant == ir.Primal && (x.Role == ir.State || x.Role == ir.Lag || x.Role == ir.Call)
	}
	ds := b.p.Pull(mass, g.Num(1), unknown)
	if len(ds) != 1 || ds[0].Sym != own || ds[0].Off != (ir.Offset{}) || b.p.Reads(ds[0].Root, unknown) {
		return 0, false
	}
	without := g.Rewrite(mass, func(id ir.ID, n ir.Node) ir.ID {
		if n.Op == ir.Load && n.Sym == own {
			return g.Num(0)
		}
		return id
	})
	return ds[0].Root, g.IsNum(without, 0)
}

// massKernel computes what explicit schemes divide by, nil where that is 1, or where
// they do not apply.
func (b *builder) massKernel() *program.Kernel {
	if !b.p.Diagonal {
		return nil
	}
	k := &program.Kernel{Name: "mass", Doc: "out = dm/dz of each cell's own state, which m is proportional to"}
	ones := true
	for s, eq := range b.p.Equations {
		factor, _ := b.ownMass(s)
		ones = ones && b.g.IsNum(factor, 1)
		k.Out = append(k.Out, program.Output{Sym: ir.Sym{Role: ir.Out, Index: uint16(s)}, Root: factor, Spans: eq.Spans})
	}
	if ones {
		return nil
	}
	return k
}
