package side

import (
	"encoding/json"
	"fmt"
	"os"
)

// Config is bench/peers/config.json: what both sides of each comparison read.
type Config struct {
	Repeats  int               `json:"repeats"`
	Versions map[string]string `json:"versions"`
	Stencils []Stencil         `json:"stencils"`
	Epochs   map[string]*Epoch `json:"epochs"`
	Latency  struct {
		Epoch string  `json:"epoch"`
		Ratio float64 `json:"ratio"`
	} `json:"latency"`
	Adjoints []struct {
		Spec  string  `json:"spec"`
		Ratio float64 `json:"ratio"`
	} `json:"adjoints"`
	Growth struct {
		Specs      []string `json:"specs"`
		Cells      []int    `json:"cells"`
		ShortCells []int    `json:"short_cells"`
	} `json:"growth"`
	Scalar       float64 `json:"scalar"` // most time of our scalar body, of C's without vectors
	Infiltration struct {
		Spec  string   `json:"spec"`
		Cells [][2]int `json:"cells"`
		Short int      `json:"short"` // so many of them in the short form
		Sets  []string `json:"sets"`
		Most  float64  `json:"most"` // linear iterations of a solve
	} `json:"infiltration"`
	Threads struct {
		Specs []string `json:"specs"`
		Gain  float64  `json:"gain"`
		Part  float64  `json:"part"` // of the gain of a loop that only computes
	} `json:"threads"`
	Memory struct {
		Whole       float64 `json:"whole"`
		AboveImport float64 `json:"above_import"`
	} `json:"memory"`
}

// Stencil is a grid on which forward kernels are compared with C.
type Stencil struct {
	Name      string  `json:"name"`
	Cells     []int   `json:"cells"`
	Ratio     float64 `json:"ratio"`               // wanted: our time over C's, at most
	Bandwidth float64 `json:"bandwidth,omitempty"` // wanted: of the measured one, at least
}

// Epoch is one evaluation of a loss and its gradient, and an update by Adam. The loss
// is the mean over times, trajectories and cells of (u - l)^2, over the mean of l;
// the label l is half the initial state.
type Epoch struct {
	Spec         string               `json:"spec"`
	Precision    string               `json:"precision"`
	Rival        string               `json:"rival"`
	Ratio        float64              `json:"ratio"`   // wanted: the rival's time over ours, at least
	Bound        float64              `json:"bound"`   // or wanted: the limit by operations over our time, at least; 0: only the ratio
	Seconds      float64              `json:"seconds"` // wanted: all steps in so many at most; 0: no limit
	Note         string               `json:"note"`
	Cells        []int                `json:"cells"`
	Trajectories int                  `json:"trajectories"`
	Steps        int                  `json:"steps"`
	ShortSteps   int                  `json:"short_steps"` // without -full; 0: Steps
	Dt           float64              `json:"dt"`
	Loss         []int                `json:"loss"` // steps at whose ends the loss looks
	ShortLoss    []int                `json:"short_loss"`
	Params       map[string][]float64 `json:"params"` // by trajectory
	Observe      int                  `json:"observe"`
	Tol          float64              `json:"tol"`         // of a step's residual, relative to that of its right-hand side, 2-norm
	AdjointTol   float64              `json:"adjoint_tol"` // likewise
	Forcing      float64              `json:"forcing"`     // of the rival's Newton steps
	MaxLinear    int                  `json:"max_linear"`
	Checkpoint   float64              `json:"checkpoint_bytes"` // for states, ours; the rival's are in segments
	Memory       float64              `json:"memory"`           // wanted: our process's, at most
	Rate         float64              `json:"rate"`
	Seed         uint64               `json:"seed"`
	Agree        float64              `json:"agree"` // largest relative difference of states and gradients, 2-norm
}

// Read reads a configuration. Without full, epochs are short where they say so.
func Read(path string, full bool) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c := new(Config)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, e := range c.Epochs {
		if !full && e.ShortSteps > 0 {
			e.Steps, e.Loss = e.ShortSteps, e.ShortLoss
		}
	}
	return c, nil
}
