package emit

import (
	"github.com/dave/jennifer/jen"
)

// solverFile holds the solver: set-up, parameters, runs.
func (e *emitter) solverFile() *jen.File {
	f := e.file()
	f.Comment("Solver advances the system and differentiates what it did. It is for one goroutine")
	f.Comment("at a time, and uses several itself.")
	f.Type().Id("Solver").Struct(jen.Id("core").Op("*").Add(e.core("Solver")))
	f.Line()
	f.Comment("New makes a solver. An error names the option that is wrong.")
	f.Func().Id("New").Params(jen.Id("o").Id("Options")).Params(jen.Op("*").Id("Solver"), jen.Error()).Block(
		jen.List(jen.Id("cfg"), jen.Err()).Op(":=").Id("o").Dot("config").Call(),
		failed(jen.Nil()),
		jen.List(jen.Id("core"), jen.Err()).Op(":=").Qual(pathSolver, "New").Call(jen.Op("&").Id("problem"), jen.Id("cfg")),
		failed(jen.Nil()),
		jen.Return(jen.Op("&").Id("Solver").Values(jen.Id("core").Op(":").Id("core")), jen.Nil()),
	)
	f.Line()
	f.Comment("Close ends the solver's workers. The solver must not be used after it.")
	e.method(f, "Close").Params().Block(core("Close").Call())
	f.Line()
	f.Comment("Core is the untyped solver below this one, for programs that work with any system.")
	e.method(f, "Core").Params().Op("*").Add(e.core("Solver")).Block(jen.Return(jen.Id("s").Dot("core")))
	e.setters(f)
	e.cases(f)
	e.runs(f)
	return f
}

// setters of parameters and fields.
func (e *emitter) setters(f *jen.File) {
	if len(e.prog.Model.Params) > 0 {
		f.Line()
		f.Comment("SetParams sets the parameters of all cases that do not carry their own.")
		e.method(f, "SetParams").Params(jen.Id("p").Id("Params")).Error().Block(
			jen.Return(core("SetParams").Call(jen.Id("p").Dot("list").Call())))
	}
	if list := given(e.prog); len(list) > 0 {
		f.Line()
		f.Comment("SetFields gives the values of the fields on the interior cells; nil arrays are left")
		f.Comment("as they are.")
		e.method(f, "SetFields").Params(jen.Id("v").Id("Fields")).Error().BlockFunc(func(b *jen.Group) {
			for _, s := range list {
				b.If(jen.Id("v").Dot(s.GoName).Op("!=").Nil()).Block(
					jen.If(jen.Err().Op(":=").Add(core("SetField")).Call(jen.Lit(s.Name), jen.Id("v").Dot(s.GoName)), jen.Err().Op("!=").Nil()).Block(
						jen.Return(jen.Err())))
			}
			b.Return(jen.Nil())
		})
	}
}

// cases and results.
func (e *emitter) cases(f *jen.File) {
	params := len(e.prog.Model.Params) > 0
	f.Line()
	f.Comment("Case is one trajectory of a batch.")
	f.Type().Id("Case").StructFunc(func(g *jen.Group) {
		g.Id("Initial").Id("State").Comment("zero: the spec's default")
		if params {
			g.Id("Params").Op("*").Id("Params").Comment("nil: the solver's")
		}
	})
	f.Line()
	f.Func().Id("coreCases").Params(jen.Id("cases").Index().Id("Case")).Index().Add(e.core("Case")).BlockFunc(func(g *jen.Group) {
		g.Id("list").Op(":=").Make(jen.Index().Add(e.core("Case")), jen.Len(jen.Id("cases")))
		g.For(jen.List(jen.Id("i"), jen.Id("c")).Op(":=").Range().Id("cases")).BlockFunc(func(g *jen.Group) {
			values := jen.Nil()
			if params {
				g.Var().Id("params").Index().Float64()
				g.If(jen.Id("c").Dot("Params").Op("!=").Nil()).Block(
					jen.Id("params").Op("=").Id("c").Dot("Params").Dot("list").Call())
				values = jen.Id("params")
			}
			g.Id("list").Index(jen.Id("i")).Op("=").Qual(pathFacade, "Case").Call(jen.Id("c").Dot("Initial").Dot("list").Call(), values)
		})
		g.Return(jen.Id("list"))
	})
	f.Line()
	f.Comment("Result holds the states at the requested times.")
	f.Type().Id("Result").Struct(
		jen.Id("Times").Index().Float64().Comment("s"),
		jen.Id("States").Index().Index().Id("State").Comment("by time and case"),
		jen.Id("Stats").Qual(pathSolver, "Stats").Comment("what the run did"),
	)
	f.Line()
	f.Comment("At is the state of the first case at the k-th time.")
	f.Func().Params(jen.Id("r").Op("*").Id("Result")).Id("At").Params(jen.Id("k").Int()).Id("State").Block(
		jen.Return(jen.Id("r").Dot("States").Index(jen.Id("k")).Index(jen.Lit(0))))
	f.Line()
	f.Func().Id("resultOf").Params(jen.Id("r").Op("*").Add(e.core("Result"))).Id("Result").Block(
		jen.Id("states").Op(":=").Make(jen.Index().Index().Id("State"), jen.Len(jen.Id("r").Dot("At"))),
		jen.For(jen.List(jen.Id("k"), jen.Id("cases")).Op(":=").Range().Id("r").Dot("At")).Block(
			jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("cases")).Block(
				jen.Id("states").Index(jen.Id("k")).Op("=").Append(jen.Id("states").Index(jen.Id("k")), jen.Id("stateOf").Call(jen.Id("v"))))),
		jen.Return(jen.Id("Result").Values(
			jen.Id("Times").Op(":").Id("r").Dot("Times"), jen.Id("States").Op(":").Id("states"), jen.Id("Stats").Op(":").Id("r").Dot("Stats"))),
	)
}

// runs are Simulate and Step.
func (e *emitter) runs(f *jen.File) {
	f.Line()
	f.Comment("Simulate advances one trajectory and returns its states at the given times, in")
	f.Comment("seconds and ascending; without times, at the end of the horizon. Steps are split")
	f.Comment("to land on times between their ends. A *solver.StepError tells what failed.")
	e.method(f, "Simulate").Params(ctx(), jen.Id("initial").Id("State"), jen.Id("times").Op("...").Float64()).
		Params(jen.Op("*").Id("Result"), jen.Error()).Block(
		jen.Return(jen.Id("s").Dot("SimulateBatch").Call(jen.Id("ctx"), oneCase(), jen.Id("times").Op("..."))))
	f.Line()
	f.Comment("SimulateBatch is Simulate for several trajectories, which do not influence each other.")
	e.method(f, "SimulateBatch").Params(ctx(), jen.Id("cases").Index().Id("Case"), jen.Id("times").Op("...").Float64()).
		Params(jen.Op("*").Id("Result"), jen.Error()).Block(
		jen.List(jen.Id("r"), jen.Err()).Op(":=").Add(core("Simulate")).Call(jen.Id("ctx"), jen.Id("coreCases").Call(jen.Id("cases")), jen.Id("times")),
		failed(jen.Nil()),
		jen.Id("result").Op(":=").Id("resultOf").Call(jen.Id("r")),
		jen.Return(jen.Op("&").Id("result"), jen.Nil()),
	)
	f.Line()
	f.Comment("Step advances a state in place from time t to t + dt, for loops of your own.")
	e.method(f, "Step").Params(ctx(), jen.Id("state").Op("*").Id("State"), jen.List(jen.Id("t"), jen.Id("dt")).Float64()).
		Params(jen.Qual(pathSolver, "Stats"), jen.Error()).Block(
		jen.Return(core("Step").Call(jen.Id("ctx"), jen.Id("state").Dot("list").Call(), jen.Id("t"), jen.Id("dt"))))
}

// method starts a method of Solver.
func (e *emitter) method(f *jen.File, name string) *jen.Statement {
	return f.Func().Params(jen.Id("s").Op("*").Id("Solver")).Id(name)
}

func ctx() *jen.Statement { return jen.Id("ctx").Qual("context", "Context") }

func core(method string) *jen.Statement { return jen.Id("s").Dot("core").Dot(method) }

func oneCase() *jen.Statement {
	return jen.Index().Id("Case").Values(jen.Values(jen.Id("Initial").Op(":").Id("initial")))
}

// failed returns early with an error.
func failed(results ...jen.Code) *jen.Statement {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(append(results, jen.Err())...))
}
