package cli

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/dsl/model"
)

func TestTableOfAClosure(t *testing.T) {
	c := &arrays.Closure{
		Name: "k", Unit: "W/m/K", Learned: []float64{1, 2.00000001}, True: []float64{1.5, 2},
		Args: []arrays.Arg{{Name: "T", Unit: "K", At: []float64{290, 400}, Visited: true, Lo: 280, Hi: 330}},
	}
	var out bytes.Buffer
	require.NoError(t, writeTable(&out, c))
	require.Equal(t, "T (K),inside,learned k (W/m/K),true k (W/m/K)\n290,1,1,1.5\n400,0,2,2\n", out.String())
	c.True, c.Unit = nil, ""
	out.Reset()
	require.NoError(t, writeTable(&out, c))
	require.Equal(t, "T (K),inside,learned k\n290,1,1\n400,0,2\n", out.String())
	c.SD, c.Before = []float64{0.1, 0.2}, []float64{3, 4}
	out.Reset()
	require.NoError(t, writeTable(&out, c))
	require.Equal(t, "T (K),inside,learned k,standard deviation,before the data\n290,1,1,0.1,3\n400,0,2,0.2,4\n", out.String())
}

func TestLatticeOfALaw(t *testing.T) {
	c := &arrays.Closure{Name: "k", Shape: []int{2, 3}, Learned: make([]float64, 6), Args: []arrays.Arg{
		{Name: "a", At: []float64{1, 1, 1, 2, 2, 2}, Visited: true}, {Name: "b", At: []float64{5, 6, 7, 5, 6, 7}, Visited: true},
	}}
	l := lawOf(c)
	require.Equal(t, []float64{1, 2}, l.Args[0].At)
	require.Equal(t, []float64{5, 6, 7}, l.Args[1].At)
	c.Shape = nil
	require.Nil(t, lawOf(c), "scattered points")
}

func TestWhichClosure(t *testing.T) {
	m := &model.Model{Name: "m"}
	_, err := closureNamed(m, "")
	require.EqualError(t, err, "m has no closures")
	m.Closures = []*model.Symbol{{Name: "f"}}
	got, err := closureNamed(m, "")
	require.NoError(t, err)
	require.Equal(t, "f", got)
	m.Closures = append(m.Closures, &model.Symbol{Name: "g"})
	_, err = closureNamed(m, "")
	require.EqualError(t, err, "which closure? name one with -closure: f, g")
	_, err = closureNamed(m, "h")
	require.EqualError(t, err, `-closure: m has no closure "h"; it has f, g`)
}

func TestNoiseOfStates(t *testing.T) {
	m := &model.Model{Name: "m", States: []*model.Symbol{{Name: "T", Unit: model.Unit{Text: "mK", Scale: 1e-3}}, {Name: "u"}}}
	got, err := noiseOf(m, []string{"T=2", "u=0.5"})
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"T": 2e-3, "u": 0.5}, got)
	for _, bad := range []string{"T", "T=", "T=-1", "T=0", "v=1"} {
		_, err := noiseOf(m, []string{bad})
		require.Error(t, err, bad)
	}
}
