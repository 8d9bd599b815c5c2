package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"
)

// vectorFile starts a file of the build that has vectors.
func (e *emitter) vectorFile() *jen.File {
	f := e.file()
	f.PackageComment("//go:build goexperiment.simd && amd64")
	return f
}

// choiceFile prints the function that puts the vector bodies into the problem
// table, nil where there are none.
func (e *emitter) choiceFile() *jen.File {
	if len(e.vectors) == 0 {
		return nil
	}
	code := []jen.Code{
		jen.If(jen.Op("!").Qual(pathVec, "SIMD").Call()).Block(jen.Return()),
		jen.Id("k").Op(":=").Op("&").Id("problem").Dot("Kernels"),
	}
	for _, k := range e.prog.Kernels {
		if name, ok := e.vectors[k.Name]; ok {
			code = append(code, kernelSlot(jen.Id("k"), k.Name).Op("=").Id(name))
		} else if k.Once != nil && e.chosen[k.Once.Name] != "" {
			code = append(code, jen.Id(e.chosen[k.Once.Name]).Op("=").Id(e.vectors[k.Once.Name]))
		}
	}
	f := e.vectorFile()
	f.Comment("init lets the problem run vector bodies where the processor has the instructions")
	f.Comment("and the environment does not forbid them (see vec.SIMD).")
	f.Func().Id("init").Params().Block(code...)
	return f
}

// kernelSlot is where the problem table has a kernel of the whole grid, of the set
// k: "sweep.adjoint" is at k.Sweep.Adjoint, "call.2" at k.Calls[2].
func kernelSlot(k *jen.Statement, kernel string) *jen.Statement {
	words := strings.Split(kernel, ".")
	switch kernel {
	case "held", "matrix":
		return k.Dot(upperFirst(kernel))
	case "sweep.inputs.adjoint":
		return k.Dot("SweepInputs")
	}
	if words[0] == "call" {
		return k.Dot("Calls").Index(jen.Lit(atoi(words[1])))
	}
	form, last := "Value", words[len(words)-1]
	if last == "tangent" || last == "adjoint" {
		form, words = upperFirst(last), words[:len(words)-1]
	}
	return k.Dot(upperFirst(identifier(strings.Join(words, " ")))).Dot(form)
}
