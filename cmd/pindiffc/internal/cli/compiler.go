package cli

import (
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/emit"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// generate compiles a model; name is that of the package. A mistake in the
// options is one of usage.
func generate(m *model.Model, o codegen.Options) (files []codegen.File, name string, problems []diag.Diagnostic, err error) {
	files, problems, err = codegen.Generate(m, o)
	if err != nil {
		return nil, "", nil, usageErrorf("%w", err)
	}
	if name = o.Package; name == "" {
		name = emit.PackageName(m.Name)
	}
	return files, name, problems, nil
}

// solverPackage is the name of every solver's generated package.
const solverPackage = "system"

// generateSolver compiles the specification as written: what -set changes is
// sent to the solver when it runs, so that another value builds nothing. Only
// the precision is compiled in. What the compiler has to say is about the
// specification as it is run.
func (a *app) generateSolver(s *spec, precision string) ([]toolchain.File, error) {
	if precision == "" {
		precision = s.model.Numerics.Precision
	}
	_, problems := codegen.Lower(s.model)
	files, others, err := codegen.Generate(s.base, codegen.Options{Package: solverPackage, Precision: precision})
	if err != nil {
		return nil, err
	}
	if files == nil && !diag.HasErrors(problems) {
		problems = others
	}
	if err := a.show(s, problems); err != nil {
		return nil, err
	}
	if diag.HasErrors(problems) {
		return nil, errReported
	}
	out := make([]toolchain.File, len(files))
	for i, f := range files {
		out[i] = toolchain.File{Name: f.Name, Data: f.Content}
	}
	return out, nil
}
