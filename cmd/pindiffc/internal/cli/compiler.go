package cli

import (
	"os"
	"runtime/debug"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/emit"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// compilerGC is how many per cent the heap may grow between collections of garbage
// while the compiler runs. It allocates much, keeps most of it, and is done in a
// second: at Go's 100 a fifth of a large system's time would be the collector's.
const compilerGC = 400

// roomy sets compilerGC, unless the user's GOGC says otherwise; undo it with what it
// returns.
func roomy() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(compilerGC)
	return func() { debug.SetGCPercent(before) }
}

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

// The names of every solver's generated packages: the system, and where pointwise
// closures have a truth the system with them in place.
const (
	solverPackage = "system"
	exactPackage  = "exact"
)

// generateSolver compiles the specification as written: what -set changes is
// sent to the solver when it runs, so that another value builds nothing. Only
// the precision is compiled in. What the compiler has to say is about the
// specification as it is run.
func (a *app) generateSolver(s *spec, precision string) ([]toolchain.Package, error) {
	defer roomy()()
	if precision == "" {
		precision = s.model.Numerics.Precision
	}
	_, problems := codegen.Lower(s.model)
	base := s.base
	if s.baseline {
		base = base.With(base.Baseline)
	}
	system, err := a.generatePackage(s, base, solverPackage, precision, problems)
	if err != nil || !pointwiseTruth(s.base) {
		return []toolchain.Package{system}, err
	}
	exact, err := a.generatePackage(s, s.base.Exact(), exactPackage, precision, nil)
	return []toolchain.Package{system, exact}, err
}

// generatePackage compiles one of a solver's packages. problems are what is known
// of it already, and shown first.
func (a *app) generatePackage(s *spec, m *model.Model, name, precision string, problems []diag.Diagnostic) (toolchain.Package, error) {
	out := toolchain.Package{Name: name}
	files, others, err := codegen.Generate(m, codegen.Options{Package: name, Precision: precision})
	if err != nil {
		return out, err
	}
	if files == nil && !diag.HasErrors(problems) {
		problems = others
	}
	if err := a.show(s, problems); err != nil {
		return out, err
	}
	if diag.HasErrors(problems) {
		return out, errReported
	}
	for _, f := range files {
		out.Files = append(out.Files, toolchain.File{Name: f.Name, Data: f.Content})
	}
	return out, nil
}

// pointwiseTruth tells that the truth gives a pointwise closure.
func pointwiseTruth(m *model.Model) bool {
	if m.Truth == nil {
		return false
	}
	for i, c := range m.Closures {
		if c.Closure.Pointwise && i < len(m.Truth.Closures) && m.Truth.Closures[i] != nil {
			return true
		}
	}
	return false
}
