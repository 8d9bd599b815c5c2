package job

import "github.com/pindiff/pindiffc/runtime/measure"

// Measured is what a "bench" request found; the command adds what should be.
type Measured struct {
	Numerics  string           `json:"numerics"` // "float32, vectors of 16"
	ElemBytes int              `json:"element_bytes"`
	Cells     int              `json:"cells"`
	Machine   measure.Machine  `json:"machine"`
	Kernels   []measure.Kernel `json:"kernels"`
	Epoch     *EpochTime       `json:"epoch,omitempty"`
}

// EpochTime is the time of an epoch, of several the middle one.
type EpochTime struct {
	What       string          `json:"what"` // "loss, gradient and update", or where nothing is trained "a run and its gradient"
	Cases      int             `json:"cases"`
	Steps      int             `json:"steps"`                       // of all cases
	Outer      float64         `json:"outer_iterations_per_step"`   // nonlinear
	Linear     float64         `json:"linear_iterations_per_step"`  // forward
	Adjoint    float64         `json:"adjoint_iterations_per_step"` // linear
	Method     string          `json:"method"`
	Recomputed int             `json:"recomputed_steps,omitempty"`
	Threads    []ThreadSeconds `json:"threads"`
}

// ThreadSeconds is the time of one epoch with so many threads.
type ThreadSeconds struct {
	Threads int     `json:"threads"`
	Seconds float64 `json:"seconds"`
	Epochs  int     `json:"epochs"` // measured
}

// BenchOptions of a bench request.
type BenchOptions struct {
	Kernels   string `json:"kernels,omitempty"` // only those whose name matches this regular expression
	NoMachine bool   `json:"no_machine,omitempty"`
	NoEpochs  bool   `json:"no_epochs,omitempty"`
}

// ProfileName is the CPU profile of epochs that a bench request writes.
const ProfileName = "cpu.pprof"
