package eval_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/dsl"
)

// What random specifications found at walls, each as small as it gets.
func TestDerivativesOfSmallSystemsAtWalls(t *testing.T) {
	for name, text := range map[string]string{
		"a factor of ddt beside a root of negative ghosts": `
equation u: (1 + u^2)*ddt(u) = lap(u) - u^1.5
equation v: ddt(v) = u - v
boundary { x = min: u = 0.1   x = max: u = 0.1   y = min: dn(u) = 0   y = max: u = 0.1 }`,
		"a condition that reads a state without conditions": `
equation u: (1 + 0.3*cos(u))*ddt(u) = lap(u) + max(u, 2*x)
equation v: ddt(v) = v^1.5
boundary { x = min: symmetry   x = max: u = 1   y = min: dn(u) = 0.3*v*u   y = max: u: outflow }`,
		"outflow in an equation of fourth order": `
equation u: ddt(u) = -lap(lap(u))
equation v: ddt(v) = u - v
boundary { x = min: u = 0, dn(u) = 1   x = max: u: outflow   y: periodic }`,
		"transport that is nothing": `
closure c(x, y) = mlp(hidden: [3])
equation u: ddt(u) = min(c, u^1.5) - div(minmod, [0, 0]*u)
equation v: ddt(v) = u - v
boundary { x = min: u = 1   x = max: u = 1   y = min: symmetry   y = max: u = 1 }`,
	} {
		t.Run(name, func(t *testing.T) {
			m, _, problems := dsl.Load("case.pde", []byte("model walls\n\ndomain {\n  x in [0, 1] cells 8\n  y in [0, 1] cells 9\n  t in [0, 1] step 0.1\n}\n\nstate u = 1\nstate v = 1\n"+text))
			require.NotNil(t, m, "%v", problems)
			p, problems := discretize.Discretize(m)
			require.NotNil(t, p, "%v", problems)
			pass.Run(p)
			for _, k := range p.Kernels {
				require.NotEmpty(t, k.Roots(), k.Name)
			}
			for seed := range uint64(5) {
				requireDerivatives(t, p, seed)
			}
		})
	}
}
