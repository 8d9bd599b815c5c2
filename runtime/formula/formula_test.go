package formula

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func num(v float64) *Expr              { return &Expr{Op: "num", Value: v} }
func name(n string) *Expr              { return &Expr{Op: "var", Name: n} }
func op(o string, args ...*Expr) *Expr { return &Expr{Op: o, Args: args} }
func keys(kv map[string]float64) map[string]*Expr {
	m := map[string]*Expr{}
	for k, v := range kv {
		m[k] = num(v)
	}
	return m
}

func waves(kv map[string]float64) *Expr { return &Expr{Op: "waves", Keys: keys(kv)} }
func field(seed, length float64, args ...*Expr) *Expr {
	return &Expr{Op: "random_field", Keys: keys(map[string]float64{"seed": seed, "length": length}), Args: args}
}

func plane(nx, ny int, periodic bool) *Env {
	return &Env{
		Axes: []Axis{{"x", -1, 1, nx, periodic}, {"y", 0, 1, ny, periodic}},
		Vars: map[string]float64{"case": 3, "t": 0.5, "kappa": 2},
	}
}

func TestListByCase(t *testing.T) {
	e := &Expr{Op: "list", Args: []*Expr{{Op: "num", Value: 300}, {Op: "num", Value: 320}}}
	env := &Env{Axes: []Axis{{Name: "x", Hi: 1, Cells: 4}}, Vars: map[string]float64{"case": 1}}
	v, err := EvalScalar(e, env)
	require.NoError(t, err)
	require.Equal(t, 320.0, v)
	env.Vars["case"] = 2
	_, err = EvalScalar(e, env)
	require.ErrorContains(t, err, "there are 2 values, the case is 2")
}

func TestNormals(t *testing.T) {
	a, b := make([]float64, 10001), make([]float64, 10001)
	Normals(3, 4, a)
	Normals(3, 5, b)
	mean, square, both := 0.0, 0.0, 0.0
	for i := range a {
		mean, square, both = mean+a[i]/1e4, square+a[i]*a[i]/1e4, both+a[i]*b[i]/1e4
	}
	require.InDelta(t, 0, mean, 0.03)
	require.InDelta(t, 1, square, 0.05)
	require.InDelta(t, 0, both, 0.03)
	again := make([]float64, 10001)
	Normals(3, 4, again)
	require.Equal(t, a, again)
}

func TestElementwise(t *testing.T) {
	env := plane(4, 3, true)
	v, err := Eval(op("add", op("mul", name("x"), num(2)), op("pow", name("y"), name("kappa"))), env)
	require.NoError(t, err)
	for i := range 4 {
		for j := range 3 {
			x, y := -1+(float64(i)+0.5)/2, (float64(j)+0.5)/3
			require.InDelta(t, 2*x+y*y, v[i*3+j], 1e-15)
		}
	}
	for o, want := range map[string]float64{
		"neg": -0.5, "exp": math.Exp(0.5), "log": math.Log(0.5), "sqrt": math.Sqrt(0.5), "sin": math.Sin(0.5), "cos": math.Cos(0.5),
		"tan": math.Tan(0.5), "tanh": math.Tanh(0.5), "abs": 0.5, "sign": 1,
		"grid_min": 0.5, "grid_max": 0.5, "grid_mean": 0.5, "grid_sum": 6,
	} {
		got, err := EvalScalar(op(o, name("t")), env)
		require.NoError(t, err)
		require.Equal(t, want, got, o)
	}
	for o, want := range map[string]float64{"sub": -1.5, "div": 0.25, "min": 0.5, "max": 2, "less": 1, "less_eq": 1, "greater": 0, "greater_eq": 0} {
		got, err := EvalScalar(op(o, name("t"), name("kappa")), env)
		require.NoError(t, err)
		require.Equal(t, want, got, o)
	}
	require.Len(t, functions, 22, "every function is tested above or below")
	// the branch that is not taken may be anything
	v, err = Eval(op("where", op("less", name("x"), num(0)), num(7), op("log", name("x"))), env)
	require.NoError(t, err)
	require.Equal(t, 7.0, v[0])
	require.InDelta(t, math.Log(0.75), v[11], 1e-15)
	s, err := EvalScalar(op("grid_mean", name("y")), env)
	require.NoError(t, err)
	require.InDelta(t, 0.5, s, 1e-15)
}

func TestRescale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Float64Range(-5, 5).Draw(t, "lo")
		hi := rapid.Float64Range(-5, 5).Draw(t, "hi")
		v, err := Eval(op("rescale", waves(map[string]float64{"seed": 1, "modes": 3, "k_max": 2}), num(lo), num(hi)), plane(9, 7, true))
		require.NoError(t, err)
		least, most := math.Inf(1), math.Inf(-1)
		for _, x := range v {
			least, most = math.Min(least, x), math.Max(most, x)
		}
		require.Equal(t, math.Min(lo, hi), least)
		require.Equal(t, math.Max(lo, hi), most)
	})
}

// The contracted sum against the formula of the documentation, term by term.
func TestWavesAgainstDirectSum(t *testing.T) {
	for _, drift := range []float64{0, 0.7} {
		env := plane(6, 5, true)
		env.Tau = 0.3
		got, err := Eval(waves(map[string]float64{"seed": 5, "modes": 30, "k_max": 3, "drift": drift}), env)
		require.NoError(t, err)
		want := make([]float64, 30)
		r := newRandom(5, streamWaves)
		for range 30 {
			kx, ky := 0, 0
			for kx+ky == 0 {
				kx, ky = r.below(4), r.below(4)
			}
			a, p := r.uniform(), 2*math.Pi*r.uniform()
			p += 2 * math.Pi * drift * (2*r.uniform() - 1) * 0.3
			for i := range want {
				sx, sy := (float64(i/5)+0.5)/6, (float64(i%5)+0.5)/5
				want[i] += a * math.Sin(2*math.Pi*(float64(kx)*sx+float64(ky)*sy)+p)
			}
		}
		require.InDeltaSlice(t, want, got, 1e-12)
	}
}

// A seed means these values in every version to come.
func TestGoldenSeeds(t *testing.T) {
	env := plane(4, 4, true)
	env.Tau = 0.5
	for n, c := range map[string]struct {
		e    *Expr
		want []float64
	}{
		"waves": {waves(map[string]float64{"seed": 10, "modes": 30, "k_max": 3}), goldenWaves},
		"drift": {waves(map[string]float64{"seed": 10, "modes": 30, "k_max": 3, "drift": 1}), goldenDrift},
		"field": {field(3, 0.6, num(0), num(1)), goldenField},
	} {
		v, err := Eval(c.e, env)
		require.NoError(t, err)
		require.InDeltaSlice(t, c.want, v[:len(c.want)], 1e-12, "%s: %#v", n, v[:4])
	}
	v, err := Eval(op("add", waves(map[string]float64{"seed": 1, "modes": 2, "k_max": 1}), num(0)), &Env{Axes: []Axis{{"z", 0, 2, 5, false}}})
	require.NoError(t, err)
	require.Len(t, v, 5)
}

// Covariance of many fields against exp(-r^2/(2 l^2)), and no memory across the
// ends of an axis that is not periodic.
func TestFieldStatistics(t *testing.T) {
	const length, samples = 0.25, 3000
	for _, periodic := range []bool{true, false} {
		env := &Env{Axes: []Axis{{"x", 0, 1, 16, periodic}}}
		cov := make([]float64, 16)
		norm := 0.0
		for seed := range samples {
			v, err := Eval(field(float64(seed), length), env)
			require.NoError(t, err)
			for i := range v {
				cov[i] += v[0] * v[i]
			}
			for _, x := range v {
				norm += x * x / 16
			}
		}
		for i := range cov {
			r := float64(i) / 16
			want := math.Exp(-r * r / (2 * length * length))
			if periodic {
				want += math.Exp(-(1 - r) * (1 - r) / (2 * length * length))
			}
			require.InDelta(t, want, cov[i]/norm, 0.08, "periodic %v, distance %g", periodic, r)
		}
	}
}

// The same seed is the same field on another grid.
func TestFieldDoesNotDependOnTheGrid(t *testing.T) {
	coarse, err := Eval(field(7, 0.7), &Env{Axes: []Axis{{"x", 0, 1, 5, false}, {"y", 0, 2, 3, true}}})
	require.NoError(t, err)
	fine, err := Eval(field(7, 0.7), &Env{Axes: []Axis{{"x", 0, 1, 15, false}, {"y", 0, 2, 9, true}}})
	require.NoError(t, err)
	for i := range 5 {
		for j := range 3 {
			require.InDelta(t, coarse[i*3+j], fine[(3*i+1)*9+3*j+1], 1e-12)
		}
	}
}

func TestErrors(t *testing.T) {
	env := plane(4, 4, true)
	for want, e := range map[string]*Expr{
		"missing":                      nil,
		`unknown operation "foo"`:      op("foo"),
		`unknown name "z"`:             name("z"),
		"add takes 2 values, found 1":  op("add", num(1)),
		"grid_min takes 1":             op("grid_min"),
		"is NaN at cell [0 0]":         op("log", name("x")),
		"is +Inf at cell [0 0]":        op("div", num(1), num(0)),
		"seed is missing":              {Op: "waves"},
		"k_max is missing":             waves(map[string]float64{"seed": 1, "modes": 1}),
		"modes must be a whole number": waves(map[string]float64{"seed": 1, "modes": 1.5, "k_max": 1}),
		"must be one number":           {Op: "waves", Keys: map[string]*Expr{"seed": name("x")}},
		"from 1 to 1000, found 1e+09":  waves(map[string]float64{"seed": 1, "modes": 1, "k_max": 1e9}),
		"seed must be":                 field(-1, 1),
		"length must be positive":      field(1, 0),
		"below the cell size":          field(1, 1e-9),
		"random_field takes 2":         field(1, 1, num(0)),
		"does not vary":                op("rescale", num(1), num(0), num(1)),
		"over the grid":                op("rescale", op("mul", num(0), name("x")), num(0), num(1)),
	} {
		_, err := Eval(e, env)
		require.ErrorContains(t, err, want)
	}
	_, err := EvalScalar(name("x"), env)
	require.ErrorContains(t, err, "varies over the grid")
	_, err = EvalScalar(op("log", num(-1)), env)
	require.ErrorContains(t, err, "NaN")
	for _, axes := range [][]Axis{nil, {{"x", 0, 1, 0, false}}, {{"x", 1, 0, 4, false}}, {{"x", 0, 1, math.MaxInt, false}}} {
		_, err := Eval(num(1), &Env{Axes: axes})
		require.Error(t, err)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	e := op("rescale", waves(map[string]float64{"seed": 1, "modes": 3, "k_max": 2}), num(0), num(1))
	b, err := json.Marshal(e)
	require.NoError(t, err)
	var f Expr
	require.NoError(t, json.Unmarshal(b, &f))
	v, err := Eval(e, plane(4, 4, true))
	require.NoError(t, err)
	w, err := Eval(&f, plane(4, 4, true))
	require.NoError(t, err)
	require.Equal(t, v, w)
}

func BenchmarkWaves128x64(b *testing.B) {
	e, env := waves(map[string]float64{"seed": 10, "modes": 30, "k_max": 3, "drift": 1}), plane(128, 64, true)
	for b.Loop() {
		if _, err := Eval(e, env); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkField128x64(b *testing.B) {
	e, env := field(1, 0.3, num(0), num(1)), plane(128, 64, true)
	for b.Loop() {
		if _, err := Eval(e, env); err != nil {
			b.Fatal(err)
		}
	}
}
