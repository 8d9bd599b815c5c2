// Package command builds the pindiffc command of this working tree and runs it,
// for measurements that start processes of their own.
package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Command is a built pindiffc and a folder for what it writes.
type Command struct {
	Dir  string
	path string
}

// Build compiles ./cmd/pindiffc; the working folder is the top of the repository.
func Build() (*Command, error) {
	dir, err := os.MkdirTemp("", "pindiffc-bench-")
	if err != nil {
		return nil, err
	}
	c := &Command{Dir: dir, path: filepath.Join(dir, "pindiffc")}
	if out, err := exec.Command("go", "build", "-o", c.path, "./cmd/pindiffc").CombinedOutput(); err != nil {
		c.Close()
		return nil, fmt.Errorf("building the command: %w\n%s", err, out)
	}
	return c, nil
}

// Path of the program.
func (c *Command) Path() string { return c.path }

// Close removes the folder.
func (c *Command) Close() { os.RemoveAll(c.Dir) }

// Training is the part of the answer of `pindiffc train -json` that measurements need.
type Training struct {
	PeakBytes int64   `json:"peak_memory_bytes"`
	Seconds   float64 `json:"seconds"`
	Stats     struct {
		Outer     int   `json:"outer"`
		Linear    int   `json:"linear"`
		TapeBytes int64 `json:"tape_bytes"`
	} `json:"stats"`
	Result Result `json:"-"`
}

// Result is the part of result.json in a run directory that measurements need.
type Result struct {
	Errors []struct {
		State      string  `json:"state"`
		Time       float64 `json:"time"`
		RelativeL1 float64 `json:"relative_l1"`
		ExactL1    float64 `json:"exact_l1"`
	} `json:"errors"`
	Closures []struct {
		Name       string  `json:"name"`
		RelativeL1 float64 `json:"relative_l1"`
	} `json:"closures"`
}

// Train runs one training in run directory `name` of c.Dir. Progress goes to
// standard error.
func (c *Command) Train(spec, name string, args ...string) (*Training, error) {
	out := filepath.Join(c.Dir, name)
	cmd := exec.Command(c.path, append([]string{"train", spec, "-json", "-out", out}, args...)...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	t := new(Training)
	if err := json.Unmarshal(text, t); err != nil {
		return nil, err
	}
	text, err = os.ReadFile(filepath.Join(out, "result.json"))
	if err != nil {
		return nil, err
	}
	return t, json.Unmarshal(text, &t.Result)
}

// Show trains in a run directory, and lets the command print.
func (c *Command) Show(spec, dir string, args ...string) error {
	cmd := exec.Command(c.path, append([]string{"train", spec, "-out", dir}, args...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// Run runs the command, which answers in JSON on standard output, for its effect;
// what it says goes to standard error. Where ctx ends it is asked to stop, and has the
// time to save.
func (c *Command) Run(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, c.path, append(args, "-json")...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	var said struct{ Error string }
	if err != nil && json.Unmarshal(text, &said) == nil && said.Error != "" {
		return errors.New(said.Error)
	}
	return err
}

// Output runs the command and returns what it prints; what it says goes to
// standard error. An exit status other than 0 is no error: good is false.
func (c *Command) Output(args ...string) (text []byte, good bool, err error) {
	cmd := exec.Command(c.path, args...)
	cmd.Stderr = os.Stderr
	text, err = cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return text, false, nil
	}
	return text, err == nil, err
}
