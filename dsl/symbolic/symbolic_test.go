package symbolic

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

// space is an algebra with two variables.
type space struct {
	*Algebra
	x, t *model.Symbol
	rng  *rand.Rand
}

func newSpace(seed uint64) *space {
	return &space{New(), &model.Symbol{Kind: model.KindCoord, Name: "x"}, &model.Symbol{Kind: model.KindTime, Name: "t"},
		rand.New(rand.NewPCG(seed, 1))}
}

// random is a smooth expression that is finite on [0, 1]: arguments of log, sqrt
// and powers are kept positive.
func (s *space) random(depth int) *model.Expr {
	if depth == 0 {
		switch s.rng.IntN(3) {
		case 0:
			return s.Num(math.Round(s.rng.Float64()*40) / 10)
		case 1:
			return s.Ref(s.x)
		}
		return s.Ref(s.t)
	}
	a := func() *model.Expr { return s.random(depth - 1) }
	bounded := func() *model.Expr { return s.Call("sin", a()) }
	positive := func() *model.Expr { return s.Add(s.Num(1.5), bounded()) }
	switch s.rng.IntN(16) {
	case 0:
		return s.Add(a(), a())
	case 1:
		return s.Sub(a(), a())
	case 2:
		return s.Mul(bounded(), a())
	case 3:
		return s.Div(a(), positive())
	case 4:
		return s.Neg(a())
	case 5:
		return s.Pow(positive(), bounded())
	case 6:
		return s.Pow(positive(), s.Num(float64(s.rng.IntN(5))-1.5))
	case 7:
		return s.Call("exp", bounded())
	case 8:
		return s.Call("log", positive())
	case 9:
		return s.Call("sqrt", positive())
	case 10:
		return s.Call("tan", s.Mul(s.Num(0.5), bounded()))
	case 11:
		return s.Call([]string{"tanh", "sigmoid", "softplus", "cos"}[s.rng.IntN(4)], a())
	case 12:
		return s.Call("max", a(), a(), a())
	case 13:
		return s.Call("min", a(), s.Num(2))
	case 14:
		return s.Call("where", s.Compare(model.OpGreater, a(), s.Num(0.3)), a(), a())
	}
	return s.Call("abs", a())
}

// Derivatives agree with central differences, wherever no kink is near.
func TestDerivativesAgreeWithDifferences(t *testing.T) {
	compared := 0
	for seed := range uint64(400) {
		s := newSpace(seed)
		e := s.random(4)
		in := []*model.Symbol{s.x, s.t}
		gaps := []*model.Expr{e, s.D(e, s.x), s.D(e, s.t)}
		for _, k := range s.Kinks(e) {
			gaps = append(gaps, k.Gap)
		}
		tape := Compile(in, gaps...)
		const h = 1e-5
		at := []float64{0.1 + 0.8*s.rng.Float64(), 0.1 + 0.8*s.rng.Float64()}
		center := tape.Eval(nil, at)
		for i := range in {
			lo, hi := append([]float64{}, at...), append([]float64{}, at...)
			lo[i], hi[i] = lo[i]-h, hi[i]+h
			low, high := tape.Eval(nil, lo), tape.Eval(nil, hi)
			near := math.Abs(center[0]) > 1e6 || math.Abs(center[1+i]) > 1e6
			for k := 3; k < len(gaps); k++ {
				near = near || low[k]*high[k] <= 0
			}
			if near {
				continue
			}
			compared++
			want := (high[0] - low[0]) / (2 * h)
			// the third derivative bounds the error of the difference; estimate it by that of the slopes
			curve := math.Abs(high[1+i]-2*center[1+i]+low[1+i]) / 2
			require.InDelta(t, want, center[1+i], curve+1e-5*(1+math.Abs(center[0])+math.Abs(want)), "seed %d: d/d%s of %s", seed, in[i].Name, e)
		}
	}
	require.Greater(t, compared, 500)
}

// Equal expressions are one node, and what needs no operation has none.
func TestSimplification(t *testing.T) {
	s := newSpace(1)
	x, y := s.Ref(s.x), s.Ref(s.t)
	for want, e := range map[string]*model.Expr{
		"0":            s.D(y, s.x),
		"x":            s.Add(s.Num(0), x),
		"6*x":          s.Mul(s.Num(2), s.Mul(x, s.Num(3))),
		"-(x*t)":       s.Mul(s.Neg(x), y),
		"x - t":        s.Add(x, s.Neg(y)),
		"2*x":          s.D(s.Pow(x, s.Num(2)), s.x),
		"cos(x)":       s.D(s.Call("sin", x), s.x),
		"3*exp(3*x)":   s.D(s.Call("exp", s.Mul(s.Num(3), x)), s.x),
		"sign(x)":      s.D(s.Call("abs", x), s.x),
		"abs(x)":       s.Call("sqrt", s.Pow(x, s.Num(2))),
		"t*x^(t - 1)":  s.D(s.Pow(x, y), s.x),
		"x^t*log(x)":   s.D(s.Pow(x, y), s.t),
		"sigmoid(t)":   s.D(s.Call("softplus", y), s.t),
		"max(x, t, 1)": &model.Expr{Op: model.OpCall, Fun: "max", Args: []*model.Expr{x, y, s.Num(1)}},
	} {
		require.Equal(t, want, e.String())
	}
	require.Same(t, s.Mul(x, y), s.Mul(x, y))
	require.Equal(t, "max(max(x, t), 1)", s.Call("max", x, y, s.Num(1)).String())
}

// A derivative of a shared expression stays as large as it: ten doublings are
// twenty nodes, not a thousand.
func TestDerivativesStaySmall(t *testing.T) {
	s := newSpace(1)
	e := s.Call("sin", s.Ref(s.x))
	for range 10 {
		e = s.Mul(e, s.Add(e, s.Ref(s.t)))
	}
	tape := Compile([]*model.Symbol{s.x, s.t}, s.D(s.D(e, s.x), s.x))
	require.Less(t, len(tape.code), 250)
	v := tape.Eval(nil, []float64{0.3, 0.2})
	require.False(t, math.IsNaN(v[0]))
}

func TestKinks(t *testing.T) {
	s := newSpace(1)
	x := s.Ref(s.x)
	e := s.Add(s.Call("abs", s.Sub(x, s.Num(0.5))), s.Call("max", x, s.Num(2)))
	kinks := s.Kinks(e)
	require.Len(t, kinks, 2)
	require.Equal(t, "x - 0.5", kinks[0].Gap.String())
	require.Equal(t, "x - 2", kinks[1].Gap.String())
}
