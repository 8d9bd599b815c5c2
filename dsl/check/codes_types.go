package check

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
)

var typeCodes = []diag.Explanation{
	story("E0301", "a vector where a scalar should be, or the other way round", bar, "div(k*grad(u))", "k*grad(u)",
		`grad gives a vector, div takes one, and the sides of an equation are scalars. A vector is
written [a, b], with one component for each spatial coordinate; in one dimension [a].
Vectors are added to vectors and multiplied with scalars; dot(a, b) multiplies two.`),
	changed("E0302", "wrong arguments", bar, "param k = 0.5", "const k = max(0.5, 0.1)", "const k = exp(0.5, 0.1)",
		`The function takes another number of arguments, or others by name.`),
	changed("E0303", "not known when compiling", bar, "state u = 1", "state u = 1 in [0, 2]", "state u = 1 in [0, k]",
		`Bounds, steps, sizes, tolerances and the values of params must be known when compiling:
they are made of numbers and constants. A param can be changed when a solver runs.`),
	story("E0304", "a number out of range", bar, "param k = 0.5", "param k = 1e300*1e300",
		`A constant expression overflows, divides by zero, or has no real value; or a number is
outside of what its place allows.`),
	changed("E0305", "a comparison outside of where", bar, "state u = 1", "state u = where(x < 0.5, 1, 0)", "state u = 2*(x < 0.5)",
		`A comparison gives a truth value, which is no number. It stands as the first argument of
where(condition, a, b), which is a where the condition holds and b elsewhere.`),
	changed("E0306", "the time derivatives are not of the form that can be solved", bar, "ddt(u) = ", "(1 + u^2)*ddt(u) = ", "sin(ddt(u)) = ",
		`Time derivatives are terms of the equation of a state: ddt(u), a*ddt(u) or ddt(a*u), of any
pointwise expression of states, params, coordinates and fields. A factor before ddt that
depends on states or time divides the whole equation, so it belongs to the only ddt. An
equation without ddt is algebraic, and has its own state in it.`),
	story("E0308", "a state without an equation, or with two", bar, "equation u:\n  ddt(u) = div(k*grad(u))\n", "",
		`Each state has exactly one equation, and each equation is for a state.`),
	{Code: "E0309", Title: "too large",
		Story: fmt.Sprintf(`The expressions of a specification have at most %d terms in all, at most %d inside each
other, and at most %d definitions in a row that need each other.`, maxNodes, maxDepth, maxChain)},
	changed("E0310", "not supported yet", bar, "state u = 1", "state u = where(x > 0.5, 1, 0)", "state u = where(x == 0.5, 1, 0)",
		`The language has, or will have, this construct; this version of the compiler does not. The
help says what to write instead.`),
	changed("E0311", "the arguments of a closure", bar, "param k = 0.5", "closure k(x) = mlp(hidden: [8])", "closure k(x, x) = mlp(hidden: [8])",
		`A closure is an unknown function of its arguments, which are named once each where it is
declared. One of coordinates and time is a field, and its name alone stands for its value. One
with other arguments is applied, f(u + v); its name alone is its application to what the
arguments are named after, and one that is declared nowhere else must be given: q(T - T_inf).`),
	changed("E0312", "the network of a closure", bar, "param k = 0.5", "closure k(x) = mlp(hidden: [8, 8], output: softplus)", "closure k(x) = mlp(hidden: [8, 8], output: softmax)",
		`A closure is mlp(...) or siren(...), with named arguments: hidden, the list of widths, is
needed; activation, residual, output, scale, offset, hyper and, for siren, w0 and w_hidden
have defaults. The reference of the language lists them. A body in { } holds the network as
net, and may hold input, pure numbers made of the arguments; output, in which net or the name of
an output map stands for the network's value; and pin, a value that the closure always has.`),
	story("E0313", "a value is missing", bar, "param k = 0.5", "param k",
		`A const, param or field has a value. Only a state may go without: it is then given by the
cases, or by the program that runs the solver.`),
	changed("E0314", "not a usable name of a file or array", bar, "param k = 0.5", "field k = file(\"bar/k.npz\")", "field k = file(\"../k.npz\")",
		`A file is named by a relative path that stays in the folder of the specification, with / as
separator. A field is read from an .npz file. Arrays have short printable names.`),
	changed("E0315", "a range that does not hold", bar, "param k = 0.5", "param k = 0.5 in [0, 1]", "param k = 0.5 in [1, 2]",
		`A range in [a, b] has its lower end first, and the value that is declared with it lies
inside. A trainable param must not start on the edge of its range.`),
	story("E0316", "a scheme that fits nothing", bar, "div(k*grad(u))", "div(upwind, k*grad(u))",
		`upwind, upwind_face, central, central_flux, linear_upwind, vanleer and minmod are schemes for
transport, div([v]*u): the velocity stands in brackets, also where it is a gradient,
div(upwind_face, [dx(p)]*u). arithmetic and harmonic are for diffusion, div(k*grad(u)). The
scheme that is named here finds no term of its kind.`),
}

var unitCodes = []diag.Explanation{
	story("E0401", "not a unit", wall, "W/m/K", "W/m/Kelvin",
		`Units are SI names with prefixes, and min h d yr bar atm L eV cal, combined by *, / and ^:
W/m/K, kg*m^-3, m^(1/2). Temperatures are in K: a scale with a zero of its own, such as
degC, cannot be multiplied.`),
	story("E0402", "units that do not match", wall, "div(k*grad(T))", "div(k*grad(T)) + k",
		`What is added, compared or equated has the same unit. ddt divides by the unit of time, grad
and div by the unit of length. If any declaration has a unit, all units are checked, and a
name declared without one is a pure number; a number gets a unit in brackets, 1[K]; a literal
0 fits everything. Numbers given to a name in its declaration are in its unit.`),
	changed("E0403", "a function that needs a pure number", wall, "div(k*grad(T))", "div(k*exp(-T/300[K])*grad(T))", "div(k*exp(-T)*grad(T))",
		`exp, log, sin and their like have a meaning for pure numbers only. Divide by a reference
value; an empirical formula strips a unit with T/1[K].`),
	changed("E0404", "a power that gives no unit", wall, "div(k*grad(T))", "div(k*(T/300[K])^0.75*grad(T))", "div(k*T^0.1234567*grad(T))",
		`A quantity with a unit can be raised to a constant integer or fraction only, because the
unit of the result must be known.`),
	{Code: "E0405", Title: "coordinates of different units",
		Story: `grad, div, lap and vectors mix the coordinates, so these have one unit.`,
		Wrong: strings.Replace(plate, "y : mm", "y : s", 1), Right: plate},
}

// plate is wall in two dimensions.
var plate = strings.NewReplacer("cells 16\n", "cells 16\n  y : mm in [0, 100] cells 8\n", "boundary {", "boundary {\n  y: periodic").Replace(wall)
