// Package codegen turns a checked model into the Go source of its solver. It
// reads as the pipeline:
//
//	model -> Discretize -> pass.Run -> program -> emit.Files -> WriteDir
//
// The stages are packages below it: discretize (finite volumes, ghost cells, calls of
// closures), pass (the list of passes: derive's tangents and adjoints first) and emit
// (Go, with pointwise for expressions without a grid). They work on the expression
// graph of ir, and hand on a program. A system with laws of states is compiled twice,
// the second time from model.Exact, with the truth in the place of the networks.
//
// What a program means is said by three more: eval, the interpreter that is the
// oracle for what is emitted; explain, in words and formulas; mms, by the orders that
// are observed on exact solutions (mms/breadth for all that the language can say).
// randspec writes the random specifications on which they are compared.
//
// It never reads a specification's text, and never imports the runtime: the one thing
// the two share is what generated code says.
package codegen

import (
	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/emit"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// File is one file of a generated package.
type File = emit.File

// Options of a generated package.
type Options struct {
	Package   string // name of the package; "": from the model's name
	Precision string // "float32" or "float64"; "": the spec's
}

// Lower takes a model to a program with all its kernels. The program is nil if a
// diagnostic is an error.
func Lower(m *model.Model) (*program.Program, []diag.Diagnostic) {
	return lower(m, m.Numerics.Precision)
}

// lower is Lower for numbers of a precision.
func lower(m *model.Model, precision string) (*program.Program, []diag.Diagnostic) {
	p, problems := discretize.Discretize(m)
	if p == nil {
		return nil, problems
	}
	pass.Run(p)
	problems = append(problems, fit(p, precision)...)
	if diag.HasErrors(problems) {
		return nil, problems
	}
	return p, append(problems, unstable(p)...)
}

// Generate takes a model to the files of its package. The same model gives the
// same bytes. Errors of the specification are diagnostics, and then there are no
// files; err is a mistake in the options.
func Generate(m *model.Model, o Options) ([]File, []diag.Diagnostic, error) {
	precision := o.Precision
	if precision == "" {
		precision = m.Numerics.Precision
	}
	p, problems := lower(m, precision)
	if p == nil {
		return nil, problems, nil
	}
	files, err := emit.Files(p, emit.Options(o))
	return files, problems, err
}
