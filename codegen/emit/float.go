package emit

import (
	"math"
	"strconv"

	"github.com/dave/jennifer/jen"
)

// literal prints v so that it reads back exactly. A value that Go cannot write
// as a constant of the element type (not finite, or negative zero) becomes a call.
func literal(v float64, elem string) *jen.Statement {
	switch {
	case math.IsNaN(v):
		return convert(elem, jen.Qual("math", "NaN").Call())
	case math.IsInf(v, 0) || elem == "float32" && math.Abs(v) > math.MaxFloat32:
		return convert(elem, jen.Qual("math", "Inf").Call(jen.Lit(sign(v))))
	case v == 0 && math.Signbit(v):
		return convert(elem, jen.Qual("math", "Copysign").Call(jen.Lit(0), jen.Lit(-1)))
	}
	return jen.Op(number(v))
}

// number is the shortest decimal that reads back as v; v is finite.
func number(v float64) string {
	format := byte('g')
	if a := math.Abs(v); a >= 1e-4 && a < 1e7 {
		format = 'f'
	}
	return strconv.FormatFloat(v, format, -1, 64)
}

// convert turns a float64 expression into one of the element type.
func convert(elem string, x *jen.Statement) *jen.Statement {
	if elem == "float64" {
		return x
	}
	return jen.Id(elem).Call(x)
}

func sign(v float64) int {
	if v < 0 {
		return -1
	}
	return 1
}

// isCall says that literal prints v as a call.
func isCall(v float64, elem string) bool {
	return math.IsNaN(v) || math.IsInf(v, 0) || v == 0 && math.Signbit(v) ||
		elem == "float32" && math.Abs(v) > math.MaxFloat32
}
