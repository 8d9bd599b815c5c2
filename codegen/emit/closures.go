package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

func (e *emitter) closures() (items []jen.Code) {
	for i, s := range e.prog.Model.Closures {
		var args []string
		var axes []int
		time := false
		for _, a := range s.Closure.Args {
			args = append(args, a.Name)
			switch {
			case s.Closure.Pointwise:
			case a.Kind == model.KindTime:
				axes, time = append(axes, -1), true
			default:
				axes = append(axes, a.Index)
			}
		}
		fields := []field{
			{"Name", text(s.Name)}, {"Unit", unit(s.Unit)}, {"Args", texts(args)}, {"Axes", ints(axes)},
			{"Net", net(s.Closure.Net)}, {"Time", yes(time)}, {"Pointwise", yes(s.Closure.Pointwise)},
		}
		items = append(items, lines(fieldCodes(append(fields, e.laws[i].fields(s.Closure)...))...))
	}
	return items
}

func net(n model.Net) *jen.Statement {
	return literalOf(jen.Qual(pathNN, "Net"), []field{
		{"Kind", text(n.Kind)}, {"In", ints(n.Inputs)}, {"Hidden", ints(n.Hidden)}, {"Residual", yes(n.Residual)},
		{"Activation", text(n.Activation)}, {"Output", text(n.Output)},
		{"Scale", real(n.Scale)}, {"Offset", real(n.Offset)},
		{"W0", real(n.W0)}, {"WHidden", real(n.WHidden)}, {"Hyper", hyper(n.Hyper)},
	})
}

func hyper(h *model.Hyper) *jen.Statement {
	if h == nil {
		return nil
	}
	return literalOf(jen.Op("&").Qual(pathNN, "Hyper"), []field{
		{"In", ints(h.Inputs)}, {"Hidden", ints(h.Hidden)}, {"Latent", whole(h.Latent)},
		{"Residual", yes(h.Residual)}, {"Activation", text(h.Activation)},
	})
}
