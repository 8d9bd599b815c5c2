package emit

import "github.com/dave/jennifer/jen"

// verifyFile prints a test that verifies the package on itself; nil in single
// precision, where the command verifies a twin in double precision.
func (e *emitter) verifyFile() *jen.File {
	if e.elem != "float64" {
		return nil
	}
	f := e.file()
	f.Comment("TestVerify checks adjoints, gradients, conservation and orders on a small grid.")
	f.Func().Id("TestVerify").Params(jen.Id("t").Op("*").Qual("testing", "T")).Block(
		jen.List(jen.Id("checks"), jen.Err()).Op(":=").Qual(pathVerify, "Run").Call(
			jen.Id("t").Dot("Context").Call(), jen.Id("Problem").Call(), jen.Qual(pathVerify, "Options").Values()),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Id("t").Dot("Fatal").Call(jen.Err())),
		jen.For(jen.List(jen.Id("_"), jen.Id("c")).Op(":=").Range().Id("checks")).Block(
			jen.If(jen.Id("c").Dot("Verdict").Op("==").Qual(pathVerify, "Fail")).Block(
				jen.Id("t").Dot("Errorf").Call(jen.Lit("%s (%s): %g, limit %g"),
					jen.Id("c").Dot("Name"), jen.Id("c").Dot("Detail"), jen.Id("c").Dot("Value"), jen.Id("c").Dot("Limit")))),
	)
	return f
}
