package job

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/formula"
	"github.com/pindiff/pindiffc/runtime/kernel"
)

// freeDecay is decay with a trainable field s in the place of the closure.
func freeDecay() *kernel.Problem[float64] {
	p := fieldDecay()
	p.Fields[0].Trainable = true
	return p
}

// freeTwin starts from s = 1 and looks for a wave.
func freeTwin() experiment.Experiment {
	exp := fieldTwin()
	zero := 0.0
	exp.Fields = map[string]experiment.Field{"s": {Initial: num(1), Min: &zero, Unit: 1}}
	exp.Truth.Fields = map[string]*formula.Expr{"s": trueK()}
	exp.Truth.Params, exp.Params = map[string]float64{"rate": 1}, map[string]float64{"rate": 1}
	return exp
}

func freeProblem() *kernel.Problem[float64] {
	p := freeDecay()
	p.Params[0].Trainable = false
	return p
}

func open(t *testing.T, p *kernel.Problem[float64], exp experiment.Experiment) (*session[float64], *objective[float64], []float64) {
	t.Helper()
	p.Tol, p.LinearTol, p.AdjointTol = 1e-13, 1e-13, 1e-13
	ctl := &control{stop: make(chan struct{})}
	s, err := newSession(p, &Request{Dir: t.TempDir(), Experiment: exp}, &events{w: io.Discard, gone: ctl.request}, ctl)
	require.NoError(t, err)
	l, err := s.twinLabels(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.open())
	t.Cleanup(func() { s.solver.Close() })
	ps, err := s.parameters(s.solver)
	require.NoError(t, err)
	obj, err := s.objective(s.solver, ps, l)
	require.NoError(t, err)
	theta := ps.initial(s.solver, 3)
	for i := range theta {
		theta[i] += 0.1 * math.Sin(float64(i))
	}
	return s, obj, theta
}

func checkGradient(t *testing.T, obj *objective[float64], theta []float64, epoch int, at ...int) {
	t.Helper()
	grad, scratch := make([]float64, len(theta)), make([]float64, len(theta))
	_, err := obj.LossGrad(t.Context(), epoch, theta, grad)
	require.NoError(t, err)
	for _, i := range at {
		const h = 1e-5
		x := theta[i]
		theta[i] = x + h
		up, err := obj.LossGrad(t.Context(), epoch, theta, scratch)
		require.NoError(t, err)
		theta[i] = x - h
		down, err := obj.LossGrad(t.Context(), epoch, theta, scratch)
		require.NoError(t, err)
		theta[i] = x
		require.InDelta(t, (up-down)/(2*h), grad[i], 1e-8*(1+math.Abs(grad[i])), "theta[%d]", i)
		require.NotZero(t, grad[i])
	}
}

// The gradient in a field under every kind of observation and every term, in
// batches and stages, against central differences.
func TestFieldGradient(t *testing.T) {
	mask := make([]float64, 16)
	for i := range mask {
		mask[i] = float64(i % 4)
	}
	for name, part := range map[string]*experiment.Part{
		"whole": nil, "box": {Box: [][2]float64{{0.2, 0.9}}}, "sensors": {Points: [][]float64{{0.11}, {0.5}, {0.99}}}, "mask": {Weights: mask},
	} {
		for _, bounded := range []bool{false, true} {
			exp := freeTwin()
			if bounded {
				most := 3.0
				exp.Fields["s"] = experiment.Field{Initial: num(1), Min: new(float64), Max: &most}
			}
			exp.Observe[0].Part = part
			exp.Observe[0].Noise = &experiment.Noise{Size: 0.05, Relative: true, Seed: 2}
			exp.Train.Batch = 1
			exp.Train.Curriculum = []experiment.Stage{{Until: 0.3, Fraction: 0.5}}
			exp.Train.Loss = []experiment.LossTerm{
				{Weight: 1, Metric: "mse", State: "u", Per: "var"}, {Weight: 0.1, Metric: "rel_l1", State: "u"}, {Weight: 0.3, Metric: "rel_l2", State: "u", Per: "std"},
				{Weight: 1e-2, Metric: "tikhonov", Field: "s"}, {Weight: 1e-2, Metric: "tv", Field: "s", Eps: 0.1},
			}
			_, obj, theta := open(t, freeProblem(), exp)
			for _, epoch := range []int{0, 1, 299} {
				t.Run(name, func(t *testing.T) { checkGradient(t, obj, theta, epoch, 0, 3, 7, 15) })
			}
		}
	}
}

// Noise is the same for a case, a time and a state in every experiment, has the
// size that was asked for, and is not in the tables.
func TestNoise(t *testing.T) {
	exp := freeTwin()
	exp.Observe[0].Noise = &experiment.Noise{Size: 0.5, Seed: 4}
	_, obj, _ := open(t, freeProblem(), exp)
	exp.Cases.Train = []int{1, 0, 2, 3}
	exp.Cases.Test = nil
	_, other, _ := open(t, freeProblem(), exp)
	find := func(o *objective[float64], index int) []float64 {
		for _, p := range o.pairs {
			if o.train.index[p.c] == index && p.time == 1 {
				return p.label
			}
		}
		return nil
	}
	require.Equal(t, find(obj, 1), find(other, 1))
	square, n := 0.0, 0
	for _, p := range other.pairs {
		clean := other.labels.at(other.train.index[p.c], other.times[p.time], 0)
		for i, x := range p.label {
			square += (x - clean[i]) * (x - clean[i])
			n++
		}
	}
	require.InDelta(t, 0.5, math.Sqrt(square/float64(n)), 0.1)

	exp.Observe[0].Noise = &experiment.Noise{Size: 0.1, Relative: true}
	s, more, _ := open(t, freeProblem(), exp)
	var m moments
	for _, c := range []int{0, 1, 2, 3} {
		for _, time := range []float64{0.25, 0.5} {
			addMoments(&m, more.labels.at(c, time, 0), nil)
		}
	}
	require.InDelta(t, 0.1*m.deviation(), more.views[0].sigma, 1e-12)
	require.Equal(t, 16, s.cells)
}

// Every case comes once in a sweep of batches, and the stages look further and
// further.
func TestSubsets(t *testing.T) {
	exp := freeTwin()
	exp.Cases.Train, exp.Cases.Test = []int{0, 1, 2, 3, 4}, nil
	exp.Train.Epochs, exp.Train.Batch = 100, 2
	exp.Train.Curriculum = []experiment.Stage{{Until: 0.25, Fraction: 0.1}}
	_, obj, _ := open(t, freeProblem(), exp)
	orders := map[string]bool{}
	for sweep := range 8 {
		var seen []int
		for part := range 3 {
			seen = append(seen, obj.subset(3*sweep+part).cases...)
		}
		require.ElementsMatch(t, []int{0, 1, 2, 3, 4}, seen)
		text, _ := json.Marshal(seen)
		orders[string(text)] = true
	}
	require.Greater(t, len(orders), 3)
	require.Equal(t, obj.subset(7), obj.subset(7))
	require.Equal(t, 1, obj.subset(9).times)
	require.Equal(t, 2, obj.subset(10).times)
}

// A field is found from sensors with Adam and then L-BFGS; it is saved, loaded,
// compared with the truth, and the run ends in the same bits when it is cut.
func TestTrainField(t *testing.T) {
	exp := freeTwin()
	exp.Observe[0].Part = &experiment.Part{Points: [][]float64{{0.05}, {0.2}, {0.33}, {0.45}, {0.6}, {0.7}, {0.85}, {0.95}}}
	exp.Train.Loss = []experiment.LossTerm{{Weight: 1, Metric: "mse", State: "u", Per: "var"}, {Weight: 1e-6, Metric: "tikhonov", Field: "s"}}
	exp.Train.Epochs = 120
	exp.Train.Phases = []experiment.Phase{{Optimiser: "adam", Rate: 0.02, Epochs: 30}, {Optimiser: "lbfgs", Memory: 10}}
	serve := func(req Request) *outcome {
		var out bytes.Buffer
		o := &outcome{exit: Run(t.Context(), freeProblem(), &req, nil, &out)}
		for d := json.NewDecoder(&out); d.More(); {
			var e Event
			require.NoError(t, d.Decode(&e))
			o.events = append(o.events, e)
		}
		return good(t, o)
	}
	dir := t.TempDir()
	serve(Request{Mode: "train", Dir: dir, Experiment: exp})
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.Len(t, res.Closures, 1)
	require.Equal(t, "s", res.Closures[0].Name)
	require.Less(t, res.Closures[0].L1, 0.03)
	require.Less(t, *res.Errors[1].Exact, 1e-3, "with the true field")
	require.Less(t, res.Errors[1].Mean, 0.02)
	require.NotNil(t, res.Errors[1].NRMSE)
	require.NotNil(t, res.Errors[1].Total)

	p := load(t, dir, PredictionName)
	learned := values(t, p, "s.learned")
	require.Equal(t, learned, values(t, load(t, dir, WeightsName), "field/s"))
	require.InDelta(t, wave(0.5/16), values(t, p, "s.true")[0], 1e-12)

	out := t.TempDir()
	serve(Request{Mode: "predict", Dir: out, Experiment: exp, Weights: filepath.Join(dir, WeightsName), Cases: []int{2, 3, 4}, Times: []float64{0.5, 1}})
	require.Equal(t, values(t, p, "u.predicted"), values(t, load(t, out, SimulationName), "u"))
	require.Equal(t, learned, values(t, load(t, out, SimulationName), "s"))
}

// States start from a file: one field for all cases, or one for each.
func TestInitialFromFile(t *testing.T) {
	exp := freeTwin()
	exp.Cases.Initial, exp.Cases.Files = nil, []string{"u"}
	for _, cases := range []int{1, 6} {
		v := make([]float64, cases*16)
		for i := range v {
			v[i] = float64(i + 1)
		}
		shape := []int{16}
		if cases > 1 {
			shape = []int{cases, 16}
		}
		path := filepath.Join(t.TempDir(), "fields.safetensors")
		save(t, path, "initial/u", shape, v)
		dir := t.TempDir()
		var out bytes.Buffer
		req := Request{Mode: "simulate", Dir: dir, Experiment: exp, Fields: path, Times: []float64{0}, Cases: []int{2}}
		require.Equal(t, ExitGood, Run(t.Context(), freeProblem(), &req, nil, &out), out.String())
		require.Equal(t, v[2%cases*16:2%cases*16+16], values(t, load(t, dir, SimulationName), "u"))
	}
}

// Batches, stages, phases and noise: a training that is cut again and again ends in
// the same bits.
func TestCutTrainingIsBitwise(t *testing.T) {
	exp := freeTwin()
	exp.Cases.Train, exp.Cases.Test = []int{0, 1, 2}, []int{3, 4}
	exp.Observe[0].Noise = &experiment.Noise{Size: 0.1}
	exp.Train.Epochs, exp.Train.Batch, exp.Train.ValidateEvery = 24, 2, 3
	exp.Train.Curriculum = []experiment.Stage{{Until: 0.25, Fraction: 0.3}}
	exp.Train.Phases = []experiment.Phase{
		{Optimiser: "sgd", Rate: 1e-2, Momentum: 0.9, Epochs: 8},
		{Optimiser: "adamw", Rate: 1e-2, Decay: 0.01, Plateau: &experiment.Plateau{Factor: 0.5, Patience: 1, Least: 0.1}},
	}
	serve := func(dir string, in io.Reader, watch func(Event)) {
		r, w := io.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			for d := json.NewDecoder(r); ; {
				var e Event
				if d.Decode(&e) != nil {
					return
				}
				if e.Kind == "error" {
					t.Errorf("%s: %s", e.Code, e.Message)
				}
				watch(e)
			}
		}()
		req := Request{Mode: "train", Dir: dir, Experiment: exp, Resume: true}
		require.Equal(t, ExitGood, Run(t.Context(), freeProblem(), &req, in, w))
		w.Close()
		<-done
	}
	whole, parts := t.TempDir(), t.TempDir()
	serve(whole, nil, func(Event) {})
	for finished, n := false, 0; !finished; n++ {
		require.Less(t, n, 100)
		in, controls := io.Pipe()
		serve(parts, in, func(e Event) {
			if e.Kind == "progress" {
				go func() { _, _ = controls.Write([]byte("stop\n")) }()
			}
			finished = finished || e.Kind == "done"
		})
		in.Close()
	}
	require.Equal(t, load(t, whole, WeightsName), load(t, parts, WeightsName))
}

// L-BFGS trains the weights of a network in float32 as well; where it can do no
// more, the run ends and says so.
func TestTrainClosureWithLBFGS(t *testing.T) {
	exp := twin()
	exp.Train.Epochs = 300
	exp.Train.Phases = []experiment.Phase{{Optimiser: "lbfgs", Memory: 20}}
	dir := t.TempDir()
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: exp}, nil))
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	t.Logf("%d epochs, %s, error %g, closure %g", res.Epochs, res.Ended, res.Errors[1].Mean, res.Closures[0].L1)
	require.Less(t, res.Errors[1].Mean, 0.01)
	require.Equal(t, res.Epochs < 300, res.Ended != "")
}
