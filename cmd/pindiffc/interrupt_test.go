package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// interrupt PATTERN pindiffc ARGS... starts the command, sends it an interrupt
// when its standard error matches the pattern, and waits for its end; the exit
// code must be 1. What it said is in interrupted.txt.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: interrupt PATTERN COMMAND ARGS...")
	}
	when := regexp.MustCompile(args[0])
	path := lookIn(ts.Getenv("PATH"), args[1])
	said, err := os.Create(ts.MkAbs("interrupted.txt"))
	ts.Check(err)
	defer said.Close()
	cmd := exec.Command(path, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = environment(ts)
	cmd.Stdout, cmd.Stderr = said, said
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	sent := false
	for deadline := time.Now().Add(3 * time.Minute); ; {
		select {
		case <-ended:
			if code := cmd.ProcessState.ExitCode(); code != 1 {
				ts.Fatalf("exit code %d, expected 1:\n%s", code, ts.ReadFile("interrupted.txt"))
			}
			return
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			_ = cmd.Process.Kill()
			ts.Fatalf("it does not end:\n%s", ts.ReadFile("interrupted.txt"))
		}
		if !sent && when.MatchString(ts.ReadFile("interrupted.txt")) {
			sent = true
			ts.Check(cmd.Process.Signal(os.Interrupt))
		}
	}
}

// environment of the script, as far as the command needs it.
func environment(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "XDG_CACHE_HOME", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOTOOLCHAIN", "GOFLAGS", "TMPDIR"} {
		env = append(env, name+"="+ts.Getenv(name))
	}
	return env
}

// lookIn finds a program in the script's own PATH.
func lookIn(path, name string) string {
	for _, dir := range filepath.SplitList(path) {
		if p, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return p
		}
	}
	return name
}
