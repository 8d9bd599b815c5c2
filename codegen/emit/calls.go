package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/program"
)

// calls lists the applications of pointwise closures.
func (e *emitter) calls() (items []jen.Code) {
	when := [...]string{program.Once: "Once", program.PerLevel: "PerLevel", program.PerStep: "PerStep", program.PerIteration: "PerIteration"}
	for _, c := range e.prog.Calls {
		onFace := c.Region == program.Face || c.Region == program.FaceExtended
		region := jen.Qual(pathKernel, "Interior")
		switch {
		case onFace:
			region = jen.Qual(pathKernel, "OnFace")
		case c.Region != program.Interior:
			region = jen.Qual(pathKernel, "Extended")
		}
		fields := []field{
			{"Closure", whole(c.Closure)}, {"First", whole(c.First)}, {"Inputs", whole(len(c.Inputs))},
			{"When", jen.Qual(pathKernel, when[c.When])}, {"Uniform", yes(c.Uniform)}, {"Region", region},
		}
		if onFace {
			fields = append(fields, field{"Axis", whole(c.Axis)}, field{"High", yes(c.High)})
		}
		items = append(items, short(fields))
	}
	return items
}

// matrix lists the entries of the Jacobian.
func (e *emitter) matrix() (items []jen.Code) {
	for _, m := range e.prog.Matrix {
		var off *jen.Statement
		if m.Off != [3]int16{} {
			off = jen.Index(jen.Lit(3)).Int().Values(jen.Lit(int(m.Off[0])), jen.Lit(int(m.Off[1])), jen.Lit(int(m.Off[2])))
		}
		items = append(items, short([]field{{"Equation", whole(m.Equation)}, {"State", whole(m.State)}, {"Off", off}}))
	}
	return items
}
