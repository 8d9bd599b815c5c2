package emit

import "github.com/dave/jennifer/jen"

// weightsFile holds what concerns the closures' networks; nil without closures.
func (e *emitter) weightsFile() *jen.File {
	if len(e.prog.Model.Closures) == 0 {
		return nil
	}
	f := e.file()
	f.Comment("LoadWeights sets the weights of all closures from a safetensors file.")
	e.method(f, "LoadWeights").Params(jen.Id("path").String()).Error().Block(
		jen.Return(jen.Qual(pathFacade, "LoadWeights").Call(jen.Id("s").Dot("core"), jen.Id("path"))))
	f.Line()
	f.Comment("SetWeightsFrom sets the weights of all closures from the bytes of a safetensors")
	f.Comment("file, such as an embedded one.")
	e.method(f, "SetWeightsFrom").Params(jen.Id("file").Index().Byte()).Error().Block(
		jen.Return(jen.Qual(pathFacade, "SetWeights").Call(jen.Id("s").Dot("core"), jen.Id("file"))))
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
	return f
}
