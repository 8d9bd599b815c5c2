package codegen

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/model"
)

func load(t *testing.T, equation, boundary string) *model.Model {
	m, _, problems := dsl.Load("case.pde", []byte(`model sample

domain {
  x in [0, 1] cells 8
  y in [0, 1] cells 6
  t in [0, 1] step 0.1
}

param p = 0
let k = 1 + x*y
state u = 1
equation u:
  `+equation+`
boundary { `+boundary+` }
`))
	require.NotNil(t, m, "%v", problems)
	return m
}

func TestSymmetryIsFound(t *testing.T) {
	const walls = "x = min: u = 1  x = max: dn(u) = 2  y: periodic"
	for _, c := range []struct {
		equation, boundary string
		want               bool
	}{
		{"ddt(u) = p*lap(u)", walls, true},
		{"k*ddt(u) = div((1 + p)*k*grad(u)) - k*p*u", walls + " face(k): zero_gradient", true},
		{"ddt(u) = div(harmonic, k*grad(u)) + p", "x: periodic y = min: u: symmetry y = max: u = x face(k): value", true},
		{"ddt(u) = div(k*lag(u)*grad(u)) + p", "x: periodic y: periodic", true},
		{"ddt(u) + div([p, 0]*u) = k*lap(u)", "x: periodic y: periodic", false}, // although p is 0
		{"ddt(u) = p*k*lap(u)", walls, false},
		{"ddt(u) = lap(u) - p*k*u^2", walls, false},
	} {
		p, problems := Lower(load(t, c.equation, c.boundary))
		require.NotNil(t, p, "%s: %v", c.equation, problems)
		require.Equal(t, c.want, p.Symmetric, c.equation)
	}
}

func TestGenerateIsTheSameEveryTime(t *testing.T) {
	for seed := range uint64(2) {
		source := randspec.Spec(seed)
		var first []File
		for i := range 20 {
			m, _, problems := dsl.Load("random.pde", []byte(source))
			require.NotNil(t, m, "%v", problems)
			files, problems, err := Generate(m, Options{})
			require.NoError(t, err)
			require.NotNil(t, files, "%v", problems)
			if i == 0 {
				first = files
			}
			require.Equal(t, first, files)
		}
	}
}

func TestGenerateReportsOptions(t *testing.T) {
	m := load(t, "ddt(u) = lap(u) + p*k", "x: periodic y: periodic")
	_, _, err := Generate(m, Options{Package: "not a name"})
	require.ErrorContains(t, err, "not a name")
	_, _, err = Generate(m, Options{Precision: "float16"})
	require.ErrorContains(t, err, "float16")
	files, _, err := Generate(m, Options{Package: "other", Precision: "float32"})
	require.NoError(t, err)
	for _, f := range files {
		require.Contains(t, string(f.Content), "\npackage other\n")
		require.NotContains(t, string(f.Content), "Args[float64]")
	}
}
