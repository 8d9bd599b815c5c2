package emit

import (
	"math"

	"github.com/dave/jennifer/jen"
)

// field is one `Name: value` of a struct literal. A nil value is left out.
type field struct {
	name  string
	value *jen.Statement
}

// literalOf prints a struct literal with its fields in the given order, one a
// line.
func literalOf(typ *jen.Statement, fields []field) *jen.Statement {
	return typ.Add(lines(fieldCodes(fields)...))
}

// short prints a struct literal on one line, without its type.
func short(fields []field) *jen.Statement { return jen.Values(fieldCodes(fields)...) }

func fieldCodes(fields []field) []jen.Code {
	var codes []jen.Code
	for _, f := range fields {
		if f.value != nil {
			codes = append(codes, jen.Id(f.name).Op(":").Add(f.value))
		}
	}
	return codes
}

// lines prints a braced list, one element a line.
func lines(codes ...jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, codes...)
}

// The following print a value, or nil for the zero value.

func text(s string) *jen.Statement {
	if s == "" {
		return nil
	}
	return jen.Lit(s)
}

func yes(b bool) *jen.Statement {
	if !b {
		return nil
	}
	return jen.True()
}

func whole(n int) *jen.Statement {
	if n == 0 {
		return nil
	}
	return jen.Lit(n)
}

func real(v float64) *jen.Statement {
	if v == 0 && !math.Signbit(v) {
		return nil
	}
	return literal(v, "float64")
}

func ints(list []int) *jen.Statement {
	if len(list) == 0 {
		return nil
	}
	return jen.Index().Int().ValuesFunc(func(g *jen.Group) {
		for _, n := range list {
			g.Lit(n)
		}
	})
}

func texts(list []string) *jen.Statement {
	if len(list) == 0 {
		return nil
	}
	return jen.Index().String().ValuesFunc(func(g *jen.Group) {
		for _, s := range list {
			g.Lit(s)
		}
	})
}

// reals prints a list of numbers; runs of more than three equal ones are printed
// as repetitions.
func reals(list []float64) *jen.Statement {
	slice := func(v ...float64) *jen.Statement {
		return jen.Index().Float64().ValuesFunc(func(g *jen.Group) {
			for _, x := range v {
				g.Add(literal(x, "float64"))
			}
		})
	}
	var parts []jen.Code
	var single []float64
	flush := func() {
		if len(single) > 0 {
			parts = append(parts, slice(single...))
			single = nil
		}
	}
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && list[i+n] == list[i] {
			n++
		}
		if n > 3 {
			flush()
			parts = append(parts, jen.Qual("slices", "Repeat").Call(slice(list[i]), jen.Lit(n)))
		} else {
			single = append(single, list[i:i+n]...)
		}
		i += n
	}
	flush()
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0].(*jen.Statement)
	}
	return jen.Qual("slices", "Concat").Call(parts...)
}
