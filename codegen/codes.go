package codegen

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/dsl/diag"
)

const (
	codeTooLarge = "E0820"
	codeUnstable = "W0801"
)

// Codes explains the diagnostics of the compiler behind the checker, in the
// order of their codes.
var Codes = slices.Concat(discretize.Codes, []diag.Explanation{
	{
		Code: codeTooLarge, Title: "a number that is too large for float32",
		Story: "With `precision float32` all arithmetic on the grid is done in numbers up to 3.4e38, in SI " +
			"units. A constant, the value of a param or a product of constants beyond that would be infinite.",
		Wrong: exampleWith("1e30*1e10*u", "float32"),
		Right: exampleWith("1e30*1e10*u", "float64"),
	},
	{
		Code: codeUnstable, Title: "a step that is too long for the explicit scheme",
		Story: "`forward_euler` and `rk4` are stable up to a step that depends on the grid and the " +
			"coefficients: about h^2/(4*k) for diffusion in two dimensions, h/v for transport. Beyond it " +
			"errors grow from step to step, until nothing is left of the solution. The limit is computed " +
			"from the equations at the initial values and the params' own values (by Gershgorin's theorem), " +
			"where no closure and no field from a file is involved. It is exact for diffusion with a uniform " +
			"coefficient and rather too short elsewhere, which is why this is a warning. Take a shorter step, " +
			"or an implicit scheme, which has no such limit. The steps of labels (`truth`) are looked at in the " +
			"same way, where their scheme is explicit and the truth gives laws and params only.",
		Wrong: exampleScheme("forward_euler", "0.01"),
		Right: exampleScheme("forward_euler", "0.0004"),
	},
})

func exampleWith(source, precision string) string {
	return `model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step 0.1
}

state u = 1

equation u: ddt(u) = lap(u) - ` + source + `

boundary { x: periodic }

numerics { precision ` + precision + ` }
`
}

func exampleScheme(scheme, step string) string {
	return `model example

domain {
  x in [0, 1] cells 32
  t in [0, 1] step ` + step + `
}

state u = 1

equation u: ddt(u) = lap(u)

boundary { x: periodic }

numerics { time ` + scheme + ` }
`
}
