// Package side is our side of the comparisons of bench/peers: a process that makes
// the data of a workload, runs it when told to, and says how long that took. The
// command bench/peers writes a main for it that links the generated solvers.
//
// A side, ours or a rival's, is started with the name of a workload, the
// configuration and a folder for data; it prints {"ready": true} when it can run,
// and then answers each line of its input with a line of JSON:
//
//	check DIR   writes what it computed, as Arrays
//	time        {"seconds": s, ...} of one run
package side

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// Answer is one line of a side. Counts are of the run that was timed.
type Answer struct {
	Ready   bool           `json:"ready,omitempty"`
	Compile float64        `json:"compile_seconds,omitempty"` // building and warming up before ready
	Seconds float64        `json:"seconds,omitempty"`
	Counts  map[string]any `json:"counts,omitempty"`
	Error   string         `json:"error,omitempty"`
}

// workload is what a side runs.
type workload interface {
	prepare(data *Arrays) error
	check(out *Arrays) error
	time() (Answer, error)
}

// Main is the whole process. Systems are the generated problems by name, each a
// *kernel.Problem of a precision.
func Main(systems map[string]any) {
	debug.SetGCPercent(20) // as in the process of a generated solver
	if err := run(systems); err != nil {
		_ = json.NewEncoder(os.Stdout).Encode(Answer{Error: err.Error()})
		os.Exit(1)
	}
}

func run(systems map[string]any) error {
	if len(os.Args) != 6 {
		return fmt.Errorf("usage: side KIND NAME CONFIG DATA short|full, found %q", os.Args)
	}
	kind, name := os.Args[1], os.Args[2]
	config, err := Read(os.Args[3], os.Args[5] == "full")
	if err != nil {
		return err
	}
	w, err := open(systems, config, kind, name)
	if err != nil {
		return err
	}
	data := &Arrays{Dir: os.Args[4]}
	if err := w.prepare(data); err != nil {
		return err
	}
	if err := data.Save(); err != nil {
		return err
	}
	if _, err := w.time(); err != nil { // allocates, warms up
		return err
	}
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode(Answer{Ready: true}); err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var a Answer
		var err error
		word, dir, _ := strings.Cut(in.Text(), " ")
		switch word {
		case "check":
			result := &Arrays{Dir: dir}
			if err = w.check(result); err == nil {
				err = result.Save()
			}
		case "time":
			a, err = w.time()
		default:
			err = fmt.Errorf("unknown request %q", in.Text())
		}
		if err != nil {
			return err
		}
		if err := out.Encode(a); err != nil {
			return err
		}
	}
	return in.Err()
}

// open makes a workload of a system in its precision.
func open(systems map[string]any, c *Config, kind, name string) (workload, error) {
	system := systems[name]
	switch p := system.(type) {
	case *kernel.Problem[float32]:
		return newWorkload(p, c, kind, name)
	case *kernel.Problem[float64]:
		return newWorkload(p, c, kind, name)
	}
	return nil, fmt.Errorf("no system %q is linked", name)
}
