package job

import "github.com/pindiff/pindiffc/runtime/experiment"

// Request is the first line that the solver process reads on standard input.
// Later lines are controls: "stop" (finish the epoch or step, save, exit 0 with
// a Stopped event). End of input means the same: the parent is gone.
type Request struct {
	Mode       string                `json:"mode"` // "train", "simulate", "predict", "export", "identify", "verify", "bench"
	Experiment experiment.Experiment `json:"experiment"`
	Dir        string                `json:"dir"`                 // run directory, exists; all files are written here
	Data       string                `json:"data,omitempty"`      // labels (train, predict): safetensors written by the command, see Labels below
	Fields     string                `json:"fields,omitempty"`    // given fields: safetensors written by the command, see Fields below
	Curvature  string                `json:"curvature,omitempty"` // train: checkpoint of a training by L-BFGS, with whose curvature to begin
	Weights    string                `json:"weights,omitempty"`   // predict, export, identify: safetensors; train: to start from, instead of what the seed draws
	Resume     bool                  `json:"resume,omitempty"`
	SaveEvery  float64               `json:"save_every,omitempty"` // train: seconds between checkpoints; 0: as often as costs little
	Exact      bool                  `json:"exact,omitempty"`      // simulate with the truth in place of the closures
	Baseline   bool                  `json:"baseline,omitempty"`   // predict with the baseline in place of the closures, in laws by the problem
	Twin       bool                  `json:"twin,omitempty"`       // predict: make labels from the truth, to compare with
	Cases      []int                 `json:"cases,omitempty"`      // simulate, predict: nil means all
	Times      []float64             `json:"times,omitempty"`      // simulate, predict: output times, SI; nil means the report times or the end
	Closure    string                `json:"closure,omitempty"`    // export: which one
	Points     int                   `json:"points,omitempty"`     // export, identify: along each argument of a pointwise closure, 0 for a default
	Verify     VerifyOptions         `json:"verify,omitempty"`
	Identify   IdentifyOptions       `json:"identify,omitempty"`
	Bench      BenchOptions          `json:"bench,omitempty"`
}

// VerifyOptions of a verify request.
type VerifyOptions struct {
	Pairs int    `json:"pairs,omitempty"` // of the dot-product test, default 20
	Seed  uint64 `json:"seed,omitempty"`
}

// A train request on a folder that already holds a checkpoint is refused unless
// Resume is set; Resume on an empty folder starts afresh, so it may always be set.
//
// Labels file: tensors "t" (n), "<state>" (n, cases, cells...) for each state
// given, or "<state>.sensors" (n, cases, sensors) for one that is observed on
// sensors, "<closure>" (cells...) or (n, cells...) for a known truth, "split"
// (cases; 0 train, 1 validate, 2 test, else unused; without it the experiment's
// cases, as far as the file has them), all float64 or float32, SI.
//
// Fields file: a tensor (cells...) for each field that the specification reads
// from a file, and "initial/<state>" (cells...) or (cases, cells...) for each state
// that starts from one, float64 or float32, SI.

// Event is one line of standard output. Kind says which of the parts is there.
type Event struct {
	Kind     string         `json:"event"`             // "phase", "progress", "table", "file", "check", "measured", "stopped", "done", "error", "warning"
	Phase    string         `json:"phase,omitempty"`   // what is being done now, for people
	Message  string         `json:"message,omitempty"` // error, warning, stopped
	Code     string         `json:"code,omitempty"`    // error: "request" (it cannot be served as it is), "data", "io", "damaged" (a checkpoint), "mismatch", "nan", "diverged", "not_converged", "range", "bug"
	Progress *Progress      `json:"progress,omitempty"`
	Table    *Table         `json:"table,omitempty"`
	File     string         `json:"file,omitempty"` // a file that was written, relative to Dir
	What     string         `json:"what,omitempty"` // "weights", "prediction", "simulation", "closures", "result", "profile"
	Check    *Check         `json:"check,omitempty"`
	Measured *Measured      `json:"measured,omitempty"`
	Stats    map[string]any `json:"stats,omitempty"`
}

// Progress of a long phase.
type Progress struct {
	Done        int      `json:"done"`
	Total       int      `json:"total"`
	Loss        *float64 `json:"loss,omitempty"`
	Validation  *float64 `json:"validation,omitempty"` // mean relative L1 of the validation cases, a fraction
	PerSecond   float64  `json:"per_second"`
	SecondsLeft float64  `json:"seconds_left"`
}

// Table is printed by the command; the first column is text.
type Table struct {
	Title   string     `json:"title"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Notes   []string   `json:"notes,omitempty"`
}

// Check is one line of verify.
type Check struct {
	Name    string  `json:"name"`
	Detail  string  `json:"detail,omitempty"`
	Value   float64 `json:"value"`
	Limit   float64 `json:"limit"`
	Verdict string  `json:"verdict"` // "pass", "fail", "kink", "skipped"
}
