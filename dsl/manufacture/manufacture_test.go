package manufacture_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/manufacture"
	"github.com/pindiff/pindiffc/dsl/model"
)

func load(t *testing.T, src string) *model.Model {
	t.Helper()
	m, _, problems := dsl.Load("test.pde", []byte(src))
	require.NotNil(t, m, "%v", problems)
	return m
}

// Each code's wrong example gives it, and its right example nothing.
func TestCodes(t *testing.T) {
	for i, c := range manufacture.Codes {
		t.Run(c.Code, func(t *testing.T) {
			if i > 0 {
				require.Greater(t, c.Code, manufacture.Codes[i-1].Code)
			}
			require.NotEqual(t, c.Wrong, c.Right)
			k, problems := manufacture.Manufacture(load(t, c.Wrong))
			require.NotEmpty(t, problems)
			require.Equal(t, c.Code, problems[0].Code, problems[0].Message)
			require.Equal(t, diag.HasErrors(problems), k == nil)
			k, problems = manufacture.Manufacture(load(t, c.Right))
			require.Empty(t, problems)
			require.NotNil(t, k)
		})
	}
}

const plate = `model plate

domain {
  x in [0, 1] cells 8
  y in [0, 2] cells 8
  t in [0, 1] step 0.1
}

param k = 0.5
field s = 1 + x
state u in [-9, 9]
state v
let source_u = k*s

closure f(x, y) = mlp(hidden: [4])

equation u: (1 + x)*ddt(u) + div(upwind, [f, y]*u) = div(s*grad(u)) - lag(v)*u + norm(grad(v))
equation v: ddt(v) = source_u*lap(v) + dot([x, y], grad(u)) + dx(u*v)

boundary {
  x = min: u = 1, v = 0
  x = max: dn(u) = 1, v: symmetry
  y: periodic
  face(s): value
  face(f): zero_gradient
}

exact {
  u = t + x^2
  v = 3*x - x^3
}

truth { f = x*y }
`

// The sources, the data and the initial values are what a person finds.
func TestSourcesAndData(t *testing.T) {
	k, problems := manufacture.Manufacture(load(t, strings.Replace(plate, "v = 3*x - x^3", "v = 3*(x - x^3/3)", 1)))
	require.NotNil(t, k, "%v", problems)
	require.True(t, k.Lagged == false, "v does not change in time")
	at := func(e *model.Expr) float64 {
		one := manufacture.Case{Model: k.Model, Exact: []*model.Expr{e}}
		return one.Tape().Eval(nil, []float64{0.5, 0.3, 0.25})[0]
	}
	const x, y, time = 0.5, 0.3, 0.25
	u, v := time+x*x, 3*x-x*x*x
	// (1+x) + d/dx(x y u) + d/dy(y u) - d/dx((1+x) 2x) + v u - |dv/dx|
	require.InDelta(t, (1+x)+y*u+x*y*2*x+u-(2+4*x)+v*u-(3-3*x*x), at(k.Source[0]), 1e-12)
	// 0 - k (1+x) v'' - x u' - (u v)'
	require.InDelta(t, 0.5*(1+x)*6*x-x*2*x-(2*x*v+u*(3-3*x*x)), at(k.Source[1]), 1e-12)

	require.Equal(t, "x^2", k.Model.States[0].Value.String())
	require.Equal(t, []string{"source_u", "source_u_", "source_v"}, letNames(k.Model))
	texts := []string{}
	for _, c := range k.Model.Boundary {
		texts = append(texts, c.String())
		require.Same(t, k.Model.States[c.State.Index], c.State)
	}
	require.Equal(t, []string{"u = t + x^2", "dn(u) = 2*x", "v = 3*(x - x^3/3)", "v: symmetry"}, texts)
	require.Empty(t, k.Model.Closures)
	require.Contains(t, k.Model.Equations[0].LHS.String(), "x*y", "the closure's truth stands in its place")
	require.Contains(t, k.Model.FaceRules[1].Of.String(), "x*y")
}

func letNames(m *model.Model) (names []string) {
	for _, l := range m.Lets {
		names = append(names, l.Name)
	}
	return names
}

// A lag of what changes in time is told.
func TestLagged(t *testing.T) {
	k, problems := manufacture.Manufacture(load(t, strings.Replace(plate, "v = 3*x - x^3", "v = (3*x - x^3)*exp(t)", 1)))
	require.NotNil(t, k, "%v", problems)
	require.True(t, k.Lagged)
}

// What leaves the range of a state is refused, and the message says where.
func TestRange(t *testing.T) {
	k, problems := manufacture.Manufacture(load(t, strings.Replace(plate, "u = t + x^2", "u = t + 20*x^2", 1)))
	require.Nil(t, k)
	require.Contains(t, problems[0].Message, "the exact solution of `u` is 9.")
}

// The model that comes in is not changed.
func TestModelIsNotChanged(t *testing.T) {
	m := load(t, plate)
	before := model.Dump(m)
	manufacture.Manufacture(m)
	require.Equal(t, before, model.Dump(m))
}

const walls = `model walls

domain {
  x in [0, 1] cells 8
  t in [0, 1] step 0.1
}

state u

closure q(s) = mlp(hidden: [4])

equation u: ddt(u) + div([u^2/2]) = 2*lap(u) + div(q(u)*grad(u))

boundary {
  x = min: MIN
  x = max: MAX
}

exact { u = 3 + x^2 }

truth { q = s^3 }
`

// What is added to a condition is what the exact solution lacks: u is 3 and 4 at
// the ends, and u' is 0 and 2.
func TestConditions(t *testing.T) {
	for text, want := range map[string]float64{
		"u = 7":               4,
		"dn(u) = 7":           2,
		"dn(u) = u^2":         2 - 16,
		"0.5*dn(u) + u = 7":   1 + 4 - 7,
		"-2*dn(u) = q(u - 1)": -4 - 27,
		"flux(u) = 7":         8 - 2*2 - 64*2,
		"flux(u) = u":         8 - 2*2 - 64*2 - 4,
	} {
		src := strings.NewReplacer("MIN", "u = 0", "MAX", text).Replace(walls)
		k, problems := manufacture.Manufacture(load(t, src))
		require.NotNil(t, k, "%v", problems)
		e := k.Model.Boundary[1].Expr
		form := strings.Contains(e.String(), "u")
		if e.Op == model.OpAdd && (form || k.Model.Boundary[1].Kind == model.Robin) {
			e = e.Args[1] // what was added
		}
		one := manufacture.Case{Model: k.Model, Exact: []*model.Expr{e}}
		require.InDelta(t, want, one.Tape().Eval(nil, []float64{1, 0.3})[0], 1e-12, "%s: %s", text, k.Model.Boundary[1])
	}
	// the outward normal of the other face points the other way
	src := strings.NewReplacer("MIN", "dn(u) = 0", "MAX", "u = 0").Replace(walls)
	src = strings.Replace(src, "3 + x^2", "3 + x", 1)
	k, _ := manufacture.Manufacture(load(t, src))
	require.Equal(t, "dn(u) = -1", k.Model.Boundary[0].String())
}
