package check_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/parse"
)

// bounded is far more than any of these texts takes, also on a busy machine.
const bounded = 5 * time.Second

// accepted runs the front end on a text, which must end in time, and tells
// whether the text was accepted.
func accepted(t *testing.T, src string) (*model.Model, []diag.Diagnostic) {
	t.Helper()
	start := time.Now()
	f, problems := parse.Parse("hostile.pde", []byte(src))
	var m *model.Model
	if !diag.HasErrors(problems) {
		m, problems = check.Check(f)
	}
	require.Less(t, time.Since(start), bounded)
	require.Equal(t, m == nil, diag.HasErrors(problems))
	for _, d := range problems {
		require.NotContains(t, d.Message+d.Label+d.Help, "\n")
	}
	return m, problems
}

func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d"), i)
	}
	return b.String()
}

// Texts that would take forever, or much memory, if their work were not shared
// or bounded.
func TestBoundedWork(t *testing.T) {
	for name, c := range map[string]struct {
		src   string
		codes string // of the first error; "" where the text is good
	}{
		"doubling fluxes":     {with("let v0 = k*grad(u)\n"+chain(300, "let v%[2]d = v%[1]d + v%[1]d\n"), rhs, "div(v300)"), ""},
		"doubling divergence": {with("let d0 = u\n"+chain(300, "let d%[2]d = d%[1]d*d%[1]d\n"), rhs, "k*dx(dx(u)) + d300", "dn(u) = 0", "flux(u) = d300"), "E0505"},
		"doubling mass":       {with("let m0 = u\n"+chain(300, "let m%[2]d = m%[1]d + m%[1]d\n"), "ddt(u)", "ddt(m300)"), ""},
		"doubling constants":  {with("let m0 = k\n"+chain(300, "let m%[2]d = m%[1]d*m%[1]d\n"), "ddt(u)", "ddt(u*m300)"), ""},
		"doubling closures": {with("closure f0(u) = mlp(hidden: [2])\nclosure g0(u) = mlp(hidden: [2])\n"+
			chain(40, "closure f%[2]d(f%[1]d, g%[1]d) = mlp(hidden: [2])\nclosure g%[2]d(f%[1]d, g%[1]d) = mlp(hidden: [2])\n"), rhs, rhs+" - f40"), "E0309"},
		"nested applications": {with("closure f(u) = mlp(hidden: [2])", rhs, rhs+" - "+strings.Repeat("f(", 150)+"u"+strings.Repeat(")", 150)), ""},
		"nested brackets":     {with("", rhs, strings.Repeat("(", 10_000)+"u"), "E0103"},
		"nested operators":    {with("", rhs, strings.Repeat("lap(", 100)+"u"+strings.Repeat(")", 100)), "E0310"},
		"long product of dn":  {with("", "dn(u) = 0", "dn(u)"+strings.Repeat("*2", 5000)+" = u"), ""},
		"many factors of ddt": {with("", "ddt(u)", "ddt(u)"+strings.Repeat("*(1 + u^2)", 3000)), ""},
		"many conditions":     {with("", "dn(u) = 0", "dn(u) = 0"+strings.Repeat(", u = 1", 2000)), "E0502"},
		"many arguments":      {with("closure f(" + strings.TrimSuffix(repeated(200, "a#, "), ", ") + ") = mlp(hidden: [2])"), "E0311"},
		"many inputs":         {with("closure f(u) {\n  input u"+strings.Repeat(", u", 5000)+"\n  net mlp(hidden: [4096, 4096])\n}", rhs, rhs+" - f"), ""},
		"enormous power":      {with("const n = 10^300"), ""},
		"enormous product":    {with("const n = 10^300*10^300"), "E0304"},
		"enormous grid":       {with("", "cells 16", "cells 1000000000"), ""},
		"too large a grid":    {with("", "cells 16", "cells 1000000001"), "E0512"},
		"long number":         {with("const n = 0." + strings.Repeat("0", 1000) + "1"), "E0105"},
	} {
		t.Run(name, func(t *testing.T) {
			m, problems := accepted(t, c.src)
			if c.codes == "" {
				require.NotNil(t, m, "%v", diag.Sort(problems))
				return
			}
			require.Nil(t, m)
			first := ""
			for _, d := range problems {
				if d.Severity == diag.Error {
					first = d.Code
					break
				}
			}
			require.Equal(t, c.codes, first)
		})
	}
}

// chain repeats a format of a number and the next.
func chain(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i, i+1)
	}
	return b.String()
}

// A comment that would end the comment of generated code, or start a line of its
// own there, stays text on one line.
func TestCommentsSmuggleNothing(t *testing.T) {
	m := good(t, with("", "param k = 0.5", "param k = 0.5 # */ func init() { panic(1) } //go:generate rm -rf"))
	require.Equal(t, "*/ func init() { panic(1) } //go:generate rm -rf", m.Params[0].Comment)
	for _, bad := range []string{"\r", "\u2028", "\u2029", "\x85", "\x00", "\u202e", "\x1b[2J"} {
		_, problems := accepted(t, with("", "param k = 0.5", "param k = 0.5 # a"+bad+"package main"))
		require.True(t, diag.HasErrors(problems), "%q", bad)
		require.Equal(t, "E0101", problems[0].Code)
	}
}

// Names that are words of Go, or meet after becoming Go names, are kept apart.
func TestHostileNames(t *testing.T) {
	m := good(t, with("param func = 1\nparam type = 1\nparam range = 2\nparam string = 3\nparam nil = 4\nparam a_b = 5\nparam aB = 6\nparam a__b = 7",
		rhs, rhs+" + func*type*range*string*nil*a_b*aB*a__b"))
	seen := map[string]bool{}
	for _, p := range m.Params {
		require.Regexp(t, `^[A-Z][A-Za-z0-9_]*$`, p.GoName)
		require.False(t, seen[p.GoName], p.GoName)
		seen[p.GoName] = true
	}
	for _, name := range []string{"__proto__", "a-b", "a.b", "../x", "$(x)", "a b", "ж", "a\u200bb"} {
		_, problems := accepted(t, with("param "+name+" = 1"))
		require.True(t, diag.HasErrors(problems), name)
	}
}

// 2,000 lines take about a tenth of a second; a machine may be busy, so the best of
// a few counts, and the bound is wide.
func TestTwoThousandLinesAreFast(t *testing.T) {
	src := with("closure f(u) = mlp(hidden: [4])\nclosure q(s) = mlp(hidden: [4])\nlet a0 = u\n"+chain(2000, "let a%[2]d = f(a%[1]d) + k*q(u + %[1]d*x)*a%[1]d - sin(t)*u^2\n"),
		rhs, rhs+" - a2000")
	require.Greater(t, strings.Count(src, "\n"), 2000)
	chained, _ := accepted(t, src)
	require.NotNil(t, chained)

	src = with("closure f(u) = mlp(hidden: [4])\nclosure q(s) = mlp(hidden: [4])\n"+repeated(2000, "let a# = f(u + #) + k*q(u + #*x)*u - sin(t)*u^2\n"),
		rhs, rhs+repeated(2000, " - a#"))
	best := time.Hour
	for range 5 {
		start := time.Now()
		m, _ := accepted(t, src)
		require.NotNil(t, m)
		best = min(best, time.Since(start))
	}
	require.Less(t, best, 2*time.Second)
}
