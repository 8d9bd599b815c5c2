package emit

import "github.com/dave/jennifer/jen"

// gradientFile holds the reverse pass.
func (e *emitter) gradientFile() *jen.File {
	f := e.file()
	params := len(e.prog.Model.Params) > 0
	f.Comment("Tape is a recorded run. It is valid until the solver runs again or something of it")
	f.Comment("is set.")
	f.Type().Id("Tape").Struct(
		jen.Id("Result"),
		jen.Id("tape").Op("*").Add(e.core("Tape")),
	)
	f.Line()
	f.Comment("Forward is Simulate that records what Pullback needs.")
	e.method(f, "Forward").Params(ctx(), jen.Id("initial").Id("State"), jen.Id("times").Op("...").Float64()).
		Params(jen.Op("*").Id("Tape"), jen.Error()).Block(
		jen.Return(jen.Id("s").Dot("ForwardBatch").Call(jen.Id("ctx"), oneCase(), jen.Id("times").Op("..."))))
	f.Line()
	f.Comment("ForwardBatch is SimulateBatch that records what Pullback needs.")
	e.method(f, "ForwardBatch").Params(ctx(), jen.Id("cases").Index().Id("Case"), jen.Id("times").Op("...").Float64()).
		Params(jen.Op("*").Id("Tape"), jen.Error()).Block(
		jen.List(jen.Id("t"), jen.Err()).Op(":=").Add(core("Forward")).Call(jen.Id("ctx"), jen.Id("coreCases").Call(jen.Id("cases")), jen.Id("times")),
		failed(jen.Nil()),
		jen.Return(jen.Op("&").Id("Tape").Values(
			jen.Id("Result").Op(":").Id("resultOf").Call(jen.Op("&").Id("t").Dot("Result")),
			jen.Id("tape").Op(":").Id("t")), jen.Nil()),
	)
	f.Line()
	f.Comment("Gradients of a scalar with respect to everything that went into a run.")
	f.Type().Id("Gradients").StructFunc(func(g *jen.Group) {
		g.Id("Initial").Index().Id("State").Comment("by case")
		if params {
			g.Id("Params").Id("Params").Comment("summed over cases")
			g.Id("CaseParams").Index().Id("Params").Comment("by case, where a case carries its own")
		}
		if len(given(e.prog)) > 0 {
			g.Id("Fields").Id("Fields").Comment("summed over cases and steps")
		}
		if len(e.prog.Bounds) > 0 {
			g.Id("Bounds").Id("Bounds").Comment("of the faces' data, summed over cases and steps")
		}
		if len(e.prog.Model.Closures) > 0 {
			g.Id("Weights").Add(e.cellArray()).Comment("of all closures, as SetWeights takes them")
			g.Id("Closures").Map(jen.String()).Add(e.cellArray()).Comment("of the cell values of closures that do not depend on time")
		}
		g.Id("Stats").Qual(pathSolver, "Stats").Comment("what the reverse pass did")
	})
	f.Line()
	e.pullback(f)
	return f
}

func (e *emitter) pullback(f *jen.File) {
	params := len(e.prog.Model.Params) > 0
	f.Comment("Pullback takes a cotangent of the states, by time and case (the derivative of a")
	f.Comment("scalar with respect to them; nil arrays and rows are zero), to the scalar's gradients.")
	f.Func().Params(jen.Id("t").Op("*").Id("Tape")).Id("Pullback").
		Params(ctx(), jen.Id("cotangent").Index().Index().Id("State")).
		Params(jen.Op("*").Id("Gradients"), jen.Error()).BlockFunc(func(b *jen.Group) {
		b.Id("cot").Op(":=").Make(jen.Index().Index().Index().Add(e.cellArray()), jen.Len(jen.Id("cotangent")))
		b.For(jen.List(jen.Id("k"), jen.Id("cases")).Op(":=").Range().Id("cotangent")).Block(
			jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("cases")).Block(
				jen.Id("cot").Index(jen.Id("k")).Op("=").Append(jen.Id("cot").Index(jen.Id("k")), jen.Id("v").Dot("list").Call())))
		b.List(jen.Id("g"), jen.Err()).Op(":=").Id("t").Dot("tape").Dot("Pullback").Call(jen.Id("ctx"), jen.Id("cot"))
		b.Add(failed(jen.Nil()))
		fields := []field{}
		if params {
			fields = append(fields, field{"Params", jen.Id("paramsOf").Call(jen.Id("g").Dot("Params"))})
		}
		if len(given(e.prog)) > 0 {
			fields = append(fields, field{"Fields", jen.Id("fieldsOf").Call(jen.Id("g").Dot("Fields"))})
		}
		if len(e.prog.Bounds) > 0 {
			fields = append(fields, field{"Bounds", jen.Id("boundsOf").Call(jen.Id("g").Dot("Bounds"))})
		}
		if len(e.prog.Model.Closures) > 0 {
			fields = append(fields,
				field{"Weights", jen.Id("g").Dot("Weights")},
				field{"Closures", jen.Id("g").Dot("ClosureValues")})
		}
		fields = append(fields, field{"Stats", jen.Id("g").Dot("Stats")})
		b.Id("out").Op(":=").Add(literalOf(jen.Op("&").Id("Gradients"), fields))
		b.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("g").Dot("Initial")).Block(
			jen.Id("out").Dot("Initial").Op("=").Append(jen.Id("out").Dot("Initial"), jen.Id("stateOf").Call(jen.Id("v"))))
		if params {
			b.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("g").Dot("CaseParams")).Block(
				jen.Var().Id("p").Id("Params"),
				jen.If(jen.Id("v").Op("!=").Nil()).Block(jen.Id("p").Op("=").Id("paramsOf").Call(jen.Id("v"))),
				jen.Id("out").Dot("CaseParams").Op("=").Append(jen.Id("out").Dot("CaseParams"), jen.Id("p")))
		}
		b.Return(jen.Id("out"), jen.Nil())
	})
}
