package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// weightsFile holds what concerns the closures' networks and trained parameters;
// nil if nothing can be trained.
func (e *emitter) weightsFile() *jen.File {
	m := e.prog.Model
	known := func(s *model.Symbol) bool { return !s.Trainable }
	trained := slices.DeleteFunc(slices.Clone(m.Params), known)
	fields := slices.DeleteFunc(slices.Clone(m.Fields), known)
	if len(m.Closures)+len(trained)+len(fields) == 0 {
		return nil
	}
	var parts []string
	if len(m.Closures) > 0 {
		parts = append(parts, "the weights of all closures")
	}
	list := func(what string, symbols []*model.Symbol) {
		var names []string
		for _, s := range symbols {
			names = append(names, s.GoName)
		}
		if len(names) > 0 {
			parts = append(parts, what+" ("+strings.Join(names, ", ")+")")
		}
	}
	list("the trained parameters", trained)
	list("the trained fields", fields)
	what := strings.Join(parts, " and ")
	f := e.file()
	comment(f, "LoadWeights sets "+what+" from a safetensors file, such as training writes.")
	e.method(f, "LoadWeights").Params(jen.Id("path").String()).Error().Block(
		jen.Return(jen.Qual(pathFacade, "LoadWeights").Call(jen.Id("s").Dot("core"), jen.Id("path"))))
	f.Line()
	comment(f, "SetWeightsFrom sets "+what+" from the bytes of a safetensors file, such as an embedded one.")
	e.method(f, "SetWeightsFrom").Params(jen.Id("file").Index().Byte()).Error().Block(
		jen.Return(jen.Qual(pathFacade, "SetWeights").Call(jen.Id("s").Dot("core"), jen.Id("file"))))
	if len(m.Closures) == 0 {
		return f
	}
	f.Line()
	f.Comment("SetWeights sets the weights of all closures from one flat vector, which is copied.")
	e.method(f, "SetWeights").Params(jen.Id("w").Add(e.cellArray())).Error().Block(
		jen.Return(core("SetWeights").Call(jen.Id("w"))))
	f.Line()
	f.Comment("InitWeights makes a flat vector of weights by the seeded initialisation of the")
	f.Comment("networks. It does not set them.")
	e.method(f, "InitWeights").Params(jen.Id("seed").Uint64()).Add(e.cellArray()).Block(
		jen.Id("w").Op(":=").Make(e.cellArray(), core("NumWeights").Call()),
		core("InitWeights").Call(jen.Id("w"), jen.Id("seed")),
		jen.Return(jen.Id("w")))
	f.Line()
	f.Comment("Views names the parts of a flat vector of weights, or of their gradient; the views")
	f.Comment("share its memory.")
	e.method(f, "Views").Params(jen.Id("w").Add(e.cellArray())).Index().Add(e.core("View")).Block(
		jen.Return(core("Views").Call(jen.Id("w"))))
	field, point := 0, 0
	for _, s := range m.Closures {
		if s.Closure.Pointwise {
			point++
		} else {
			field++
		}
	}
	if field > 0 {
		e.closureValues(f)
	}
	if point > 0 {
		e.closureAt(f)
	}
	return f
}

// closureValues is the method for closures of coordinates and time.
func (e *emitter) closureValues(f *jen.File) {
	f.Line()
	f.Comment("ClosureValues evaluates a closure, by its name in the spec, at time t: one SI value")
	f.Comment("for each interior cell, C order.")
	e.method(f, "ClosureValues").Params(jen.Id("name").String(), jen.Id("t").Float64()).Params(e.cellArray(), jen.Error()).Block(
		jen.Id("out").Op(":=").Make(e.cellArray(), core("Grid").Call().Dot("Cells")),
		jen.If(jen.Err().Op(":=").Add(core("ClosureValues").Call(jen.Id("name"), jen.Id("t"), jen.Id("out"))),
			jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(jen.Id("out"), jen.Nil()))
}

// closureAt is the method for closures of other arguments.
func (e *emitter) closureAt(f *jen.File) {
	f.Line()
	f.Comment("ClosureAt evaluates a closure of states or other quantities, by its name in the spec,")
	f.Comment("at any arguments, with the parameters of SetParams: one slice for each argument, all")
	f.Comment("of one length, SI. Nothing else of the solver matters.")
	e.method(f, "ClosureAt").Params(jen.Id("name").String(), jen.Id("args").Op("...").Add(e.cellArray())).Params(e.cellArray(), jen.Error()).Block(
		jen.Return(core("ClosureAt").Call(jen.Id("name"), jen.Id("args").Op("..."))))
}

// comment writes a text as comment lines.
func comment(f *jen.File, text string) {
	for _, line := range wrap(text, 81) {
		f.Comment(line)
	}
}
