// Package discretize turns a checked model into a program: derivatives become
// differences between cells (derivative.go), divergences become fluxes through faces
// (flux.go, tensor.go, schemes.go), what does not depend on the unknowns becomes
// coefficient fields (coefs.go), applications of closures become calls (calls.go), and
// boundary conditions become ghost cells (ghosts.go, eliminate.go, fourth.go) or the
// flux of a face (fluxconditions.go). What a coefficient is on a wall is in facerules.go
// for fields, in edges.go and averages.go for what depends on unknowns.
//
// The method is the cell-centred finite volume method of second order on a
// uniform structured grid, in any number of dimensions up to three. Derivatives
// of the result (tangents, adjoints) and Go are not its business; where it needs a
// derivative itself, to solve a condition or to find a sign, it asks package program.
package discretize

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Discretize returns the program of m with its primal kernels: initial, coefs,
// coefs.value, bound.i, ghost.s.axis.side, call.i, apply and sweep. The program is
// nil if a diagnostic is an error.
func Discretize(m *model.Model) (*program.Program, []diag.Diagnostic) {
	b := newBuilder(m)
	b.edgeRules()
	b.equations()
	if !b.failed() {
		b.reach()
		b.faceRules()
		b.boundary()
		b.initial()
	}
	if !b.failed() {
		b.kernels()
		b.finite()
		b.countable()
	}
	if b.failed() {
		return nil, b.problems
	}
	return b.p, b.problems
}

// builder carries what the stages share.
type builder struct {
	m *model.Model
	g *ir.Graph
	p *program.Program

	base     map[*model.Symbol]int // index of role Base
	coefs    map[ir.ID]int         // coefficient fields by expression
	calls    map[string]int        // calls by closure, site and inputs
	edges    []*edge               // face rules of coefficients that depend on unknowns
	averaged []factor              // coefficients that depend on unknowns, which faces average
	names    map[ir.ID]string      // expressions that have a name in the spec
	known    map[*model.Expr]facts
	cells    map[visit]ir.ID // memo of cell
	raws     map[place]ir.ID // memo of rawAt
	faces    map[spot]ir.ID  // memo of atFace
	sloped   map[place]bool  // memo of derives
	spent    int             // of maxTerms
	orient   float64         // sign of the term at hand on the right-hand side; see transport
	probe    bool            // the sign of an equation is being found; see diagonalSign

	problems []diag.Diagnostic
}

// Lets can say in a few lines what is exponentially long when written out. What
// is lowered to a value is lowered once and shared; what must be written out,
// terms and factors, is limited.
const (
	maxTerms   = 1 << 14 // of all equations
	maxFactors = 64      // of a product, before lets in it stay whole
)

// visit, place and spot are memo keys: where an expression has been lowered.
type visit struct {
	e      *model.Expr
	lag    bool
	orient float64
	probe  bool
}

type spot struct {
	visit
	scheme string
	axis   int
}

type place struct {
	e    *model.Expr
	half [3]int
}

// spend counts a term, and says whether the limit is kept; the first beyond it is reported.
func (b *builder) spend(e *model.Expr) bool {
	b.spent++
	if b.spent == maxTerms+1 {
		b.report(codeTooLong, e.Span,
			fmt.Sprintf("the equations have more than %d terms when their lets are written out", maxTerms),
			"sum up fewer terms that hold derivatives")
	}
	return b.spent <= maxTerms
}

func newBuilder(m *model.Model) *builder {
	g := ir.New(len(m.Axes))
	b := &builder{
		m: m, g: g,
		p:      &program.Program{Model: m, Graph: g},
		base:   map[*model.Symbol]int{},
		coefs:  map[ir.ID]int{},
		calls:  map[string]int{},
		names:  map[ir.ID]string{},
		known:  map[*model.Expr]facts{},
		cells:  map[visit]ir.ID{},
		raws:   map[place]ir.ID{},
		faces:  map[spot]ir.ID{},
		sloped: map[place]bool{},
		orient: 1,
	}
	for _, f := range m.Fields {
		if f.Value == nil || f.Trainable { // where training starts from is no formula for the field
			b.addBase(f)
		}
	}
	for _, c := range m.Closures {
		b.addBase(c)
	}
	b.nameExpressions()
	return b
}

func (b *builder) addBase(s *model.Symbol) {
	b.base[s] = len(b.p.Base)
	b.p.Base = append(b.p.Base, s)
}

func (b *builder) failed() bool { return diag.HasErrors(b.problems) }

// report records an error, once for each place and code.
func (b *builder) report(code string, span ast.Span, message, help string) {
	for _, old := range b.problems {
		if old.Code == code && old.Span == span && old.Message == message {
			return
		}
	}
	b.problems = append(b.problems, diag.Diagnostic{Code: code, Span: span, Message: message, Help: help})
}

// finite refuses constants that overflowed while they were folded.
func (b *builder) finite() {
	for _, k := range b.p.Kernels {
		for _, o := range k.Out {
			for _, id := range b.g.Reachable(o.Root) {
				if v, ok := b.g.Value(id); ok && v-v != 0 {
					span := ast.Span{}
					if len(o.Spans) > 0 {
						span = o.Spans[0]
					}
					b.report(codeNotFinite, span,
						"a constant in this expression is not finite",
						"look for a division by zero, a logarithm of zero or an overflow")
				}
			}
		}
	}
}

// countable refuses more arrays of a kind than their indices can number.
func (b *builder) countable() {
	inputs := 0
	for _, c := range b.p.Calls {
		inputs += len(c.Inputs)
	}
	for _, n := range []int{len(b.m.States), len(b.m.Params), len(b.p.Base), len(b.p.Coefs), len(b.p.Bounds), len(b.p.Calls), inputs} {
		if n > math.MaxUint16 {
			b.report(codeTooLong, b.m.Equations[0].Span,
				fmt.Sprintf("the system has %d params, fields, coefficients, data or calls of one kind, and at most %d are supported", n, math.MaxUint16),
				"let them share what is equal")
		}
	}
}
