package toolchain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/pindiff/pindiffc"
)

// Builder builds solvers. The zero value is ready to use.
type Builder struct {
	Notify func(message string) // what is being done, for people; may be nil
	Target *Target              // nil: Native
	Cache  string               // "": CacheDir
	Source *Source              // nil: Locate
}

// A Solver is a program that speaks the protocol of runtime/job.
type Solver struct {
	Path      string    `json:"-"`
	GoVersion string    `json:"go"`
	Runtime   string    `json:"runtime"`
	Target    Target    `json:"target"`
	Fallback  string    `json:"fallback,omitempty"` // why the plain build was taken
	Built     time.Time `json:"built"`
	New       bool      `json:"-"` // built by this call
}

// A BuildError is generated code that does not compile: a mistake of ours.
type BuildError struct {
	Log    string // the file with everything the toolchain said
	Output string // its first lines
}

func (e *BuildError) Error() string {
	return fmt.Sprintf("the generated solver does not build; this is a bug in pindiffc (full log: %s)\n%s", e.Log, e.Output)
}

// ours matches the head of the compiler's messages about a package of this
// module or of the solver. Without it, code is not what is wrong: a module cannot
// be had, or a folder cannot be written.
var ours = regexp.MustCompile(`(?m)^# (` + regexp.QuoteMeta(pindiffc.Module) + "|" + regexp.QuoteMeta(solverModule) + `)(/|$)`)

// Build returns the solver of a generated package, building it if the cache
// does not hold it. A second package is its twin with the true closures in
// place, if it needs one. Any number of processes may build at once: one of them
// does, the others wait for it.
func (b *Builder) Build(ctx context.Context, packages ...Package) (*Solver, error) {
	cache := b.Cache
	if cache == "" {
		var err error
		if cache, err = CacheDir(); err != nil {
			return nil, err
		}
	}
	src, err := b.source()
	if err != nil {
		return nil, err
	}
	tool, err := findGo(ctx, cache)
	if err != nil {
		return nil, err
	}
	target := Native()
	if b.Target != nil {
		target = *b.Target
	}
	version, err := src.RuntimeVersion()
	if err != nil {
		return nil, err
	}
	k := key(packages, version, src.Dir, tool, target)
	dir := filepath.Join(cache, "solvers")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entry := filepath.Join(dir, k)
	if s, ok := open(entry); ok {
		return s, nil
	}

	unlock, err := lockedfile.MutexAt(entry + ".lock").Lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	if s, ok := open(entry); ok { // another process has built it meanwhile
		return s, nil
	}
	prune(dir, time.Now())
	s := &Solver{GoVersion: tool.Version, Runtime: version, Target: target, New: true}
	if err := b.build(ctx, tool, src, s, entry, packages); err != nil {
		return nil, err
	}
	return s, nil
}

func (b *Builder) source() (Source, error) {
	if b.Source != nil {
		return *b.Source, nil
	}
	return Locate()
}

func (b *Builder) notify(format string, args ...any) {
	if b.Notify != nil {
		b.Notify(fmt.Sprintf(format, args...))
	}
}

// build compiles in a temporary folder and moves it to entry when all is done.
func (b *Builder) build(ctx context.Context, tool *goTool, src Source, s *Solver, entry string, packages []Package) (err error) {
	tmp, err := os.MkdirTemp(filepath.Dir(entry), temporaryPrefix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(tmp)
		}
	}()
	if err := writeModule(filepath.Join(tmp, "src"), src, packages); err != nil {
		return err
	}
	b.notify("building the solver (first time: ~20 s) ...")
	begun := time.Now()
	log, err := compile(ctx, tool, tmp, s.Target)
	if err != nil && ctx.Err() == nil && s.Target.Experiment != "" {
		experiment, vectorLog := s.Target.Experiment, log
		s.Target = Plain()
		if log, err = compile(ctx, tool, tmp, s.Target); err == nil {
			path := entry + "-" + experiment + ".log"
			_ = os.WriteFile(path, vectorLog, 0o600)
			s.Fallback = fmt.Sprintf("%s does not build with GOEXPERIMENT=%s here: using scalar code, which is slower (log: %s)", tool.Version, experiment, path)
			b.notify("%s", s.Fallback)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		path := entry + ".log"
		if e := os.WriteFile(path, log, 0o600); e != nil {
			return e
		}
		if !ours.Match(log) || bytes.Contains(log, []byte("no space left on device")) {
			return fmt.Errorf("the Go toolchain cannot build the solver here (full log: %s)\n%s", path, firstLines(log, 12))
		}
		return &BuildError{Log: path, Output: firstLines(log, 12)}
	}
	s.Built = time.Now().UTC().Truncate(time.Second)
	info, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tmp, "solver.json"), info, 0o600); err != nil {
		return err
	}
	os.RemoveAll(entry) // an incomplete one, which open refused
	if err := os.Rename(tmp, entry); err != nil {
		return err
	}
	s.Path = filepath.Join(entry, program)
	b.notify("built in %.0f s", time.Since(begun).Seconds())
	return nil
}

// compile runs go build in dir/src and leaves the program in dir; the log is
// what the toolchain said.
func compile(ctx context.Context, tool *goTool, dir string, t Target) (log []byte, err error) {
	args := []string{"build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags=-s -w",
		"-o", filepath.Join(dir, program)}
	if t.Tags != "" {
		args = append(args, "-tags="+t.Tags)
	}
	_, log, err = tool.run(ctx, filepath.Join(dir, "src"), []string{"GOEXPERIMENT=" + t.Experiment}, append(args, ".")...)
	return log, err
}

// program is the file name of a solver.
var program = map[bool]string{true: "solver.exe", false: "solver"}[runtime.GOOS == "windows"]

// open returns the solver of a complete entry.
func open(entry string) (*Solver, bool) {
	data, err := os.ReadFile(filepath.Join(entry, "solver.json"))
	if err != nil {
		return nil, false
	}
	s := &Solver{Path: filepath.Join(entry, program)}
	if json.Unmarshal(data, s) != nil || !exists(s.Path) {
		return nil, false
	}
	touch(entry)
	return s, true
}

// key identifies a solver: everything that its bits depend on.
func key(packages []Package, version, dir string, tool *goTool, t Target) string {
	h := sha256.New()
	line := func(parts ...string) {
		for _, p := range parts {
			fmt.Fprintf(h, "%d:%s ", len(p), p)
		}
		io.WriteString(h, "\n")
	}
	line("layout 2", version, dir, tool.Version, tool.Level, t.Experiment, t.Tags, t.Level, runtime.GOOS, runtime.GOARCH)
	for _, p := range packages {
		line("package", p.Name)
		for _, f := range p.Files {
			line(f.Name, string(f.Data))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// IsBug reports whether err is a mistake of ours rather than of the user.
func IsBug(err error) bool {
	var b *BuildError
	return errors.As(err, &b)
}
