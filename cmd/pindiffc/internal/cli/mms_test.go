package cli

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl"
)

const learned = `model learned

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

state u
state w

closure f(x) = mlp(hidden: [8])

equation u: ddt(u) = lap(u) - f*u
equation w: ddt(w) = -w

boundary { x: periodic }

exact { u = 1   # one
  w = exp(-t) }
`

// Expressions of the command stand in the place of those of the blocks, in the
// block that they belong to.
func TestExpressionsOfTheCommand(t *testing.T) {
	src, _, err := withExpressions("learned.pde", []byte(learned), []string{"u = 2 + x*0", "f = cos(2*pi*x)"})
	require.NoError(t, err)
	m, _, problems := dsl.Load("learned.pde", src)
	require.NotNil(t, m, "%v", problems)
	require.Equal(t, "2 + x*0", m.Solution[0].String())
	require.Equal(t, "exp(-t)", m.Solution[1].String(), "what the command does not say stays")
	require.Contains(t, m.Truth.Closures[0].String(), "cos(")
	require.Contains(t, string(src), "\nequation w: ddt(w) = -w\n", "the rest is as it was")

	same, _, err := withExpressions("learned.pde", []byte(learned), nil)
	require.NoError(t, err)
	require.Equal(t, learned, string(same))

	for _, bad := range [][]string{{"u = 1", "u = 2"}, {"u"}, {"u = 1 }"}, {"u = 1\nv = 2"}} {
		_, _, err := withExpressions("learned.pde", []byte(learned), bad)
		require.Error(t, err, "%q", bad)
	}
}

func TestArgumentsOfMMS(t *testing.T) {
	f := &mmsFlags{values: []string{blockOnly, "v=x"}}
	require.Equal(t, []string{"spec.pde"}, f.take([]string{"u = x*t", "spec.pde", "w=1"}))
	require.Equal(t, []string{"v=x", "u = x*t", "w=1"}, f.expressions())
}
