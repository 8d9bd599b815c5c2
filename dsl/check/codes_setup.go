package check

import "github.com/pindiff/pindiffc/dsl/diag"

var setupCodes = []diag.Explanation{
	story("E0501", "a face without a condition", bar, "  x = max: dn(u) = 0\n", "",
		`A state that is differentiated along a coordinate needs one condition at each end of it, and
two where it is differentiated three or four times. There is no default: write the value, u = 0,
the derivative along the outward normal, dn(u) = 0, symmetry or outflow; or make the coordinate
periodic.`),
	story("E0502", "a face with two conditions", bar, "x = max: dn(u) = 0", "x = max: dn(u) = 0, u = 1",
		`A second-order equation takes one condition on each face, one of fourth order two, of
different order.`),
	changed("E0503", "a periodic face without its partner", bar, "  x = min: u = 0\n  x = max: dn(u) = 0", "  x: periodic", "  x = min: periodic\n  x = max: u = 0",
		`Periodic means that what leaves one end enters at the other, for all states: x: periodic.`),
	story("E0505", "not a boundary condition", bar, "x = max: dn(u) = 0", "t = max: dn(u) = 0",
		`A condition is for one face, x = min or x = max, or both, x, of a spatial coordinate: a value
u = e, a derivative dn(u) = e along the outward normal, an equation a*u + b*dn(u) = e that is
linear in dn(u), a flux flux(u) = e, symmetry or outflow. It may hold coordinates, time, params,
fields, closures and the values of states, but no derivative save dn of its own state. The initial
value stands with the state, or in cases.`),
	changed("E0506", "a face rule that cannot hold", bar, "  x = max: dn(u) = 0", "  x = max: dn(u) = 0\n  face(k*x): value", "  x = max: dn(u) = 0\n  face(k*x): value\n  face(k*x): zero_gradient",
		`A coefficient that varies has one rule for its value on the boundary: zero_gradient takes
the value of the nearest cell; value computes it there, which is impossible for a closure
or a field from a file.`),
	withUse(changed("E0507", "a third derivative at a wall", bar, "  x = min: u = 0\n  x = max: dn(u) = 0", "  x: periodic", "  x = min: u = 0\n  x = max: dn(u) = 0",
		`Derivatives of third order are for periodic coordinates: at a wall such an equation takes two
conditions at one end and one at the other, depending on its sign.`), "div(k*grad(u))", "k*dx(dx(dx(u)))"),
	story("E0510", "the domain is not complete", bar, "  t in [0, 1] step 0.1\n", "",
		`A domain has one or two spatial coordinates, with cells, and the time t, with a step or a
list of steps. Three dimensions are not supported yet.`),
	story("E0511", "bounds that are no interval", bar, "[0, 1] cells", "[1, 0] cells",
		`The lower bound stands first, and both are finite.`),
	story("E0512", "a number of cells that cannot be", bar, "cells 16", "cells 1",
		`A coordinate has at least 2 cells, and the grid at most 1e9.`),
	story("E0513", "steps that do not fit the time", bar, "step 0.1", "steps [0.5, 0.4]",
		`A step is positive and no longer than the whole time, and there are at most 1e7. With a
single step the last one is shortened to land on the end; a list of steps must add up to the
whole time.`),
}

var numericsCodes = []diag.Explanation{
	changed("E0601", "unknown setting", bar, "boundary {", "numerics { solve newton(tol: 1e-6) }\n\nboundary {", "numerics { solve newton(tolerance: 1e-6) }\n\nboundary {",
		`The settings of numerics are precision, time, solve, adjoint and checkpoint.`),
	changed("E0603", "a value that a setting cannot have", bar, "boundary {", "numerics { precision float64 }\n\nboundary {", "numerics { precision double }\n\nboundary {",
		`The help says which values the setting can have.`),
	changed("E0604", "set twice", bar, "boundary {", "numerics { precision float64 }\n\nboundary {", "numerics { precision float64   precision float32 }\n\nboundary {",
		`Each setting is made once.`),
	{Code: "E0605", Title: "-set cannot do this", Wrong: bar, Right: bar, WrongSet: "kk=0.7", RightSet: "k=0.7",
		Story: `-set name=value on the command line changes a param, a setting of numerics or train, the
cells, the step or the end of the time, without editing the file. The message names the
setting and what it allows.`},
	withUse(changed("E0606", "an explicit scheme for a system that needs an implicit one", bar, "boundary {", "numerics { time bdf2 }\n\nboundary {", "numerics { time rk4 }\n\nboundary {",
		`forward_euler, ssp_rk3 and rk4 compute each new state from old ones. They cannot where an
equation has no time derivative, or one of anything but a multiple of its own state: ddt(u^2).`), "ddt(u) =", "ddt(u + u^3) ="),
}

var warningCodes = []diag.Explanation{
	story("W0201", "not used", bar, "param k = 0.5", "param k = 0.5\nparam h = 2",
		`Something is declared and never used. Is a term missing?`),
	story("W0301", "lag without effect", bar, "div(k*grad(u))", "div(lag(k)*grad(u))",
		`lag freezes states and time at the start of the step. What depends on neither is the same
with and without it.`),
	story("W0303", "a derivative that is zero", bar, "div(k*grad(u))", "div(k*grad(u)) + dx(k)",
		`The argument of this spatial derivative is the same everywhere.`),
	withUse(changed("W0501", "a condition without effect", plate, "  y: periodic", "  y: periodic", "  y = min: T = 283",
		`The state has no derivative along this coordinate, so no condition is needed there and
none is used.`), "div(k*grad(T))", "dx(k*dx(T))"),
	story("W0502", "a condition through which a state feeds itself", bar, "x = max: dn(u) = 0", "x = max: k*dn(u) = 2*u",
		`The derivative dn(u) is along the outward normal, so that -k*dn(u) is what leaves by diffusion.
A loss to the surroundings is -k*dn(u) = h*(u - u_inf); with the other sign the more enters the
larger u is, and the solution grows without bound. Where that is meant, the warning can be left
alone.`),
	{Code: "W0601", Title: "times after the new end", Wrong: twin, Right: twin, WrongSet: "end=0.75", RightSet: "step=0.05",
		Story: `-set end=... ends the time before some of the times that the specification observes or
reports; these are left out.`},
	story("W0701", "a case that is for nothing", twin, "test 3", "",
		`A case that is neither for training nor for validation nor for test is computed for
nothing.`),
}
