package check

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// Codes explains every code of this package, in the order of the codes.
var Codes = slices.Concat(nameCodes, typeCodes, unitCodes, setupCodes, numericsCodes, experimentCodes, dataCodes, warningCodes)

// bar is a small complete specification; the examples below change one place of it.
const bar = `model bar

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5

state u = 1

equation u:
  ddt(u) = div(k*grad(u))

boundary {
  x = min: u = 0
  x = max: dn(u) = 0
}
`

// wall is bar with units.
const wall = `model wall

domain {
  x : mm in [0, 200] cells 16
  t : h  in [0, 24]  step 1
}

param k     : W/m/K   = 0.8
param rho_c : J/m^3/K = 1.4e6

state T : K = 293

equation T:
  rho_c*ddt(T) = div(k*grad(T))

boundary {
  x = min: T = 283
  x = max: dn(T) = 0
}
`

// twin is a complete experiment.
const twin = `model twin

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param a = 2

state u

closure v(x) = mlp(hidden: [8])

equation u:
  ddt(u) + div(upwind, [v]*u) = -a*u

boundary { x: periodic }

truth {
  v = 1 + 0.5*sin(2*pi*x)
  solve with rk4 step 0.01
}

cases 4 {
  u = random_field(seed: case, length: 0.3, range: [0, 1])
  train 0..1   validate 2   test 3
}

observe u at t = 0.5, 1

train {
  loss   mse(u)
  adam(rate: 1e-3)
  epochs 100
}
`

// story tells of a code by an example: right stands in the base already, and
// wrong takes its place.
func story(code, title, base, right, wrong, text string) diag.Explanation {
	return diag.Explanation{
		Code: code, Title: title, Story: text,
		Wrong: strings.Replace(base, right, wrong, 1), Right: base,
	}
}

// changed is story where the right text takes the place of old, too.
func changed(code, title, base, old, right, wrong, text string) diag.Explanation {
	e := story(code, title, base, old, wrong, text)
	e.Right = strings.Replace(base, old, right, 1)
	return e
}
