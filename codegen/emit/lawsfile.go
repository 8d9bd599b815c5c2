package emit

import (
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// lawsFile prints the functions of all pointwise closures, nil if there are none.
func (e *emitter) lawsFile() *jen.File {
	var f *jen.File
	for i, s := range e.prog.Model.Closures {
		l := e.laws[i]
		if l.inputs == nil {
			continue
		}
		if f == nil {
			f = e.file()
		}
		l.printInputs(f, s)
		l.printValue(f, s)
		l.printPin(f, s)
	}
	return f
}

func (l law) printInputs(f *jen.File, s *model.Symbol) {
	var args []string
	for _, a := range s.Closure.Args {
		args = append(args, clean(a.Name))
	}
	comment(f, fmt.Sprintf("%s computes what enters the network of %s(%s):", l.inputs.name, clean(s.Name), strings.Join(args, ", ")))
	f.Comment("")
	for k, x := range s.Closure.Inputs {
		f.Comment(fmt.Sprintf("\tin[%d] = %s", k, clean(x.String())))
	}
	f.Func().Id(l.inputs.name).Params(floats("args", "params", "in")).Block(l.inputs.body(func(k int) *jen.Statement {
		return jen.Id("in").Index(jen.Lit(k)).Op("=")
	})...)
	f.Line()
}

func (l law) printValue(f *jen.File, s *model.Symbol) {
	if l.value == nil {
		return
	}
	comment(f, fmt.Sprintf("%s computes the value of %s from what its network gives:", l.value.name, clean(s.Name)))
	f.Comment("")
	f.Comment("\t" + clean(s.Closure.Value.String()))
	f.Func().Id(l.value.name).Params(floats("args", "params"), jen.Id("net").Float64()).Float64().
		Block(l.value.body(func(int) *jen.Statement { return jen.Return() })...)
	f.Line()
}

func (l law) printPin(f *jen.File, s *model.Symbol) {
	if l.pin == nil {
		return
	}
	comment(f, fmt.Sprintf("%s fills in the arguments at which %s is known, and returns its value there.", l.pin.name, clean(s.Name)))
	last := len(s.Closure.Pin.At)
	f.Func().Id(l.pin.name).Params(floats("params", "at")).Float64().Block(l.pin.body(func(k int) *jen.Statement {
		if k == last {
			return jen.Return()
		}
		return jen.Id("at").Index(jen.Lit(k)).Op("=")
	})...)
	f.Line()
}

// floats declares parameters that are lists of numbers.
func floats(names ...string) *jen.Statement {
	var ids []jen.Code
	for _, n := range names {
		ids = append(ids, jen.Id(n))
	}
	return jen.List(ids...).Index().Float64()
}
