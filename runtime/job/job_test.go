package job

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// outcome of a served request.
type outcome struct {
	exit   int
	events []Event
}

func (o *outcome) of(kind string) []Event {
	var out []Event
	for _, e := range o.events {
		if e.Kind == kind {
			out = append(out, e)
		}
	}
	return out
}

// request serves one request on decay; in gives the controls.
func request(t *testing.T, req Request, in io.Reader) *outcome {
	t.Helper()
	return serveTo(t, req, in, nil)
}

func serveTo(t *testing.T, req Request, in io.Reader, watch func(Event)) *outcome {
	t.Helper()
	r, w := io.Pipe()
	o := &outcome{}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for s := bufio.NewScanner(r); s.Scan(); {
			var e Event
			if json.Unmarshal(s.Bytes(), &e) == nil {
				o.events = append(o.events, e)
				if watch != nil {
					watch(e)
				}
			}
		}
	}()
	o.exit = Run(t.Context(), decay[float32](), &req, in, w)
	w.Close()
	<-read
	return o
}

func good(t *testing.T, o *outcome) *outcome {
	t.Helper()
	for _, e := range o.of("error") {
		t.Fatalf("%s: %s", e.Code, e.Message)
	}
	require.Equal(t, ExitGood, o.exit)
	return o
}

func load(t *testing.T, path ...string) *safetensors.File {
	t.Helper()
	f, err := safetensors.Load(filepath.Join(path...))
	require.NoError(t, err)
	return f
}

func values(t *testing.T, f *safetensors.File, name string) []float64 {
	t.Helper()
	x := f.Tensor(name)
	require.NotNil(t, x, "%s in %v", name, f.Names())
	v := make([]float64, x.Len())
	require.NoError(t, safetensors.Copy(v, x, 0))
	return v
}

// The exact solution of decay, case c, cell i of 16, at time t.
func exact(c, i int, t float64) float64 {
	x := (float64(i) + 0.5) / 16
	return (1 + float64(c)/10 + x) * math.Exp(-t*(1+0.5*math.Sin(2*math.Pi*x)))
}

func TestTrainTwin(t *testing.T) {
	dir := t.TempDir()
	o := good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: twin()}, nil))

	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.True(t, res.HeldOut)
	require.Equal(t, 400, res.Epochs)
	require.Len(t, res.Errors, 2)
	last := res.Errors[1]
	require.Equal(t, 1.0, last.Time)
	require.Equal(t, 3, last.Cases)
	require.Less(t, last.Mean, 0.01)
	require.Less(t, *last.Exact, 1e-3, "Crank-Nicolson's own error")
	require.InEpsilon(t, last.Mean / *last.Exact, *last.Ratio, 1e-9)
	require.Less(t, *res.Convergence, 1e-5)
	require.Len(t, res.Closures, 1)
	require.Less(t, res.Closures[0].L1, 0.05)
	require.NotNil(t, res.Validation)

	tables := o.of("table")
	require.Len(t, tables, 3)
	require.Equal(t, "relative L2 %", tables[1].Table.Columns[2])
	require.Len(t, tables[1].Table.Rows, 2)
	require.Equal(t, "u: relative L1 error over 3 held-out trajectories", tables[0].Table.Title)
	require.Equal(t, []string{"t", "mean %", "worst %", "exact closure %", "ratio"}, tables[0].Table.Columns)
	require.Len(t, tables[0].Table.Rows, 2)

	p := load(t, dir, PredictionName)
	require.Equal(t, []float64{0.5, 1}, values(t, p, "t"))
	require.Equal(t, []float64{2, 3, 4}, values(t, p, "case"))
	u := values(t, p, "u.true")
	for c := range 3 {
		for i := range 16 {
			require.InDelta(t, exact(2+c, i, 1), u[(3+c)*16+i], 1e-5)
		}
	}
	require.Equal(t, []int{16}, p.Tensor("k.learned").Shape)
	require.InDelta(t, 1+0.5*math.Sin(math.Pi/16), values(t, p, "k.true")[0], 1e-6)

	progress := o.of("progress")
	end := progress[len(progress)-1].Progress
	require.Equal(t, 400, end.Done)
	require.NotNil(t, end.Validation)
	log, err := os.ReadFile(filepath.Join(dir, "log.jsonl"))
	require.NoError(t, err)
	require.Equal(t, 400, bytes.Count(log, []byte("\n")))
	require.Len(t, o.of("done"), 1)

	// predict with these weights from the experiment's own cases
	out := t.TempDir()
	good(t, request(t, Request{Mode: "predict", Dir: out, Experiment: twin(), Weights: filepath.Join(dir, WeightsName), Cases: []int{2, 3, 4}, Times: []float64{0.5, 1}}, nil))
	require.Equal(t, values(t, p, "u.predicted"), values(t, load(t, out, SimulationName), "u"))

	// the same request again refuses, with Resume there is nothing left to train
	o = request(t, Request{Mode: "train", Dir: dir, Experiment: twin()}, nil)
	require.Equal(t, ExitError, o.exit)
	require.Equal(t, "mismatch", o.of("error")[0].Code)
	before := load(t, dir, WeightsName)
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: twin(), Resume: true}, nil))
	require.Equal(t, before, load(t, dir, WeightsName))

	// another number of workers is the same run, another seed is not
	other := twin()
	other.Config.Workers = 1
	good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: other, Resume: true}, nil))
	other.Train.Seed++
	o = request(t, Request{Mode: "train", Dir: dir, Experiment: other, Resume: true}, nil)
	require.Equal(t, "mismatch", o.of("error")[0].Code)
}

// Stopped by a control, resumed by the same request: the same weights, bit for bit.
func TestStopAndResume(t *testing.T) {
	whole, parts := t.TempDir(), t.TempDir()
	exp := twin()
	exp.Train.Epochs = 60
	exp.Params = map[string]float64{"rate": 1.1}
	good(t, request(t, Request{Mode: "train", Dir: whole, Experiment: exp}, nil))

	in, controls := io.Pipe()
	defer controls.Close()
	sent := false
	o := good(t, serveTo(t, Request{Mode: "train", Dir: parts, Experiment: exp}, in, func(e Event) {
		if e.Kind == "progress" && !sent {
			sent = true
			_, _ = controls.Write([]byte("stop\n"))
		}
	}))
	require.Len(t, o.of("stopped"), 1)
	require.Contains(t, o.of("stopped")[0].Message, "of 60; the same request resumes it")
	good(t, request(t, Request{Mode: "train", Dir: parts, Experiment: exp, Resume: true}, nil))
	require.Equal(t, load(t, whole, WeightsName), load(t, parts, WeightsName))
	require.Equal(t, load(t, whole, PredictionName), load(t, parts, PredictionName))
}

// The end of the input stops too: the parent is gone.
func TestEndOfInputStops(t *testing.T) {
	exp := twin()
	exp.Train.Epochs = 1 << 30
	o := good(t, request(t, Request{Mode: "train", Dir: t.TempDir(), Experiment: exp}, strings.NewReader("")))
	require.Len(t, o.of("stopped"), 1)
}

func TestSimulateExact(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	exp.Config.Cells = []int{32}
	o := good(t, request(t, Request{Mode: "simulate", Dir: dir, Experiment: exp, Times: []float64{0, 0.33, 1}, Cases: []int{4}}, nil))
	require.Len(t, o.of("table")[0].Table.Rows, 3)
	f := load(t, dir, SimulationName)
	require.Equal(t, []int{3, 1, 32}, f.Tensor("u").Shape)
	require.Len(t, values(t, f, "x"), 32)
	u := values(t, f, "u")
	x := 31.5 / 32
	require.InDelta(t, 1.4+x, u[31], 1e-6)
	require.InDelta(t, (1.4+x)*math.Exp(-(1+0.5*math.Sin(2*math.Pi*x))), u[95], 2e-3)
	require.Positive(t, o.of("done")[0].Stats["steps"])
}

func TestVerify(t *testing.T) {
	o := good(t, request(t, Request{Mode: "verify", Dir: t.TempDir(), Experiment: twin(), Verify: VerifyOptions{Pairs: 3, Seed: 2}}, nil))
	checks := o.of("check")
	require.NotEmpty(t, checks)
	for _, e := range checks {
		require.Contains(t, []string{"pass", "fail", "kink", "skipped"}, e.Check.Verdict)
		require.NotEqual(t, "fail", e.Check.Verdict, "%+v", e.Check)
	}
	require.Positive(t, o.of("done")[0].Stats["checks_pass"])
	require.Equal(t, math.MaxFloat64, printable(math.NaN()))
}

// labelFile writes labels of decay made by hand from the exact solution.
func labelFile(t *testing.T, times []float64, cases int, change func(*safetensors.File)) string {
	t.Helper()
	f := &safetensors.File{}
	add := func(name string, shape []int, v []float64) {
		x, err := safetensors.New(name, shape, v)
		require.NoError(t, err)
		f.Tensors = append(f.Tensors, x)
	}
	var u, k []float64
	for _, time := range times {
		for c := range cases {
			for i := range 16 {
				u = append(u, exact(c, i, time))
			}
		}
	}
	for i := range 16 {
		k = append(k, 1+0.5*math.Sin(2*math.Pi*(float64(i)+0.5)/16))
	}
	add("t", []int{len(times)}, times)
	add("u", []int{len(times), cases, 16}, u)
	add("k", []int{16}, k)
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "labels.safetensors")
	require.NoError(t, safetensors.Save(path, f))
	return path
}

func TestTrainOnData(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	exp.Truth = nil
	exp.Train.Epochs = 150
	data := labelFile(t, []float64{0, 0.25, 0.5, 1}, 4, nil) // no case 5: no validation
	o := good(t, request(t, Request{Mode: "train", Dir: dir, Experiment: exp, Data: data}, nil))
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.Nil(t, res.Validation)
	require.Len(t, res.Errors, 2)
	require.Equal(t, 150, res.BestEpoch)
	require.Equal(t, 2, res.Errors[0].Cases)
	require.Less(t, *res.Errors[1].Exact, 1e-3)
	require.Len(t, res.Closures, 1)
	for _, e := range o.of("progress") {
		require.Nil(t, e.Progress.Validation)
	}

	// predict on the same file gives the same errors
	out := t.TempDir()
	good(t, request(t, Request{Mode: "predict", Dir: out, Experiment: exp, Data: data, Weights: filepath.Join(dir, WeightsName)}, nil))
	b, err = os.ReadFile(filepath.Join(out, ResultName))
	require.NoError(t, err)
	var again result
	require.NoError(t, json.Unmarshal(b, &again))
	require.Equal(t, res.Errors, again.Errors)
	require.Equal(t, load(t, dir, PredictionName).Tensors, load(t, out, PredictionName).Tensors)

	// another file cannot be resumed with
	data = labelFile(t, []float64{0, 0.25, 0.5, 1}, 3, nil)
	o = request(t, Request{Mode: "train", Dir: dir, Experiment: exp, Data: data, Resume: true}, nil)
	require.Equal(t, "mismatch", o.of("error")[0].Code)
}

func TestTrainableParameter(t *testing.T) {
	dir := t.TempDir()
	exp := twin()
	exp.Truth.Params = map[string]float64{"rate": 1}
	exp.Params = map[string]float64{"rate": 2}
	p := decay[float32]()
	p.Params[0].Trainable, p.Params[0].Positive = true, true
	var out bytes.Buffer
	require.Equal(t, ExitGood, Run(t.Context(), p, &Request{Mode: "train", Dir: dir, Experiment: exp}, nil, &out), out.String())
	f := load(t, dir, WeightsName)
	rate := values(t, f, "param/rate")[0]
	k := values(t, load(t, dir, PredictionName), "k.learned")
	for i, x := range k { // only the product is determined
		require.InDelta(t, 1+0.5*math.Sin(2*math.Pi*(float64(i)+0.5)/16), rate*x, 0.08)
	}
	require.NotEqual(t, 2.0, rate)
	var res result
	b, err := os.ReadFile(filepath.Join(dir, ResultName))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &res))
	require.InDelta(t, rate, res.Parameters["rate"], 1e-6)
	require.Less(t, *res.Errors[1].Exact, 1e-3, "with the true parameter, not the learned one")
}

func TestServe(t *testing.T) {
	for want, in := range map[string]string{
		"no request on standard input": "",
		"cannot be read":               "hello\n",
	} {
		var out bytes.Buffer
		require.Equal(t, ExitError, serve(t.Context(), decay[float32](), nil, strings.NewReader(in), &out))
		require.Contains(t, out.String(), want)
	}
	b, err := json.Marshal(Request{Mode: "simulate", Dir: t.TempDir(), Experiment: twin()})
	require.NoError(t, err)
	in, w := io.Pipe() // stays open, as a parent keeps it
	defer w.Close()
	go func() { _, _ = w.Write(append(b, '\n')) }()
	var out bytes.Buffer
	require.Equal(t, ExitGood, serve(t.Context(), decay[float32](), nil, in, &out), out.String())
	require.Contains(t, out.String(), `"event":"done"`)
}

// A panic inside is an event and exit code 3, not a crash.
func TestBug(t *testing.T) {
	p := decay[float32]()
	p.Kernels.Apply.Value = nil
	var out bytes.Buffer
	exp := twin()
	require.Equal(t, ExitBug, Run(t.Context(), p, &Request{Mode: "simulate", Dir: t.TempDir(), Experiment: exp}, nil, &out))
	require.Contains(t, out.String(), `"code":"bug"`)
}
