package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/bench/peers/side"
)

// process is a side at work.
type process struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	errs    strings.Builder
	compile float64 // seconds
	peak    int64   // bytes
}

// start starts a side and waits until it is ready.
func start(path string, args ...string) (*process, error) { return startWith(nil, path, args...) }

// startWith is start with variables of the environment besides.
func startWith(env []string, path string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(path, args...)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = &p.errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	p.out = bufio.NewScanner(out)
	p.out.Buffer(nil, 1<<20)
	a, err := p.answer()
	if err == nil && !a.Ready {
		err = errors.New("it does not say that it is ready")
	}
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("%s %s: %w", path, strings.Join(args, " "), err)
	}
	p.compile = a.Compile
	return p, nil
}

// ask sends a line and waits for the answer.
func (p *process) ask(line string) (side.Answer, error) {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return side.Answer{}, fmt.Errorf("%w\n%s", err, tail(p.errs.String()))
	}
	return p.answer()
}

func (p *process) answer() (a side.Answer, err error) {
	if !p.out.Scan() {
		return a, fmt.Errorf("it ended\n%s", tail(p.errs.String()))
	}
	if err := json.Unmarshal(p.out.Bytes(), &a); err != nil {
		return a, fmt.Errorf("%w in %q", err, p.out.Text())
	}
	if a.Error != "" {
		return a, errors.New(a.Error)
	}
	p.peak = max(p.peak, peakMemory(p.cmd.Process.Pid))
	return a, nil
}

func (p *process) stop() {
	p.in.Close()
	if p.out != nil {
		for p.out.Scan() {
		}
	}
	_ = p.cmd.Wait()
}

func tail(s string) string {
	if len(s) > 2000 {
		s = "..." + s[len(s)-2000:]
	}
	return s
}

// peakMemory is the largest resident size of a running process in bytes, 0 where
// the system does not say.
func peakMemory(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(text), "\n") {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseInt(f[1], 10, 64)
			return kb << 10
		}
	}
	return 0
}
