package discretize

import (
	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
)

// initial makes the kernel that gives states their default values.
func (b *builder) initial() {
	k := &program.Kernel{Name: "initial", Doc: "default initial values"}
	for _, s := range b.m.States {
		if s.Value == nil {
			continue
		}
		if f := b.of(s.Value); f.state || f.deriv || f.time {
			b.report(codeUnsupported, s.Value.Span, "an initial value may depend on coordinates and parameters only", "")
			continue
		}
		root := b.raw(s.Value)
		if !b.formula(root) {
			b.report(codeUnsupported, s.Value.Span, "an initial value may depend on coordinates and parameters only", "")
			continue
		}
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.State, Index: uint16(s.Index)}, Root: root, Spans: []ast.Span{s.Span},
		})
	}
	if len(k.Out) > 0 {
		b.p.Kernels = append([]*program.Kernel{k}, b.p.Kernels...)
	}
}

// kernels makes coefs, coefs.value, apply and sweep, and puts all in order.
func (b *builder) kernels() {
	var first, rest []*program.Kernel
	for _, k := range b.p.Kernels {
		if k.Name == "initial" {
			first = append(first, k)
		} else {
			rest = append(rest, k)
		}
	}
	first = append(first, b.coefKernels()...)
	b.p.Kernels = append(append(first, rest...), b.apply(), b.sweep())
}

func (b *builder) coefKernels() []*program.Kernel {
	inside := &program.Kernel{Name: "coefs", Doc: "coefficient fields at the cells"}
	everywhere := &program.Kernel{Name: "coefs.value", Region: program.Padded,
		Doc: "coefficient fields that have their own values beyond the boundary"}
	for i, c := range b.p.Coefs {
		out := program.Output{
			Sym: ir.Sym{Role: ir.Coef, Index: uint16(i)}, Root: c.Expr, Spans: []ast.Span{c.Span},
		}
		k := inside
		for a := range b.m.Axes {
			if c.Rule[a][0] == "value" {
				k = everywhere
			}
		}
		k.Out = append(k.Out, out)
	}
	var ks []*program.Kernel
	for _, k := range []*program.Kernel{inside, everywhere} {
		if len(k.Out) > 0 {
			ks = append(ks, k)
		}
	}
	return ks
}

// residual is alpha*m - beta*f of one equation, in cell form.
func (b *builder) residual(eq program.Equation) ir.ID {
	g := b.g
	f := eq.Cell
	for a := range b.m.Axes {
		f = g.Add(f, b.difference(eq.Flux[a], a))
	}
	alpha, beta := g.ScalarSym(ir.Sym{Role: ir.Alpha}), g.ScalarSym(ir.Sym{Role: ir.Beta})
	return g.Sub(g.Mul(alpha, eq.Mass), g.Mul(beta, f))
}

func (b *builder) apply() *program.Kernel {
	k := &program.Kernel{Name: "apply", Doc: "out = alpha*m - beta*f with"}
	for s, eq := range b.p.Equations {
		k.Doc += "\n\n" + b.p.EquationText(s)
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.Out, Index: uint16(s)}, Root: b.residual(eq), Spans: eq.Spans,
		})
	}
	return k
}

// sweep is one relaxed Picard (Jacobi) sweep, z - omega*(Apply(z) - rhs)/D with
// D the derivative of Apply in the state of the same equation and cell.
func (b *builder) sweep() *program.Kernel {
	g := b.g
	k := &program.Kernel{Name: "sweep",
		Doc: "out = z - omega*(alpha*m - beta*f - rhs)/D, D the diagonal of the derivative in z"}
	for s, eq := range b.p.Equations {
		z := g.Load(ir.Sym{Role: ir.State, Index: uint16(s)}, ir.Offset{})
		r := b.residual(eq)
		diagonal := g.Pull(r, g.Num(1), func(id ir.ID, _ ir.Node) bool { return id == z })[z]
		residual := g.Sub(r, g.Load(ir.Sym{Role: ir.Rhs, Index: uint16(s)}, ir.Offset{}))
		step := g.Mul(g.ScalarSym(ir.Sym{Role: ir.Omega}), g.Div(residual, diagonal))
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.Out, Index: uint16(s)}, Root: g.Sub(z, step), Spans: eq.Spans,
		})
	}
	return k
}
