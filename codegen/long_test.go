package codegen

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
)

// longSpec writes a system of coupled states with many terms each, one to a line.
func longSpec(states, terms int) string {
	var b strings.Builder
	b.WriteString("model long\n\ndomain {\n  x in [0, 1] cells 32\n  y in [0, 1] cells 32\n  t in [0, 0.1] step 0.01\n}\n\n")
	for i := range states {
		fmt.Fprintf(&b, "param k%d = %g\nstate u%d = %g\n", i, 1+0.01*float64(i), i, 0.5+0.01*float64(i))
	}
	for i := range states {
		fmt.Fprintf(&b, "\nequation u%d:\n  ddt(u%d) = div(k%d*grad(u%d))\n", i, i, i, i)
		for j := range terms {
			other := (i + 1 + j%3) % states
			fmt.Fprintf(&b, "    + %.2f*u%d*u%d*sin(%d*u%d)\n", 0.01*float64(j+1), other, i, j+1, other)
		}
	}
	b.WriteString("\nboundary {\n  x: periodic   y: periodic\n}\n")
	return b.String()
}

// The compiler's work grows in proportion to a specification's length: nodes of
// the graph, bytes of Go, allocations.
func TestWorkGrowsWithLength(t *testing.T) {
	type work struct{ lines, nodes, bytes, allocations float64 }
	measure := func(states int) work {
		text := longSpec(states, 37)
		m, _, problems := dsl.Load("long.pde", []byte(text))
		require.NotNil(t, m, "%v", problems)
		p, problems := Lower(m)
		require.NotNil(t, p, "%v", problems)
		w := work{lines: float64(strings.Count(text, "\n")), nodes: float64(p.Graph.Len())}
		w.allocations = testing.AllocsPerRun(1, func() {
			files, _, err := Generate(m, Options{})
			require.NoError(t, err)
			w.bytes = 0
			for _, f := range files {
				w.bytes += float64(len(f.Content))
			}
		})
		return w
	}
	half, whole := measure(12), measure(24)
	t.Logf("%+v, %+v", half, whole)
	most := 1.2 * whole.lines / half.lines
	require.Less(t, whole.nodes, most*half.nodes)
	require.Less(t, whole.bytes, most*half.bytes)
	require.Less(t, whole.allocations, most*half.allocations)
	require.Less(t, whole.nodes, 150*whole.lines)
	require.Less(t, whole.bytes, 3000*whole.lines)
}

// BenchmarkLong compiles 2,000 lines: 50 coupled states.
func BenchmarkLong(b *testing.B) {
	text := []byte(longSpec(50, 37))
	b.ReportAllocs()
	for b.Loop() {
		m, _, _ := dsl.Load("long.pde", text)
		files, _, err := Generate(m, Options{})
		if err != nil || files == nil {
			b.Fatal("refused")
		}
	}
}
