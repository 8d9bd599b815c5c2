package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/dsl/model"
)

// law is what the spec says of a pointwise closure around its network, as
// functions of scalars; see runtime/kernel.Closure. The zero law is that of a
// closure of coordinates and time.
type law struct {
	inputs, value, pin *scalarFunc
}

// makeLaws lowers the expressions of all pointwise closures.
func (e *emitter) makeLaws() error {
	for _, s := range e.prog.Model.Closures {
		var l law
		var err error
		if c := s.Closure; c.Pointwise {
			if l, err = e.law(s); err != nil {
				return fmt.Errorf("closure %s: %w", s.Name, err)
			}
		}
		e.laws = append(e.laws, l)
	}
	return nil
}

func (e *emitter) law(s *model.Symbol) (l law, err error) {
	c := s.Closure
	if l.inputs, err = e.scalarFunc(s.Name+" inputs", c.Args, c.Inputs...); err != nil {
		return l, err
	}
	if c.Value != nil {
		if l.value, err = e.scalarFunc(s.Name+" value", c.Args, c.Value); err != nil {
			return l, err
		}
	}
	if c.Pin != nil {
		l.pin, err = e.scalarFunc(s.Name+" pin", nil, append(c.Pin.At[:len(c.Pin.At):len(c.Pin.At)], c.Pin.Value)...)
	}
	return l, err
}

// fields of the problem's table.
func (l law) fields(c *model.Closure) []field {
	var units []jen.Code
	for _, a := range c.Args {
		if c.Pointwise {
			units = append(units, unit(a.Unit))
		}
	}
	list := []field{{"ArgUnits", listOf(jen.Index().Qual(pathKernel, "Unit"), units)}, {"NumInputs", whole(len(c.Inputs))}, {"Inputs", l.inputs.id()}, {"Value", l.value.id()}, {"Pin", l.pin.id()}}
	if c.Pin != nil {
		list = append(list, field{"PinMultiply", yes(c.Pin.Multiply)})
	}
	return list
}
