//go:build linux

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// murder WHO EPOCH DIR pindiffc ARGS... starts a training in DIR and sends the signal
// that cannot be caught (kill -9) when the last checkpoint has so many epochs: to the solver
// process ("solver"), which leaves the command to say so, or to both at once
// ("both"). What the command said is in murdered.txt.
func murder(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 4 {
		ts.Fatalf("usage: murder WHO EPOCH DIR COMMAND ARGS...")
	}
	when, err := strconv.Atoi(args[1])
	ts.Check(err)
	dir := ts.MkAbs(args[2])
	said, err := os.Create(ts.MkAbs("murdered.txt"))
	ts.Check(err)
	defer said.Close()
	cmd := exec.Command(lookIn(ts.Getenv("PATH"), args[3]), args[4:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environment(ts)
	cmd.Stdout, cmd.Stderr = said, said
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	deadline := time.Now().Add(3 * time.Minute)
	for epochsOf(dir) < when {
		select {
		case <-ended:
			ts.Fatalf("it ended before epoch %d:\n%s", when, ts.ReadFile("murdered.txt"))
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			ts.Fatalf("it does not come to epoch %d:\n%s", when, ts.ReadFile("murdered.txt"))
		}
	}
	solver, err := childOf(cmd.Process.Pid)
	ts.Check(err)
	if args[0] == "both" { // the solver may not go on to see that the command has gone, and save
		ts.Check(syscall.Kill(solver, syscall.SIGSTOP))
		ts.Check(cmd.Process.Kill())
	}
	ts.Check(syscall.Kill(solver, syscall.SIGKILL))
	<-ended
	for i := 0; syscall.Kill(solver, 0) == nil && i < 1000; i++ { // until it has gone, and left its files alone
		time.Sleep(5 * time.Millisecond)
	}
	if _, err := os.Stat(filepath.Join(dir, "weights.safetensors")); err == nil {
		ts.Fatalf("it had come to its end")
	}
}

// epochsOf a training, up to its last checkpoint.
func epochsOf(dir string) int {
	b, err := os.ReadFile(filepath.Join(dir, "last.ckpt"))
	if err != nil || len(b) < prefix {
		return 0
	}
	f, err := safetensors.Unmarshal(b[prefix:])
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(f.Meta["epoch"])
	return n
}

const prefix = 8 + 4 + 8 + sha256.Size // of a checkpoint, before its safetensors; see runtime/train/checkpoint.go

// childOf a process: its solver.
func childOf(pid int) (int, error) {
	paths, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // it has gone
		}
		// pid (name) state parent ..., and a name may hold anything
		fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			return strconv.Atoi(filepath.Base(filepath.Dir(path)))
		}
	}
	return 0, fmt.Errorf("process %d has no child", pid)
}
