package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// part is one file of the public API; a nil file is left out.
type part struct {
	name string
	file *jen.File
}

// api prints the public API and its example and tests.
func (e *emitter) api() []part {
	return []part{
		{"doc.go", e.docFile()},
		{"options.go", e.optionsFile()},
		{"values.go", e.valuesFile()},
		{"solver.go", e.solverFile()},
		{"gradient.go", e.gradientFile()},
		{"weights.go", e.weightsFile()},
		{"example_test.go", e.exampleFile()},
		{"verify_test.go", e.verifyFile()},
	}
}

// docFile holds the package comment and the check of the runtime's version.
func (e *emitter) docFile() *jen.File {
	f := e.file()
	for _, line := range e.packageDoc() {
		f.PackageComment(line)
	}
	f.Comment("The contract between this code and the runtime: if one of these lines does not")
	f.Comment("compile, run pindiffc again (the first) or update the runtime (the second).")
	f.Const().Defs(
		jen.Id("_").Op("=").Qual(pathVersion, "EnforceVersion").Call(jen.Lit(contract).Op("-").Qual(pathVersion, "Min")),
		jen.Id("_").Op("=").Qual(pathVersion, "EnforceVersion").Call(jen.Qual(pathVersion, "Max").Op("-").Lit(contract)),
	)
	if u := e.prog.Model.Time.Unit; u.Text != "" && u.Scale != 1 {
		f.Line()
		f.Commentf("TimeUnit is one %s, the spec's unit of time, in seconds.", clean(u.Text))
		f.Const().Id("TimeUnit").Op("=").Add(literal(u.Scale, "float64"))
	}
	return f
}

// optionsFile holds what a solver is made from.
func (e *emitter) optionsFile() *jen.File {
	f := e.file()
	m := e.prog.Model
	dim := len(m.Axes)
	order := ""
	for i, a := range m.Axes {
		if i > 0 {
			order += ", "
		}
		order += clean(a.Name)
	}
	f.Comment("Options changes the spec's defaults; the zero value keeps them all. Lengths and")
	f.Commentf("times are SI; axes are in the order %s.", order)
	f.Type().Id("Options").Struct(
		jen.Id("Cells").Index(jen.Lit(dim)).Int().Comment("interior cells; 0: the default, "+e.axisText(func(a model.Axis) string { return fmt.Sprint(a.Cells) })),
		jen.Id("Lower").Index(jen.Lit(dim)).Float64().Comment("lower end of the domain; an axis with both ends 0 keeps the default, "+e.axisText(func(a model.Axis) string { return number(a.Lo) })),
		jen.Id("Upper").Index(jen.Lit(dim)).Float64().Comment("upper end, "+e.axisText(func(a model.Axis) string { return number(a.Hi) })),
		jen.Id("Steps").Index().Float64().Comment("step lengths; overrides Step and End"),
		jen.Id("Step").Float64().Comment("equal steps, the last shortened to land on End; 0: "+number(m.Time.Steps[0])),
		jen.Id("End").Float64().Comment("end of the horizon; 0: "+number(m.Time.Hi)),
		jen.Id("Scheme").String().Comment(`"forward_euler", "ssp_rk3", "rk4", "backward_euler", "crank_nicolson", "theta", "bdf2" or "sdirk2"; "": `+m.Numerics.Scheme),
		jen.Id("Config").Qual(pathSolver, "Config").Comment("solver, tolerances, adjoint, workers"),
	)
	f.Line()
	f.Func().Params(jen.Id("o").Id("Options")).Id("config").Params().Params(jen.Qual(pathSolver, "Config"), jen.Error()).Block(
		jen.Return(jen.Qual(pathFacade, "Configure").Call(jen.Op("&").Id("problem"),
			literalOf(jen.Qual(pathFacade, "Options"), []field{
				{"Cells", jen.Id("o").Dot("Cells").Index(jen.Empty(), jen.Empty())},
				{"Lower", jen.Id("o").Dot("Lower").Index(jen.Empty(), jen.Empty())},
				{"Upper", jen.Id("o").Dot("Upper").Index(jen.Empty(), jen.Empty())},
				{"Steps", jen.Id("o").Dot("Steps")},
				{"Step", jen.Id("o").Dot("Step")},
				{"End", jen.Id("o").Dot("End")},
				{"Scheme", jen.Id("o").Dot("Scheme")},
				{"Config", jen.Id("o").Dot("Config")},
			}))),
	)
	return f
}

// axisText joins something of every axis.
func (e *emitter) axisText(of func(model.Axis) string) string {
	s := ""
	for i, a := range e.prog.Model.Axes {
		if i > 0 {
			s += ", "
		}
		s += of(a)
	}
	return s
}

// note is the comment behind a struct field: what the spec says of the symbol.
func note(s *model.Symbol) string {
	text := clean(s.Comment)
	if u := clean(s.Unit.Text); u != "" {
		if text != "" {
			text += " "
		}
		text += "[" + u + "]"
		if s.Unit.Scale != 1 && s.Unit.Scale != 0 {
			text += ", here in SI: 1 " + u + " = " + number(s.Unit.Scale)
		}
	}
	return text
}

// member is a struct field with its note.
func member(name string, typ *jen.Statement, note string) jen.Code {
	s := jen.Id(name).Add(typ)
	if note != "" {
		s.Comment(note)
	}
	return s
}

// cellArray is the type of an array over cells.
func (e *emitter) cellArray() *jen.Statement { return jen.Index().Id(e.elem) }

// core is the runtime's solver type, or another of its generic types.
func (e *emitter) core(name string) *jen.Statement {
	return jen.Qual(pathSolver, name).Index(jen.Id(e.elem))
}
