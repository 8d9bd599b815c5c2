package discretize

import (
	"slices"

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

// kernels makes coefs, coefs.value, mass, apply and sweep, and puts all in order.
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
	b.p.Kernels = append(first, rest...)
	b.callKernels()
	if k := b.massKernel(); k != nil {
		b.p.Kernels = append(b.p.Kernels, k)
	}
	b.p.Kernels = append(b.p.Kernels, b.applyKernel(), b.sweep())
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

func (b *builder) applyKernel() *program.Kernel {
	k := &program.Kernel{Name: "apply", Doc: "out = alpha*m - beta*f with"}
	if slices.Contains(b.p.Algebraic, true) {
		k.Doc = "out = alpha*m - beta*f, or -gamma*f where there is no m, with"
	}
	for s, eq := range b.p.Equations {
		k.Doc += "\n\n" + b.p.EquationText(s)
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.Out, Index: uint16(s)}, Root: b.p.Residual(s, eq), Spans: eq.Spans,
		})
	}
	return k
}

// sweep is one relaxed Picard (Jacobi) sweep, z - omega*(Apply(z) - rhs)/D with
// D the derivative of Apply in the state of the same equation and cell, calls held
// fixed (so that the sweep's own derivative needs only the first ones of networks).
// Where an equation does not hold its own state, D is 1.
func (b *builder) sweep() *program.Kernel {
	g := b.g
	k := &program.Kernel{Name: "sweep",
		Doc: "out = z - omega*(alpha*m - beta*f - rhs)/D, D the diagonal of the derivative in z"}
	for s, eq := range b.p.Equations {
		z := g.Load(ir.Sym{Role: ir.State, Index: uint16(s)}, ir.Offset{})
		r := b.p.Residual(s, eq)
		diagonal, ok := g.Pull(r, g.Num(1), func(id ir.ID, _ ir.Node) bool { return id == z })[z]
		if !ok || g.IsNum(diagonal, 0) {
			diagonal = g.Num(1)
		}
		residual := g.Sub(r, g.Load(ir.Sym{Role: ir.Rhs, Index: uint16(s)}, ir.Offset{}))
		step := g.Mul(g.ScalarSym(ir.Sym{Role: ir.Omega}), g.Div(residual, diagonal))
		k.Out = append(k.Out, program.Output{
			Sym: ir.Sym{Role: ir.Out, Index: uint16(s)}, Root: g.Sub(z, step), Spans: eq.Spans,
		})
	}
	return k
}
