package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Each form of a condition is of its kind, whatever way it is written.
func TestConditionKinds(t *testing.T) {
	two := with("state v = 0\nclosure q(s) = mlp(hidden: [4])\nclosure p(x) = mlp(hidden: [4])\nfield r = x + 1",
		"boundary", "equation v:\n  ddt(v) = -v + q(v)*p*r\n\nboundary")
	for text, want := range map[string]struct {
		kind model.ConditionKind
		text string
	}{
		"u = v*p + r":             {model.Value, "u = v*p + r"},
		"dn(u) = q(v) - t":        {model.Gradient, "dn(u) = q(v) - t"},
		"dn(u) = -2*(u - v)":      {model.Robin, "dn(u) = (-2)*(u - v)"},
		"-k*dn(u) = q(u)":         {model.Robin, "-k*dn(u) = q(u)"},
		"k*(u - 1) = -k*dn(u)":    {model.Robin, "k*(u - 1) = -k*dn(u)"},
		"u = -dn(u)":              {model.Robin, "u = -dn(u)"},
		"u + dn(u)*v/(1 + v) = 0": {model.Robin, "u + dn(u)*v/(1 + v) = 0"},
		"2*dn(u) - dn(u) = 1":     {model.Robin, "2*dn(u) - dn(u) = 1"},
		"flux(u) = v":             {model.Flux, "flux(u) = v"},
		"u: symmetry":             {model.Symmetry, "u: symmetry"},
		"symmetry":                {model.Symmetry, "u: symmetry"},
		"u: outflow":              {model.Outflow, "u: outflow"},
		"outflow":                 {model.Outflow, "u: outflow"},
	} {
		m := good(t, strings.Replace(two, "dn(u) = 0", text, 1))
		c := m.Boundary[1]
		require.Equal(t, want.kind, c.Kind, text)
		require.Equal(t, want.text, c.String(), text)
		require.True(t, c.High)
		require.Equal(t, "u", c.State.Name)
	}
}

// An equation of fourth order has two conditions on a face, in the order of
// their derivatives; symmetry and outflow stand for both.
func TestFourthOrder(t *testing.T) {
	src := strings.Replace(bar, rhs, "-lap(k*lap(u))", 1)
	m := good(t, strings.NewReplacer("u = 0", "dn(dn(u)) = 0, u = 1", "dn(u) = 0", "dn(dn(dn(u))) = 2, dn(dn(u)) = t").Replace(src))
	var got []string
	for _, c := range m.Boundary {
		got = append(got, c.String())
	}
	require.Equal(t, []string{"u = 1", "dn(dn(u)) = 0", "dn(dn(u)) = t", "dn(dn(dn(u))) = 2"}, got)
	for _, word := range []string{"symmetry", "outflow", "u: symmetry", "u: outflow"} {
		m = good(t, strings.NewReplacer("  x = min: u = 0\n", "", "x = max: dn(u) = 0", "x: "+word).Replace(src))
		require.Len(t, m.Boundary, 2, word)
	}
	good(t, strings.NewReplacer("  x = min: u = 0\n", "", "x = max: dn(u) = 0", "x: periodic", rhs, "k*dx(dx(dx(u)))").Replace(bar))
}

// What needs conditions is the order along each axis by itself.
func TestOrderByAxis(t *testing.T) {
	plane := strings.NewReplacer("cells 16\n", "cells 16\n  y in [0, 1] cells 8\n")
	src := func(right, conditions string) string {
		return plane.Replace(strings.NewReplacer(rhs, right, "  x = min: u = 0\n  x = max: dn(u) = 0\n", conditions).Replace(bar))
	}
	good(t, src("k*dx(dx(dx(dx(u)))) + dy(dy(u))", "  x: u = 0, dn(u) = 0\n  y: u = 0\n"))
	good(t, src("k*dx(dx(u))", "  x: u = 0\n"))
	good(t, src("div([0, k*dy(u)])", "  y: u = 0\n"))
	good(t, src("k*dx(dy(u))", "  x: u = 0\n  y: u = 0\n"))
	_, problems := load(t, src("div([0, k*dx(u)])", "  y: u = 0\n"))
	require.Equal(t, "E0501 E0501", codes(problems), "a mixed derivative is one along each axis")
	_, problems = load(t, src("k*dx(dx(dx(u)))", "  x: u = 0\n"))
	require.Equal(t, "E0507", codes(problems), "told once")
}

// Numbers are in the unit of the left side.
func TestUnitsOfConditions(t *testing.T) {
	src := read(t, "../../specs/heat.pde")
	at := func(text string) *model.Condition {
		m := good(t, strings.Replace(src, "dn(T) = 0", text, 1))
		return m.Boundary[1]
	}
	require.Equal(t, 5000.0, at("dn(T) = 5").Expr.Value, "K/mm")
	require.Equal(t, 20.0, at("flux(T) = 20[W/m^2]").Expr.Value)
	require.Equal(t, at("flux(T) = 0").Expr.Dims, at("-k*dn(T) = 0").Expr.Dims, "a zero fits")
}
