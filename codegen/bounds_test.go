package codegen

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// What a text can ask for is bounded: large systems compile, monsters are refused,
// both with work that a text's length bounds. Allocations are what is counted of it.
func TestCompilingIsBounded(t *testing.T) {
	const head = "model big\n\ndomain {\n  x in [0, 1] cells 64\n  t in [0, 1] step 0.01\n}\nparam p = 1\nstate u = 1\n"
	const walls = "boundary { x = min: u = 1   x = max: dn(u) = 0 }\n"
	repeat := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		text    string
		refused bool
	}{
		"coupled states": {text: coupled(50)},
		"terms":          {text: head + "equation u:\n  ddt(u) = lap(u)" + repeat(5000, " +\n  p*u^%d") + "\n" + walls},
		"derivatives":    {text: head + "equation u:\n  ddt(u) = lap(u)" + repeat(2000, " +\n  div(upwind, [%d + u]*u)") + "\n" + walls},
		"lets":           {text: head + "let a0 = u\n" + doubling(3000) + "equation u:\n  ddt(u) = lap(u) + a3000\n" + walls},
		"flux of lets":   {text: head + "let a0 = u\n" + doubling(1000) + "equation u:\n  ddt(u) = div(grad(a1000))\n" + walls},
		"squares":        {text: head + "field a0 = 0.5\n" + squares(1000) + "equation u:\n  ddt(u) = div(upwind, [a1000]*u)\n" + walls},
		"nesting":        {text: head + "equation u:\n  ddt(u) = lap(u) + " + strings.Repeat("sin(", 3000) + "u" + strings.Repeat(")", 3000) + "\n" + walls, refused: true},
		"powers":         {text: head + "equation u:\n  ddt(u) = lap(u) + u" + strings.Repeat("^2", 2000) + "\n" + walls, refused: true},
		"constants":      {text: head + "equation u:\n  ddt(u) = 1e308*1e308*lap(u)\n" + walls, refused: true},
		"cells":          {text: strings.Replace(head, "cells 64", "cells 1000000000", 1) + "equation u:\n  ddt(u) = lap(u)\n" + walls},
		"more cells":     {text: strings.Replace(head, "cells 64", "cells 99999999999999", 1) + "equation u:\n  ddt(u) = lap(u)\n" + walls, refused: true},
		"steps":          {text: strings.Replace(head, "step 0.01", "step 1e-300", 1) + "equation u:\n  ddt(u) = lap(u)\n" + walls, refused: true},
		"closures":       {text: head + repeat(100, "closure f%d(u) = mlp(hidden: [64, 64])\n") + "equation u:\n  ddt(u) = lap(u)" + repeat(100, " +\n  f%d") + "\n" + walls},
		"applications":   {text: head + "closure f(s) = mlp(hidden: [8])\nequation u:\n  ddt(u) = lap(u)" + repeat(300, " +\n  f(u + %d)") + "\n" + walls},
	} {
		t.Run(name, func(t *testing.T) {
			text := c.text
			before := allocations()
			m, _, problems := dsl.Load("big.pde", []byte(text))
			var files []File
			if m != nil {
				var found []diag.Diagnostic
				var err error
				files, found, err = Generate(m, Options{})
				require.NoError(t, err)
				problems = append(problems, found...)
			}
			made := allocations() - before
			t.Logf("%d lines, %d bytes, %d allocations, %d diagnostics", strings.Count(text, "\n"), len(text), made, len(problems))
			require.Less(t, made, uint64(100_000+600*len(text)))
			require.Equal(t, c.refused, diag.HasErrors(problems), "%v", firstOf(problems))
			require.Equal(t, c.refused, files == nil)
		})
	}
}

// allocations is how many the program has made so far.
func allocations() uint64 {
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.Mallocs
}

// doubling is a chain of lets, each of which holds the one before twice.
func doubling(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "let a%d = a%d*p + sin(a%d)\n", i+1, i, i)
	}
	return b.String()
}

func firstOf(problems []diag.Diagnostic) any {
	if len(problems) == 0 {
		return nil
	}
	return problems[0].Message
}

// coupled is a system of n states on a plane, each in the equations of its
// neighbours: some two thousand lines for fifty.
func coupled(n int) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("model coupled\n\ndomain {\n  x in [0, 1] cells 64\n  y in [0, 1] cells 64\n  t in [0, 1] step 0.01\n}\n")
	params, lets := 10*n, 10*n
	for i := range params {
		line("param p%d = %g", i, 1+float64(i)/100)
	}
	for i := range n {
		line("state u%d = 1 + %d*x*y", i, i)
	}
	for i := range 10 {
		line("closure f%d(u%d) = mlp(hidden: [8])", i, i%n)
	}
	for i := range lets {
		line("let a%d = p%d*u%d*u%d + tanh(u%d)*p%d", i, i, i%n, (i+1)%n, (i+7)%n, 3*i%params)
	}
	for i := range n {
		line("equation u%d:\n  ddt(u%d) + div(upwind, [p%d, -p%d]*u%d) = div((1 + u%d^2)*grad(u%d)) + f%d +", i, i, i, i+1, i, (i+1)%n, i, i%10)
		for k := range 14 {
			line("    a%d - p%d*exp(-u%d^2)*u%d +", (i*10+k)%lets, (i*10+k)%params, (i+k)%n, (i+k+1)%n)
		}
		line("    sin(t)")
	}
	line("boundary {")
	for _, side := range []string{"x = min", "x = max", "y = min", "y = max"} {
		for i := range n {
			line("  %s: "+[]string{"u%d", "dn(u%d)"}[i%2]+" = p%d", side, i, i)
		}
	}
	line("}")
	return b.String()
}

// squares is a chain of lets, each of which is the square of the one before.
func squares(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "let a%d = a%d*a%d\n", i+1, i, i)
	}
	return b.String()
}
