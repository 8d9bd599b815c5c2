package codegen

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// lowerText compiles a specification that the checker accepts.
func lowerText(t *testing.T, src string) []diag.Diagnostic {
	m, _, problems := dsl.Load("case.pde", []byte(src))
	require.NotNil(t, m, "%v", problems)
	require.Empty(t, problems)
	p, problems := Lower(m)
	require.Equal(t, p == nil, diag.HasErrors(problems))
	return problems
}

func TestCodes(t *testing.T) {
	for i, c := range Codes {
		require.NotEmpty(t, c.Title)
		if i < len(discretize.Codes) {
			continue // tested there
		}
		problems := lowerText(t, c.Wrong)
		require.Len(t, problems, 1, c.Code)
		require.Equal(t, c.Code, problems[0].Code)
		require.Less(t, problems[0].Span.Start, problems[0].Span.End)
		require.Empty(t, lowerText(t, c.Right), c.Code)
	}
}

const large = `model large

domain {
  x in [0, 1] cells 16
  t in [0, 1] step 0.1
}

param k = 0.5
let   a = 1 + x

state u = 1

equation u: ddt(u) = div(k*grad(u)) - a*sin(u)

boundary {
  x = min: u = 2
  x = max: dn(u) = 3
}

numerics { precision float32 }
`

// What float32 cannot hold is told where it stands, wherever that is.
func TestNumbersTooLargeForThePrecision(t *testing.T) {
	require.Empty(t, lowerText(t, large))
	for change, want := range map[[2]string]string{
		{"k = 0.5", "k = 0.5e39"}:                     "0.5e39",
		{"u = 2", "u = 2e30*1e11"}:                    "u = 2e30*1e11", // folded: nothing of that size stands in the text
		{"= 3", "= 3e40*sin(t)"}:                      "3e40",
		{"1 + x", "-4e40 + x"}:                        "-4e40",
		{"state u = 1", "state u=5e40"}:               "5e40",
		{"- a*", "- 6e40*a*"}:                         "6e40",
		{"[0, 1] step 0.1", "[0, 1e39] steps [1e39]"}: "t in [0, 1e39] steps [1e39]",
	} {
		src := strings.Replace(large, change[0], change[1], 1)
		problems := lowerText(t, src)
		require.Len(t, problems, 1, change[1])
		require.Equal(t, codeTooLarge, problems[0].Code)
		require.Equal(t, want, src[problems[0].Span.Start:problems[0].Span.End])
		require.Empty(t, lowerText(t, strings.Replace(src, "float32", "float64", 1)))
	}
}

// The precision asked for counts, not the one in the text.
func TestPrecisionOfTheOptions(t *testing.T) {
	m, _, _ := dsl.Load("case.pde", []byte(strings.Replace(large, "0.5", "1e39", 1)))
	files, problems, err := Generate(m, Options{})
	require.NoError(t, err)
	require.Nil(t, files)
	require.Len(t, problems, 1)
	files, problems, err = Generate(m, Options{Precision: "float64"})
	require.NoError(t, err)
	require.NotNil(t, files)
	require.Empty(t, problems)
}

func TestUnstableStep(t *testing.T) {
	const h = 1.0 / 32
	for scheme, factor := range map[string]float64{"forward_euler": 1, "rk4": 1.3926} {
		limit := factor * h * h / 2
		text := func(step float64) string {
			return strings.Replace(exampleScheme(scheme, "STEP"), "STEP", number(step), 1)
		}
		require.Empty(t, lowerText(t, text(limit)))
		problems := lowerText(t, text(1.01*limit))
		require.Len(t, problems, 1)
		require.Equal(t, codeUnstable, problems[0].Code)
		require.Contains(t, problems[0].Message, "the step is")
	}
	require.Empty(t, lowerText(t, exampleScheme("backward_euler", "0.5")))
}

func TestRoundDown(t *testing.T) {
	for x, want := range map[float64]float64{0.00237: 0.0023, 1: 1, 0.1: 0.1, 99.9: 99, 1e-9: 1e-9} {
		require.InEpsilon(t, want, roundDown(x), 1e-9)
		require.LessOrEqual(t, roundDown(x), x*(1+1e-11))
	}
	require.False(t, math.IsNaN(roundDown(1e300)))
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
