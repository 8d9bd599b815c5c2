package rundir

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// Status of a run.
type Status string

const (
	Running Status = "running" // or ended without a word
	Stopped Status = "stopped" // by the user, can go on
	Failed  Status = "failed"  // can go on from its last checkpoint
	Done    Status = "done"
)

// Train is the Kind of runs that can go on and must not be lost; what other
// kinds write is made again at any time.
const Train = "train"

// FileName of the record.
const FileName = "run.json"

// State is the record of a run.
type State struct {
	Kind      string    `json:"kind"` // "train", "simulate", "predict"
	Spec      string    `json:"spec"` // name of the model
	Hash      string    `json:"hash"` // of specification, overrides and data
	Status    Status    `json:"status"`
	Error     string    `json:"error,omitempty"`
	Command   []string  `json:"command"`             // arguments as given
	Overrides []string  `json:"overrides,omitempty"` // -set
	Data      string    `json:"data,omitempty"`      // -data
	Start     string    `json:"start,omitempty"`     // -weights of a training
	Version   string    `json:"version"`             // of pindiffc
	Runtime   string    `json:"runtime"`
	Vectors   string    `json:"vectors"`
	Started   time.Time `json:"started"`
	Updated   time.Time `json:"updated"`
}

// Read the record of a folder; nil if there is none.
func Read(dir string) (*State, error) {
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &State{}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	return s, nil
}

// Write the record of a folder, atomically.
func Write(dir string, s *State) error {
	s.Updated = time.Now().UTC().Truncate(time.Second)
	if s.Started.IsZero() {
		s.Started = s.Updated
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return safetensors.WriteAtomic(filepath.Join(dir, FileName), append(data, '\n'))
}
