package emit

import (
	"fmt"
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// exampleCells is how coarse the example's grid is.
const exampleCells = 16

// exampleFile prints an example that runs: one step, and the gradient of the
// sum of all values.
func (e *emitter) exampleFile() *jen.File {
	f := e.file()
	m := e.prog.Model
	cells := 1
	var each []jen.Code
	for _, a := range m.Axes {
		n := max(min(a.Cells, exampleCells), 2*e.prog.Halo)
		cells *= n
		each = append(each, jen.Lit(n))
	}
	f.Func().Id("Example").Params().BlockFunc(func(b *jen.Group) {
		b.List(jen.Id("s"), jen.Err()).Op(":=").Id("New").Call(jen.Id("Options").Values(
			jen.Id("Cells").Op(":").Index(jen.Lit(len(m.Axes))).Int().Values(each...)))
		b.Add(fatal())
		b.Defer().Id("s").Dot("Close").Call()
		b.Line()
		b.Id("initial").Op(":=").Id("State").ValuesFunc(func(g *jen.Group) {
			for _, s := range m.States {
				if s.Value == nil {
					g.Id(s.GoName).Op(":").Make(e.cellArray(), jen.Lit(cells))
				}
			}
		})
		for _, s := range m.States {
			if s.Value == nil {
				lo, step := exampleRange(s, cells)
				b.For(jen.Id("i").Op(":=").Range().Id("initial").Dot(s.GoName)).Block(
					jen.Id("initial").Dot(s.GoName).Index(jen.Id("i")).Op("=").
						Add(literal(lo, e.elem)).Op("+").Add(literal(step, e.elem)).Op("*").Id(e.elem).Call(jen.Id("i")))
			}
		}
		if given := given(e.prog); len(given) > 0 {
			fields := jen.Id("Fields").ValuesFunc(func(g *jen.Group) {
				for _, s := range given {
					g.Id(s.GoName).Op(":").Make(e.cellArray(), jen.Lit(cells))
				}
			})
			b.Err().Op("=").Id("s").Dot("SetFields").Call(fields)
			b.Add(fatal())
		}
		if len(m.Closures) > 0 {
			b.Err().Op("=").Id("s").Dot("SetWeights").Call(jen.Id("s").Dot("InitWeights").Call(jen.Lit(1)))
			b.Add(fatal())
		}
		b.Id("ctx").Op(":=").Qual("context", "Background").Call()
		b.List(jen.Id("tape"), jen.Err()).Op(":=").Id("s").Dot("Forward").Call(jen.Id("ctx"), jen.Id("initial"), literal(m.Time.Lo+m.Time.Steps[0], "float64"))
		b.Add(fatal())
		first := m.States[0].GoName
		b.Line()
		b.Comment("The gradient of the sum of all values after one step.")
		b.Id("cotangent").Op(":=").Id("State").Values(jen.Id(first).Op(":").Make(e.cellArray(), jen.Len(jen.Id("tape").Dot("At").Call(jen.Lit(0)).Dot(first))))
		b.For(jen.Id("i").Op(":=").Range().Id("cotangent").Dot(first)).Block(
			jen.Id("cotangent").Dot(first).Index(jen.Id("i")).Op("=").Lit(1))
		b.List(jen.Id("g"), jen.Err()).Op(":=").Id("tape").Dot("Pullback").Call(jen.Id("ctx"), jen.Index().Index().Id("State").Values(jen.Values(jen.Id("cotangent"))))
		b.Add(fatal())
		b.Qual("fmt", "Println").Call(jen.Len(jen.Id("g").Dot("Initial").Index(jen.Lit(0)).Dot(first)), jen.Lit("derivatives"))
		b.Comment(fmt.Sprintf("Output: %d derivatives", cells))
	})
	return f
}

// exampleRange is a ramp over the cells that stays inside a state's range.
func exampleRange(s *model.Symbol, cells int) (lo, step float64) {
	lo, hi := 0.0, 1.0
	switch {
	case !math.IsInf(s.Min, 0) && !math.IsInf(s.Max, 0) && s.Min < s.Max:
		lo, hi = s.Min, s.Max
	case !math.IsInf(s.Min, 0):
		lo, hi = s.Min, s.Min+1
	case !math.IsInf(s.Max, 0):
		lo, hi = s.Max-1, s.Max
	}
	step = (hi - lo) / float64(cells+1)
	return lo + step, step
}

func fatal() *jen.Statement {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Qual("log", "Fatal").Call(jen.Err()))
}
