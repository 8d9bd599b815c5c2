package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// valuesFile holds the structs that give names to states, parameters, fields and
// boundary data, and take them to the runtime's lists and back.
func (e *emitter) valuesFile() *jen.File {
	f := e.file()
	m := e.prog.Model
	e.record(f, record{
		name: "State", doc: []string{"State is the unknown on the interior cells. A nil array stands for the spec's default."},
		fields: symbolFields(m.States), elem: e.cellArray(), make: true, list: true,
	})
	if len(m.Params) > 0 {
		f.Line()
		e.record(f, record{
			name: "Params", doc: []string{"Params are the scalar parameters."},
			fields: symbolFields(m.Params), elem: jen.Float64(), make: true, list: true,
		})
		f.Line()
		f.Comment("DefaultParams are the values of the spec.")
		f.Func().Id("DefaultParams").Params().Id("Params").Block(
			jen.Return(jen.Id("Params").ValuesFunc(func(g *jen.Group) {
				for _, p := range m.Params {
					g.Id(p.GoName).Op(":").Add(literal(defaultOf(p), "float64"))
				}
			})))
	}
	if list := given(e.prog); len(list) > 0 {
		f.Line()
		e.record(f, record{
			name: "Fields", doc: []string{"Fields are the fields given per cell."},
			fields: symbolFields(list), elem: e.cellArray(), make: true,
		})
	}
	if len(e.prog.Bounds) > 0 {
		f.Line()
		var fields []recordField
		names := newScope()
		for i, c := range e.prog.Bounds {
			fields = append(fields, recordField{
				names.name(c.State.GoName + upperFirst(identifier(m.Axes[c.Axis].Name)) + upperFirst(side(c.High))),
				boundName(e.prog, i),
			})
		}
		e.record(f, record{
			name: "Bounds", doc: []string{"Bounds are data on faces of the domain, by boundary condition."},
			fields: fields, elem: e.cellArray(), make: true,
		})
	}
	return f
}

// record is a struct with one field per item of a list.
type record struct {
	name       string
	doc        []string
	fields     []recordField
	elem       *jen.Statement
	make, list bool // conversions from and to a list
}

type recordField struct{ name, note string }

func symbolFields(symbols []*model.Symbol) (fields []recordField) {
	for _, s := range symbols {
		fields = append(fields, recordField{s.GoName, note(s)})
	}
	return fields
}

func (e *emitter) record(f *jen.File, r record) {
	for _, line := range r.doc {
		f.Comment(line)
	}
	f.Type().Id(r.name).StructFunc(func(g *jen.Group) {
		for _, x := range r.fields {
			g.Add(member(x.name, r.elem.Clone(), x.note))
		}
	})
	list := jen.Index().Add(r.elem.Clone())
	if r.list {
		f.Line()
		f.Func().Params(jen.Id("v").Id(r.name)).Id("list").Params().Add(list.Clone()).Block(
			jen.Return(list.Clone().ValuesFunc(func(g *jen.Group) {
				for _, x := range r.fields {
					g.Id("v").Dot(x.name)
				}
			})))
	}
	if r.make {
		f.Line()
		f.Func().Id(lowerFirst(r.name) + "Of").Params(jen.Id("v").Add(list.Clone())).Id(r.name).Block(
			jen.Return(jen.Id(r.name).ValuesFunc(func(g *jen.Group) {
				for i, x := range r.fields {
					g.Id(x.name).Op(":").Id("v").Index(jen.Lit(i))
				}
			})))
	}
}
