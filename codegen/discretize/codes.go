package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/dsl/diag"
)

const (
	codeUnsupported = "E0800"
	codeScheme      = "E0801"
	codeNotFinite   = "E0802"
	codeNoFaceRule  = "E0803"
	codeFaceRule    = "E0804"
	codeWide        = "E0805"
	codeSmallGrid   = "E0806"
	codeTooLong     = "E0807"
	codeCondition   = "E0808"
	codeNoCondition = "E0809"
)

const (
	exampleHead = `model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1
`
	exampleFaces = `
boundary { x = min: u = 1   x = max: dn(u) = 0 }
`
	exampleBeam = `
boundary { x = min: u = 0, dn(u) = 0   x = max: u = 0, dn(u) = 0 }
`
	exampleImmobile = `state s = 0
equation s: ddt(s) = u
equation u: ddt(u) = div(exp(-s)*grad(u))
`
)

// Codes explains the diagnostics of this package, in the order of their codes.
var Codes = []diag.Explanation{
	{
		Code: codeUnsupported, Title: "an expression that cannot be discretised",
		Story: "The specification passed every check, and yet holds something for which there is no " +
			"discretisation. The checks should have refused it: please report this, with the specification.",
	},
	{
		Code: codeScheme, Title: "a scheme that governs no term of its div",
		Story: "`upwind`, `upwind_face`, `linear_upwind`, `vanleer`, `minmod`, `central` and `central_flux` govern transport, " +
			"terms without grad; the upwind ones need a carried quantity that depends on an unknown in every term. `arithmetic` " +
			"and `harmonic` govern diffusion, terms with grad.",
		Wrong: exampleHead + "equation u: ddt(u) + div(upwind, [u^2/2]) = lap(u)\n" + exampleFaces,
		Right: exampleHead + "equation u: ddt(u) + div(upwind, [u/2]*u) = lap(u)\n" + exampleFaces,
	},
	{
		Code: codeNotFinite, Title: "a constant that is not finite",
		Story: "Operations on constants are done by the compiler. One of them gave infinity or no number.",
		Wrong: exampleHead + "equation u: ddt(u) = lap(u) + u/(x - x)\n" + exampleFaces,
		Right: exampleHead + "equation u: ddt(u) = lap(u) + u/(x + 1)\n" + exampleFaces,
	},
	{
		Code: codeNoFaceRule, Title: "a coefficient is needed beyond the boundary",
		Story: "A flux through a boundary face uses the coefficient on both sides of it, but outside there " +
			"is no cell. The rule says what to take: `zero_gradient` is the value in the cell at the face; " +
			"`value` evaluates the coefficient's formula outside, which needs a formula of coordinates and " +
			"parameters.",
		Wrong: exampleHead + "equation u: ddt(u) = div((1 + x)*grad(u))\n" + exampleFaces,
		Right: exampleHead + "equation u: ddt(u) = div((1 + x)*grad(u))\n" +
			"\nboundary { x = min: u = 1   x = max: dn(u) = 0   face(1 + x): value }\n",
	},
	{
		Code: codeFaceRule, Title: "a face rule that cannot be used",
		Story: "A face rule names a coefficient of the equations, a factor that depends on position and on " +
			"no unknown; signs and uniform factors do not matter. `value` needs a formula of coordinates " +
			"and parameters: a network or a field from a file has no values outside of the grid.",
		Wrong: exampleHead + "equation u: ddt(u) = div((1 + x)*grad(u))\n" +
			"\nboundary { x = min: u = 1   x = max: dn(u) = 0   face(1 + x): value   face(2 + x): value }\n",
		Right: exampleHead + "equation u: ddt(u) = div((1 + x)*grad(u))\n" +
			"\nboundary { x = min: u = 1   x = max: dn(u) = 0   face(1 + x): value }\n",
	},
	{
		Code: codeWide, Title: "an operator that reaches too far",
		Story: "On the faces of an axis that is not periodic, derivatives of first and second order have one " +
			"condition, and those of fourth order two, which give the two cells beyond the face. Third derivatives, " +
			"and differences of differences that reach further, are for periodic axes; there, too, an equation " +
			"reaches eight cells at most.",
		Wrong: exampleHead + "equation u: ddt(u) = -dx(central4, dx(lap(u)))\n" + exampleBeam,
		Right: exampleHead + "equation u: ddt(u) = -lap(lap(u))\n" + exampleBeam,
	},
	{
		Code: codeSmallGrid, Title: "a grid smaller than the stencil",
		Story: "An axis needs at least four cells, and twice the reach of the widest stencil.",
		Wrong: "model example\n\ndomain {\n  x in [0, 1] cells 2\n  t in [0, 1] step 0.1\n}\n\nstate u = 1\n\n" +
			"equation u: ddt(u) = lap(u)\n" + exampleFaces,
		Right: exampleHead + "equation u: ddt(u) = lap(u)\n" + exampleFaces,
	},
	{
		Code: codeTooLong, Title: "equations that are too long when written out",
		Story: "Terms with derivatives are written out term by term, through lets. Lets that double each other " +
			"make a short text into more terms than any solver should have.",
		Wrong: exampleHead + doubling(15) + "equation u: ddt(u) = a15\n" + exampleFaces,
		Right: exampleHead + doubling(3) + "equation u: ddt(u) = a3\n" + exampleFaces,
	},
	{
		Code: codeCondition, Title: "a boundary condition that cannot be solved",
		Story: "A condition says what a state is just beyond a face: it must be linear in the normal derivative of its " +
			"state, which is the only derivative that may stand in it. A derivative of fourth order needs two different " +
			"ones of the value and the first three normal derivatives. A flux can be given where the equation has a div " +
			"with a component across the face.",
		Wrong: exampleHead + "param h = 2\nequation u: ddt(u) = lap(u)\n" +
			"\nboundary { x = min: u = 1   x = max: (h - h)*dn(u) = 1 }\n",
		Right: exampleHead + "param h = 2\nequation u: ddt(u) = lap(u)\n" +
			"\nboundary { x = min: u = 1   x = max: h*dn(u) = 1 }\n",
	},
	{
		Code: codeNoCondition, Title: "a coefficient of a state that nothing gives beyond the boundary",
		Story: "On a face of the grid a coefficient of diffusion is the mean of its values on both sides. Where it depends on " +
			"a state, the outer one is computed with that state beyond the face, which its conditions give. A state that " +
			"is not differentiated itself (a porosity, a concentration of something that does not move) needs no " +
			"condition; then a rule for the coefficient says what it is on the face: `zero_gradient` is the value in the " +
			"cell inside.",
		Wrong: exampleHead + exampleImmobile + exampleFaces,
		Right: exampleHead + exampleImmobile +
			"\nboundary { x = min: u = 1   x = max: dn(u) = 0   face(exp(-s)): zero_gradient }\n",
	},
}

// doubling is a chain of lets, each twice the one before.
func doubling(n int) string {
	text := "let a0 = lap(u)\n"
	for i := range n {
		text += fmt.Sprintf("let a%d = a%d + a%d\n", i+1, i, i)
	}
	return text
}
