// Package pass is what happens to a program between discretisation and
// emission: a list of passes, in order, each with the reason for its place.
//
// A pass changes expressions or facts of a program; it never looks at a
// particular equation, and decides nothing about Go.
package pass

import (
	"github.com/pindiff/pindiffc/codegen/derive"
	"github.com/pindiff/pindiffc/codegen/program"
)

// Pass is one step.
type Pass struct {
	Name   string
	Reason string   // why it exists, and why it stands where it does
	After  []string // passes that must have run before
	Run    func(p *program.Program)
}

// All is every pass in the order in which Run runs them.
var All = []Pass{
	{
		Name:   "derive",
		Reason: "adds tangents and adjoints; first, because it differentiates the equations as they were written, with the derivatives at kinks that they document",
		Run:    derive.Derive,
	},
	{
		Name:   "symmetric",
		Reason: "finds operators for which conjugate gradients may be used; needs the tangent",
		After:  []string{"derive"},
		Run:    markSymmetric,
	},
	{
		Name:   "null",
		Reason: "finds algebraic states that are given up to a constant; needs the tangent",
		After:  []string{"derive"},
		Run:    markNull,
	},
	{
		Name:   "hold",
		Reason: "computes coefficients of fluxes once for a solve; after derive and the passes that look at the equations as they were written; before those that rewrite kernels, among which its own are",
		After:  []string{"derive", "symmetric", "null"},
		Run:    hold,
	},
	{
		Name:   "powers",
		Reason: "writes powers as products of roots, which a derivative shares; after derive, because the derivative of a power is shorter than that of such a product",
		After:  []string{"derive", "hold"},
		Run:    writePowers,
	},
	{
		Name:   "once",
		Reason: "computes once for each cell what a kernel would compute at several; after powers, which says what an expression costs; before factor, which mixes what belongs to one cell with what does not",
		After:  []string{"derive", "powers"},
		Run:    onceForEachCell,
	},
	{
		Name:   "factor",
		Reason: "takes common factors out of sums, so that adjoints cost little more than what they are adjoint to; last, because it changes kernels for speed only",
		After:  []string{"derive", "powers", "once"},
		Run:    factorSums,
	},
}

// Run runs all passes on a program that comes from discretisation.
func Run(p *program.Program) {
	for _, s := range All {
		s.Run(p)
	}
}
