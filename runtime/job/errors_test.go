package job

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func TestErrors(t *testing.T) {
	data := func(change func(*safetensors.File)) string {
		return labelFile(t, []float64{0, 0.25, 0.5, 1}, 6, change)
	}
	weights := func() string {
		x, err := safetensors.New("k/0/weight", []int{3}, []float32{1, 2, 3})
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "w.safetensors")
		require.NoError(t, safetensors.Save(path, &safetensors.File{Tensors: []safetensors.Tensor{x}}))
		return path
	}
	for name, c := range map[string]struct {
		change     func(*Request)
		code, want string
	}{
		"mode":             {func(r *Request) { r.Mode = "bake" }, "request", "unknown mode"},
		"other spec":       {func(r *Request) { r.Experiment.Spec = "heat" }, "mismatch", "for heat, this solver is decay"},
		"no training":      {func(r *Request) { r.Experiment.Train = nil }, "request", "how to train"},
		"parameter":        {func(r *Request) { r.Experiment.Params = map[string]float64{"kapa": 1} }, "request", "not parameters of decay"},
		"no truth":         {func(r *Request) { r.Experiment.Truth = nil }, "data", "no truth for closure k"},
		"truth of nothing": {func(r *Request) { r.Experiment.Truth.Closures["z"] = num(1) }, "request", "not closures"},
		"bad truth":        {func(r *Request) { r.Experiment.Truth.Closures["k"] = op("log", num(-1)) }, "request", "truth: k"},
		"bad initial":      {func(r *Request) { r.Experiment.Cases.Initial["u"] = name("z") }, "request", `unknown name "z"`},
		"no initial":       {func(r *Request) { r.Experiment.Cases.Initial = nil }, "request", "state u has no initial value"},
		"case":             {func(r *Request) { r.Experiment.Cases.Train = []int{9} }, "request", "there is no case 9"},
		"time":             {func(r *Request) { r.Experiment.Observe[0].Times = []float64{7} }, "request", "7"},
		"grid":             {func(r *Request) { r.Experiment.Config.Cells = []int{1 << 45} }, "request", "take fewer cells"},
		"scheme":           {func(r *Request) { r.Experiment.Config.Scheme = "bdf9" }, "request", "bdf9"},
		"loss":             {func(r *Request) { r.Experiment.Train.Loss[0].Metric = "l7" }, "request", "unknown loss"},
		"loss state":       {func(r *Request) { r.Experiment.Train.Loss[0].State = "v" }, "request", `no state "v"`},
		"only l2":          {func(r *Request) { r.Experiment.Train.Loss[0] = twinL2 }, "request", "looks at no state"},
		"observe":          {func(r *Request) { r.Experiment.Observe = nil }, "request", ""},
		"folder":           {func(r *Request) { r.Dir = filepath.Join(r.Dir, "none") }, "io", "none"},
		"no data":          {func(r *Request) { r.Data = "none.safetensors" }, "io", "none"},
		"weights":          {func(r *Request) { r.Mode, r.Weights = "predict", weights() }, "mismatch", "k/0/weight has shape [3]"},
		"no weights":       {func(r *Request) { r.Mode = "predict" }, "request", "needs weights"},
		"no closures":      {func(r *Request) { r.Mode, r.Experiment.Truth = "simulate", nil }, "request", "not known"},
		"data times": {func(r *Request) {
			r.Data = labelFile(t, []float64{0, 0.5}, 6, nil)
		}, "data", "observed at t = 0.25, the labels (labels.safetensors) have it at t = 0.5"},
		"data start": {func(r *Request) { r.Data = labelFile(t, []float64{0.25, 0.5}, 6, nil) }, "data", "initial state at t = 0 is needed"},
		"data shape": {func(r *Request) { r.Experiment.Config.Cells = []int{8}; r.Data = data(nil) }, "data", "u: expected shape [4 6 8], found [4 6 16]"},
		"data nan": {func(r *Request) {
			r.Data = data(func(f *safetensors.File) {
				x := &f.Tensors[1]
				x.Data[8*20+6], x.Data[8*20+7] = 0xf8, 0x7f
			})
		}, "data", "u: the value at time 0, case 1, cell 4 is NaN"},
		"data state": {func(r *Request) {
			r.Data = data(func(f *safetensors.File) { f.Tensors[1].Name = "w" })
		}, "data", "no trajectories of any state of decay, found tensors k, t, w"},
	} {
		t.Run(name, func(t *testing.T) {
			req := Request{Mode: "train", Dir: t.TempDir(), Experiment: twin()}
			req.Experiment.Train.Epochs = 5
			c.change(&req)
			o := request(t, req, nil)
			require.Equal(t, ExitError, o.exit)
			e := o.of("error")
			require.Len(t, e, 1)
			require.Contains(t, e[0].Message, c.want)
			if c.code != "" {
				require.Equal(t, c.code, e[0].Code, e[0].Message)
			}
		})
	}
}
