package discretize_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/dsl"
)

func TestCodes(t *testing.T) {
	for i, c := range discretize.Codes {
		t.Run(c.Code, func(t *testing.T) {
			if i > 0 {
				require.Greater(t, c.Code, discretize.Codes[i-1].Code)
			}
			require.NotEmpty(t, c.Title)
			require.NotEmpty(t, c.Story)
			if strings.Contains(c.Story, "please report this") {
				require.Empty(t, c.Wrong)
				return // a specification that shows it would be a fault of the compiler
			}
			m, _, problems := dsl.Load("wrong.pde", []byte(c.Wrong))
			require.NotNil(t, m, "%v", problems)
			_, problems = discretize.Discretize(m)
			require.NotEmpty(t, problems)
			for _, d := range problems {
				require.Equal(t, c.Code, d.Code, d.Message)
				require.Less(t, d.Span.Start, d.Span.End)
			}
			m, _, problems = dsl.Load("right.pde", []byte(c.Right))
			require.NotNil(t, m, "%v", problems)
			require.Empty(t, problems)
			p, problems := discretize.Discretize(m)
			require.Empty(t, problems)
			require.NotNil(t, p)
		})
	}
}

// On a period there is no face that a rule could be for.
func TestFaceRuleWithoutAFace(t *testing.T) {
	const spec = "model example\n\ndomain {\n  x in [0, 1] cells 16\n  t in [0, 1] step 0.1\n}\n\nstate u = 1\n\n" +
		"let k = 2 + sin(2*pi*x)\nequation u: ddt(u) = div(k*grad(u))\n\nboundary { x: periodic   face(k): zero_gradient }\n"
	m, _, problems := dsl.Load("period.pde", []byte(spec))
	require.NotNil(t, m, "%v", problems)
	_, problems = discretize.Discretize(m)
	require.Len(t, problems, 1)
	require.Equal(t, "E0804", problems[0].Code)
	require.Equal(t, "there is no face for this rule: every axis is periodic", problems[0].Message)
}
