package job

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/nn"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// warming is du/dt = q/c in each cell: the temperature of insulated cells with a
// source of amplitude q. u = u0 + q t/c whatever the scheme, so from values at times
// t_k in n cells with noise sigma the variance of q is exactly
// sigma^2 c^2/(n sum t_k^2).
func warming() *kernel.Problem[float64] {
	p := decay[float64]()
	p.Name, p.Closures, p.Coefs = "warming", nil, nil
	p.Params = []kernel.Param{
		{Name: "q", Default: 3, Trainable: true, Min: math.Inf(-1), Max: math.Inf(1), Unit: kernel.Unit{Text: "kW", Scale: 1e3}},
		{Name: "c", Default: 4, Min: math.Inf(-1), Max: math.Inf(1)},
	}
	each := func(f func(a *kernel.Args[float64], i int)) kernel.Func[float64] {
		return func(a *kernel.Args[float64], lo, hi int) {
			for i := lo; i < hi; i++ {
				f(a, a.Grid.Index(i, 0, 0))
			}
		}
	}
	k := &p.Kernels
	*k = kernel.Kernels[float64]{}
	k.Apply.Value = each(func(a *kernel.Args[float64], i int) {
		a.Val[kernel.Out][0][i] = a.Alpha*a.Val[kernel.State][0][i] - a.Beta*a.Param[0]/a.Param[1]
	})
	k.Apply.Tangent = each(func(a *kernel.Args[float64], i int) {
		a.Dir[kernel.Out][0][i] = a.Alpha * a.Dir[kernel.State][0][i]
	})
	k.Apply.Adjoint = each(func(a *kernel.Args[float64], i int) {
		a.Bar[kernel.State][0][i] = a.Alpha * a.Bar[kernel.Out][0][i]
	})
	k.Inputs.Tangent = each(func(a *kernel.Args[float64], i int) {
		a.Dir[kernel.Out][0][i] = -a.Beta * (a.DirParam[0]/a.Param[1] - a.Param[0]*a.DirParam[1]/a.Param[1]/a.Param[1])
	})
	k.Params = each(func(a *kernel.Args[float64], i int) {
		a.BarParam[0] -= a.Beta / a.Param[1] * a.Bar[kernel.Out][0][i]
		a.BarParam[1] += a.Beta * a.Param[0] / a.Param[1] / a.Param[1] * a.Bar[kernel.Out][0][i]
	})
	return p
}

func TestPosteriorOfAnAmplitude(t *testing.T) {
	exp := twin()
	exp.Spec, exp.Truth.Closures = "warming", nil
	exp.Truth.Params = map[string]float64{"q": 3}
	exp.Observe = []experiment.Observation{{State: "u", Times: []float64{0.2, 0.5, 1}}}
	dir := t.TempDir()
	var out bytes.Buffer
	require.Equal(t, ExitGood, Run(t.Context(), warming(), &Request{Mode: "train", Dir: dir, Experiment: exp}, nil, &out), out.String())
	weights := dir + "/" + WeightsName

	const sigma = 0.05
	for _, count := range []float64{0, 9} {
		o := identified(t, Request{Mode: "identify", Dir: t.TempDir(), Experiment: exp, Weights: weights,
			Identify: IdentifyOptions{Noise: map[string]float64{"u": sigma}, Count: count}})
		n := 2 * 16 * max(1, count) // training cases, cells
		want := sigma * 4 / math.Sqrt(n*(0.04+0.25+1))
		row := tableOf(t, o, "trained parameters").Rows[0]
		require.Equal(t, "q (kW)", row[0])
		require.InEpsilon(t, want/1e3, decimal(t, row[2]), 0.006, "three digits are printed")
		require.Equal(t, "100.0", row[4])
		seen := tableOf(t, o, "observations").Rows[0]
		require.InDelta(t, 3*n, decimal(t, seen[1]), 0)
		require.Equal(t, "as asked for", seen[3])
	}
}

// The posterior of a pointwise closure against one made here, from the sensitivities
// of the whole run by central differences and a dense inverse.
func TestPosteriorOfAClosure(t *testing.T) {
	exp := reacting()
	exp.Train.Epochs = 300
	exp.Train.Loss = append(exp.Train.Loss, experiment.LossTerm{Weight: 1e-4, Metric: "l2"})
	exp.Observe[0].Noise = &experiment.Noise{Size: 0.01, Seed: 3}
	p, exact := reaction(false), reaction(true)
	p.Closures[0].Net.Hidden = []int{4} // 13 weights
	dir := t.TempDir()
	var out bytes.Buffer
	require.Equal(t, ExitGood, RunTwin(t.Context(), p, exact, &Request{Mode: "train", Dir: dir, Experiment: exp}, nil, &out), "%s", &out)

	posterior := func(o IdentifyOptions) (at, sd, before []float64) {
		into := t.TempDir()
		out.Reset()
		req := &Request{Mode: "identify", Dir: into, Experiment: exp, Weights: dir + "/" + WeightsName, Points: 30, Identify: o}
		require.Equal(t, ExitGood, RunTwin(t.Context(), p, exact, req, nil, &out), "%s", &out)
		require.NotContains(t, out.String(), "warning")
		f := load(t, into, ClosuresName)
		require.Equal(t, 30, len(values(t, f, "f.sd")))
		return values(t, f, "f.at.s"), values(t, f, "f.sd"), values(t, f, "f.before")
	}
	at, sd, before := posterior(IdentifyOptions{})
	require.Contains(t, out.String(), "of the specification")
	require.Contains(t, out.String(), "which the l2 term of the loss amounts to")
	want, wantBefore := densePosterior(t, p, load(t, dir, WeightsName), at, 0.01, 1e-4)
	for i := range at {
		require.InEpsilon(t, want[i], sd[i], 1e-4)
		require.InEpsilon(t, wantBefore[i], before[i], 1e-6)
	}
	// A space that is grown comes to the same, from above; a vague prior leaves more.
	_, few, _ := posterior(IdentifyOptions{Products: 12})
	_, wide, _ := posterior(IdentifyOptions{Prior: 1e3})
	for i := range at {
		require.InEpsilon(t, sd[i], few[i], 0.05)
		require.GreaterOrEqual(t, few[i], sd[i]*(1-1e-6))
		require.Greater(t, wide[i], sd[i])
	}
}

func TestIdentifyRefusals(t *testing.T) {
	exp := twin()
	for want, req := range map[string]Request{
		"identify needs weights":       {Experiment: exp},
		"which is not observed":        {Experiment: exp, Weights: "w", Identify: IdentifyOptions{Noise: map[string]float64{"v": 1}}},
		"expected a positive standard": {Experiment: exp, Weights: "w", Identify: IdentifyOptions{Noise: map[string]float64{"u": -1}}},
	} {
		dir := t.TempDir()
		if req.Weights != "" {
			short := twin()
			short.Train.Epochs = 1
			good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: short}, nil))
			req.Weights = dir + "/" + WeightsName
		}
		req.Mode, req.Dir = "identify", dir
		o := request(t, req, nil)
		require.Len(t, o.of("error"), 1)
		require.Contains(t, o.of("error")[0].Message, want)
	}
}

// A field closure: the sd of every cell is between none and the prior's.
func TestPosteriorOfAField(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	exp.Train.Epochs = 20
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: exp}, nil))
	o := good(t, request(t, Request{Mode: "identify", Dir: dir, Experiment: exp, Weights: dir + "/" + WeightsName}, nil))
	require.Equal(t, "what the trained model leaves", tableOf(t, o.events, "observations").Rows[0][3])
	f := load(t, dir, ClosuresName)
	sd, before := values(t, f, "k.sd"), values(t, f, "k.before")
	require.Len(t, sd, 16)
	for i := range sd {
		require.Positive(t, sd[i])
		require.Less(t, sd[i], before[i])
	}
}

// densePosterior of the reaction's closure with all matrices written out.
func densePosterior(t *testing.T, p *kernel.Problem[float64], f *safetensors.File, at []float64, sigma, l2 float64) (sd, before []float64) {
	net, err := nn.New[float64](p.Closures[0].Net, 1)
	require.NoError(t, err)
	var w []float64
	for _, v := range net.Views() {
		w = append(w, values(t, f, "f/"+v.Name)...)
	}
	run := runReaction(t, p)
	law := func(w []float64) []float64 {
		out := make([]float64, len(at))
		for i, s := range at {
			var tape nn.Tape[float64]
			net.Evaluate(w, []float64{2*s - 1}, nil, out[i:i+1], &tape, nil)
		}
		return out
	}
	rows, slopes := differences(w, run), differences(w, law)
	n := float64(len(rows))
	prior := sigma * math.Sqrt(float64(len(w))/(n*l2)) // of mse + l2: see priorOf
	for i := range at {
		s, b := quadratic(t, rows, slopes[i], sigma, prior)
		sd, before = append(sd, s), append(before, b)
	}
	return sd, before
}

func decimal(t *testing.T, text string) float64 {
	t.Helper()
	var v float64
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	return v
}

func identified(t *testing.T, req Request) []Event {
	t.Helper()
	var out bytes.Buffer
	require.Equal(t, ExitGood, Run(t.Context(), warming(), &req, nil, &out), out.String())
	var events []Event
	for _, line := range bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n")) {
		var e Event
		require.NoError(t, json.Unmarshal(line, &e))
		events = append(events, e)
	}
	return events
}

func tableOf(t *testing.T, events []Event, title string) *Table {
	t.Helper()
	for _, e := range events {
		if e.Table != nil && e.Table.Title == title {
			return e.Table
		}
	}
	t.Fatalf("no table %q", title)
	return nil
}

// runReaction is what is observed of the training cases, as a function of the weights.
func runReaction(t *testing.T, p *kernel.Problem[float64]) func(w []float64) []float64 {
	s, err := solver.New(p, solver.Config{Tol: 1e-12})
	require.NoError(t, err)
	t.Cleanup(s.Close)
	var cases []solver.Case[float64]
	for c := range 2 {
		u := make([]float64, 8)
		for i := range u {
			u[i] = 0.1 + 0.4*(float64(i)+0.5)/8 + float64(c)/20
		}
		cases = append(cases, solver.Case[float64]{Initial: [][]float64{u}})
	}
	return func(w []float64) []float64 {
		require.NoError(t, s.SetWeights(w))
		r, err := s.Simulate(t.Context(), cases, []float64{0.5, 1})
		require.NoError(t, err)
		var out []float64
		for _, at := range r.At {
			for _, c := range at {
				out = append(out, c[0]...)
			}
		}
		return out
	}
}

// differences is the derivative of f, [value][number], by central differences.
func differences(w []float64, f func([]float64) []float64) [][]float64 {
	const h = 1e-5
	var out [][]float64
	for i := range w {
		x := w[i]
		w[i] = x + h
		high := f(w)
		w[i] = x - h
		low := f(w)
		w[i] = x
		for k := range high {
			if i == 0 {
				out = append(out, make([]float64, len(w)))
			}
			out[k][i] = (high[k] - low[k]) / (2 * h)
		}
	}
	return out
}

// quadratic is sqrt(g' (J'J/sigma^2 + 1/prior^2)^-1 g), and prior |g|.
func quadratic(t *testing.T, rows [][]float64, g []float64, sigma, prior float64) (sd, before float64) {
	n := len(g)
	h := mat.NewSymDense(n, nil)
	for i := range n {
		h.SetSym(i, i, 1/(prior*prior))
	}
	for _, r := range rows {
		h.SymRankOne(h, 1/(sigma*sigma), mat.NewVecDense(n, r))
	}
	var c mat.Cholesky
	require.True(t, c.Factorize(h))
	v := mat.NewVecDense(n, g)
	var x mat.VecDense
	require.NoError(t, c.SolveVecTo(&x, v))
	return math.Sqrt(mat.Dot(v, &x)), prior * mat.Norm(v, 2)
}
