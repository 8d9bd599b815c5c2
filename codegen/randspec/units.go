package randspec

import "fmt"

// Where a specification has units, unknowns and coordinates are measured in them:
// phi/1[K] is the pure number that terms are made of, and what an operator does
// to the unit is undone.

// declared is the unit of a declaration, with the colon before it.
func (g *generator) declared(unit string) string {
	if !g.units {
		return ""
	}
	return " : " + unit
}

// pure is the number that a name stands for in a unit.
func (g *generator) pure(name, unit string) string {
	if !g.units {
		return name
	}
	return "(" + name + "/1[" + unit + "])"
}

// in gives a pure number a unit.
func (g *generator) in(unit, e string) string {
	if !g.units {
		return e
	}
	return "1[" + unit + "]*(" + e + ")"
}

func (g *generator) u(s *state) string     { return g.pure(s.name, "K") }
func (g *generator) param(p string) string { return g.pure(p, "kg") }
func (g *generator) coord(x string) string { return g.pure(x, "m") }
func (g *generator) time() string          { return g.pure("t", "s") }
func (g *generator) anyState() string      { return g.u(pick(g, g.states...)) }
func (g *generator) anyCoord() string      { return g.coord(pick(g, g.axes...).name) }
func (g *generator) ddt(e string) string   { return g.scaled("s", "ddt(%s)", e) }
func (g *generator) grad(e string) string  { return g.scaled("m", "grad(%s)", e) }
func (g *generator) lapOf(e string) string { return g.scaled("m^2", "lap(%s)", e) }
func (g *generator) divOf(e string) string { return g.scaled("m", "div(%s)", e) }
func (g *generator) d(x, e string) string  { return g.scaled("m", "d"+x+"(%s)", e) }
func (g *generator) norm(s *state) string  { return "norm(" + g.grad(g.u(s)) + ")" }
func (g *generator) length(a float64) float64 {
	if g.units {
		return 1000 * a // coordinates are in mm
	}
	return a
}

func (g *generator) scaled(unit, form, e string) string {
	e = fmt.Sprintf(form, e)
	if !g.units {
		return e
	}
	return "1[" + unit + "]*" + e
}
