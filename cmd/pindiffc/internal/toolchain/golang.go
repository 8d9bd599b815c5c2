package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/pindiff/pindiffc"
)

// MinimumGo is the Go version that a solver needs, from this module's go.mod.
func MinimumGo() string {
	m := regexp.MustCompile(`(?m)^go\s+(\S+)$`).FindStringSubmatch(pindiffc.GoMod)
	if m == nil {
		return ""
	}
	return m[1]
}

// ErrNoGo says that there is no Go toolchain on PATH.
var ErrNoGo = errors.New("no Go toolchain on PATH: pindiffc builds its solvers with `go`; install Go " +
	MinimumGo() + " or later from https://go.dev/dl and try again")

// goTool is the go command and what matters about it.
type goTool struct {
	path       string
	Version    string `json:"GOVERSION"`
	Experiment string `json:"GOEXPERIMENT"`
	Level      string `json:"GOAMD64"`
}

// findGo looks for go on PATH, then in GOROOT, and asks it for its version;
// the command may switch to a newer toolchain where the user's settings allow.
func findGo(ctx context.Context, cache string) (*goTool, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		root := os.Getenv("GOROOT")
		if root == "" {
			return nil, ErrNoGo
		}
		if path, err = exec.LookPath(filepath.Join(root, "bin", "go")); err != nil {
			return nil, ErrNoGo
		}
	}
	g := &goTool{path: path}

	// The question is asked inside a module that needs the minimum, so that an
	// old toolchain either switches or says why it cannot.
	probe := filepath.Join(cache, "probe")
	if err := os.MkdirAll(probe, 0o700); err != nil {
		return nil, err
	}
	mod := []byte("module probe\n\ngo " + MinimumGo() + "\n")
	file := filepath.Join(probe, "go.mod")
	if old, err := os.ReadFile(file); err != nil || !bytes.Equal(old, mod) {
		if err := writeAtomic(file, mod); err != nil {
			return nil, err
		}
	}
	out, stderr, err := g.run(ctx, probe, nil, "env", "-json", "GOVERSION", "GOEXPERIMENT", "GOAMD64")
	if err != nil {
		return nil, fmt.Errorf("the Go toolchain at %s does not answer (Go %s or later is needed): %s", path, MinimumGo(), firstLines(stderr, 3))
	}
	if err := json.Unmarshal(out, g); err != nil {
		return nil, fmt.Errorf("the Go toolchain at %s: %w", path, err)
	}
	return g, nil
}

// run executes the go command in dir with a cleaned environment.
func (g *goTool) run(ctx context.Context, dir string, extra []string, args ...string) (stdout, stderr []byte, err error) {
	cmd := exec.CommandContext(ctx, g.path, args...)
	cmd.Dir = dir
	cmd.Env = append(cleanEnv(os.Environ()), extra...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.Bytes(), errs.Bytes(), err
}

// cleanEnv is the user's environment without what would change the build: a
// workspace, a target platform, cgo, an experiment, and all of GOFLAGS but what
// says how modules are stored.
func cleanEnv(environ []string) []string {
	drop := map[string]bool{
		"GOFLAGS": true, "GOWORK": true, "GO111MODULE": true, "GOOS": true, "GOARCH": true,
		"CGO_ENABLED": true, "GOEXPERIMENT": true, "PWD": true, "GOENV": false,
	}
	var keep []string
	var flags []string
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if name == "GOFLAGS" {
			for _, f := range strings.Fields(value) {
				if f == "-modcacherw" || f == "-insecure" || strings.HasPrefix(f, "-p=") {
					flags = append(flags, f)
				}
			}
		}
		if !drop[name] {
			keep = append(keep, kv)
		}
	}
	return append(keep,
		"GOFLAGS="+strings.Join(flags, " "), "GOWORK=off", "GO111MODULE=on", "CGO_ENABLED=0",
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
}

func firstLines(b []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) > n {
		lines = append(lines[:n], "...")
	}
	return strings.Join(lines, "\n")
}
