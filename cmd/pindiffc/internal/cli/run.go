package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/runner"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/runtime/job"
)

// answer of simulate, train, predict and verify with -json.
type answer struct {
	Command    string         `json:"command"`
	Spec       string         `json:"spec"`
	Dir        string         `json:"dir,omitempty"`
	Status     string         `json:"status"` // "done", "stopped"
	Tables     []*job.Table   `json:"tables,omitempty"`
	Checks     []job.Check    `json:"checks,omitempty"`
	Files      []writtenFile  `json:"files,omitempty"` // in Dir
	Warnings   []string       `json:"warnings,omitempty"`
	Stats      map[string]any `json:"stats,omitempty"`
	PeakMemory int64          `json:"peak_memory_bytes,omitempty"` // of the solver process
	Seconds    float64        `json:"seconds"`                     // of the solver process

	measured *job.Measured // of bench
}

type writtenFile struct {
	Name string `json:"name"`
	What string `json:"what"`
}

// file returns the name of the first file of a kind, "" if there is none.
func (r *answer) file(what string) string {
	for _, f := range r.Files {
		if f.What == what {
			return f.Name
		}
	}
	return ""
}

// interrupts are the signals that ask a run to stop.
var interrupts = []os.Signal{os.Interrupt, syscall.SIGTERM}

// errInterrupted ends a command that was stopped before anything was running.
var errInterrupted = errors.New("interrupted")

// solver compiles a specification and builds its solver, in the precision that
// the specification states or in another one.
func (a *app) solver(s *spec, precision string) (*toolchain.Solver, error) {
	packages, err := a.generateSolver(s, precision)
	if err != nil {
		return nil, err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), interrupts...)
	defer cancel()
	b := &toolchain.Builder{Notify: func(m string) { a.say("%s", m) }}
	built, err := b.Build(ctx, packages...)
	if ctx.Err() != nil {
		return nil, errInterrupted
	}
	return built, err
}

// execute runs a solver to its end and shows what it says. env is added to its
// environment.
func (a *app) execute(s *spec, solver *toolchain.Solver, req job.Request, env ...string) (*answer, error) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, interrupts...)
	defer signal.Stop(signals)

	columns, _ := isTerminal(a.err)
	shown := report.NewProgress(a.err, columns)
	out := &answer{Command: req.Mode, Spec: s.model.Name, Dir: req.Dir, Status: "done"}
	result, err := runner.Run(context.Background(), runner.Options{
		Path:       solver.Path,
		Env:        env,
		Request:    req,
		Interrupts: signals,
		OnStop: func() {
			what := map[string]string{"train": "the epoch", "simulate": "the step"}[req.Mode]
			if what == "" {
				what = "what is running"
			}
			shown.Printf("stopping after %s; once more ends at once", what)
		},
		OnEvent: func(e job.Event) { out.take(e, shown) },
	})
	shown.Clear()
	if result != nil {
		out.Stats, out.PeakMemory = result.Last.Stats, result.PeakRSS
		out.Seconds = result.Duration.Round(time.Millisecond).Seconds()
		if result.Stopped {
			out.Status = "stopped"
		}
	}
	return out, err
}

// take shows an event, or keeps it for the end.
func (r *answer) take(e job.Event, shown *report.Progress) {
	switch e.Kind {
	case "phase":
		shown.Phase(e.Phase)
	case "progress":
		if e.Progress != nil {
			shown.Update(e.Progress)
		}
	case "table":
		if e.Table != nil {
			r.Tables = append(r.Tables, e.Table)
		}
	case "check":
		if e.Check != nil {
			r.Checks = append(r.Checks, *e.Check)
		}
	case "measured":
		r.measured = e.Measured
	case "file":
		r.Files = append(r.Files, writtenFile{e.File, e.What})
	case "warning":
		r.Warnings = append(r.Warnings, e.Message)
		shown.Printf("warning: %s", e.Message)
	}
}

// footer says what the solver process took.
func (a *app) footer(r *answer) {
	text := report.Duration(time.Duration(r.Seconds * float64(time.Second)))
	if r.PeakMemory > 0 {
		text += ", " + report.Bytes(r.PeakMemory) + " of memory at most"
	}
	a.say("solver: %s", text)
}
