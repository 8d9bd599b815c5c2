package runner

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/pindiff/pindiffc/runtime/job"
)

// Options of a run.
type Options struct {
	Path       string           // the solver program
	Args       []string         // of the program; solvers take none
	Env        []string         // added to the environment
	Request    job.Request      // sent first
	OnEvent    func(job.Event)  // called for each event, in order, from one goroutine; may be nil
	Interrupts <-chan os.Signal // the first asks the solver to stop, the second kills it; may be nil
	OnStop     func()           // called when the solver has been asked to stop; may be nil
}

// Result of a run that ended well.
type Result struct {
	Stopped  bool          // it was asked to stop, saved its state and ended
	Last     job.Event     // the "done" or "stopped" event
	PeakRSS  int64         // largest resident memory of the process in bytes, 0 if unknown
	Duration time.Duration // wall time of the process
}

// An Error is what the solver said about its failure.
type Error struct {
	Code    string // as in job.Event
	Message string
}

func (e *Error) Error() string { return e.Message }

// A CrashError is a solver that ended without saying why: a mistake of ours, or
// of the machine (out of memory).
type CrashError struct {
	State string // "exit status 2", "signal: killed"
	Tail  string // the end of its standard error
}

func (e *CrashError) Error() string {
	s := "the solver process ended unexpectedly (" + e.State + ")"
	if strings.Contains(e.State, "killed") {
		s += "; the system may have run out of memory"
	}
	if e.Tail != "" {
		s += "; the end of its output:\n" + e.Tail
	}
	return s
}

// ErrKilled says that the user ended the solver at once.
var ErrKilled = errors.New("killed by a second interrupt; the last checkpoint is intact")

// Run starts the solver and waits for its end. When ctx ends, the process is killed.
func Run(ctx context.Context, o Options) (*Result, error) {
	request, err := json.Marshal(o.Request)
	if err != nil {
		return nil, fmt.Errorf("request to the solver: %w", err)
	}
	cmd := exec.Command(o.Path, o.Args...)
	cmd.Env = append(os.Environ(), o.Env...)
	ownGroup(cmd)
	errs := &tail{limit: 16 << 10}
	cmd.Stderr = errs
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the solver: %w", err)
	}
	p := &process{cmd: cmd, stdin: stdin, options: &o}
	go p.send(append(request, '\n'))
	ended := make(chan struct{})
	go p.watch(ctx, ended)

	readErr := p.read(stdout)
	if readErr != nil {
		p.kill() // it speaks another language: do not wait for it
	}
	waitErr := cmd.Wait()
	close(ended)
	r := &Result{Stopped: p.last.Kind == "stopped", Last: p.last, PeakRSS: p.peakRSS(), Duration: time.Since(begun)}

	switch {
	case ctx.Err() != nil:
		return r, ctx.Err()
	case p.wasKilled() && readErr == nil:
		return r, ErrKilled
	case p.failure != nil:
		return r, p.failure
	case readErr != nil:
		return r, fmt.Errorf("the solver's answer cannot be read: %w%s", readErr, after(errs.String()))
	case waitErr != nil:
		return r, &CrashError{State: waitErr.Error(), Tail: errs.String()}
	case p.last.Kind == "":
		return r, &CrashError{State: "exit status 0 without a result", Tail: errs.String()}
	}
	return r, nil
}

func after(tail string) string {
	if tail == "" {
		return ""
	}
	return "\n" + tail
}

// process is one running solver.
type process struct {
	cmd     *exec.Cmd
	options *Options

	mu     sync.Mutex // stdin, killed, peak
	stdin  io.WriteCloser
	killed bool
	peak   int64

	last    job.Event // "done" or "stopped"
	failure error
}

// send writes to the solver; a broken pipe shows as its end.
func (p *process) send(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.stdin.Write(b)
}

// read follows the events to the end of the output.
func (p *process) read(out io.Reader) error {
	lines := bufio.NewReaderSize(out, 64<<10)
	for {
		line, err := lines.ReadBytes('\n')
		if text := bytes.TrimSpace(line); len(text) > 0 {
			var e job.Event
			if bad := json.Unmarshal(text, &e); bad != nil {
				return fmt.Errorf("%w in %.120q", bad, text)
			}
			p.sample()
			p.take(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (p *process) take(e job.Event) {
	switch e.Kind {
	case "done", "stopped":
		p.last = e
	case "error":
		if p.failure == nil { // the first says most
			p.failure = &Error{Code: e.Code, Message: e.Message}
		}
	}
	if p.options.OnEvent != nil {
		p.options.OnEvent(e)
	}
}

// watch passes interrupts on until the process has ended.
func (p *process) watch(ctx context.Context, ended <-chan struct{}) {
	asked := false
	for {
		select {
		case <-ended:
			return
		case <-ctx.Done():
			p.kill()
			return
		case <-p.options.Interrupts:
			if asked {
				p.kill()
				return
			}
			asked = true
			if p.options.OnStop != nil {
				p.options.OnStop()
			}
			go p.send([]byte("stop\n"))
		}
	}
}

func (p *process) kill() {
	p.mu.Lock()
	p.killed = true
	p.mu.Unlock()
	killGroup(p.cmd)
}

func (p *process) wasKilled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.killed
}
