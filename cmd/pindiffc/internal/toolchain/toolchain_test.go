package toolchain

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc"
)

// clone is a source folder with as much of a runtime as main needs.
func clone(t *testing.T) Source {
	dir := filepath.Join(t.TempDir(), "a clone, with blanks")
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	write("go.mod", "module "+pindiffc.Module+"\n\ngo 1.26.0\n")
	write("go.sum", "")
	write("runtime/job/job.go", "package job\n\nfunc Main(name string) { println(name) }\n\n"+
		"func MainTwin(name, exact string) { println(name, exact) }\n")
	return Source{Version: "(devel)", Dir: dir}
}

func generated(text string) Package {
	return Package{"heat", []File{{Name: "heat.go", Data: []byte("package heat\n\nfunc Problem() string { return " + text + " }\n")}}}
}

func TestBuildOnceAndFindAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go toolchain")
	}
	plain, src := Plain(), clone(t)
	var notes []string
	var mu sync.Mutex
	b := &Builder{Target: &plain, Cache: t.TempDir(), Source: &src, Notify: func(m string) {
		mu.Lock()
		defer mu.Unlock()
		notes = append(notes, m)
	}}
	t.Setenv("GOFLAGS", "-mod=vendor -tags=nonsense")
	t.Setenv("GOWORK", filepath.Join(t.TempDir(), "go.work"))
	t.Setenv("GOOS", "plan9")

	var wait sync.WaitGroup
	built := make([]*Solver, 2)
	errs := make([]error, 2)
	for i := range built {
		wait.Go(func() { built[i], errs[i] = b.Build(t.Context(), generated(`"warm"`)) })
	}
	wait.Wait()
	require.NoError(t, errs[0])
	require.NoError(t, errs[1])
	require.Equal(t, built[0].Path, built[1].Path)
	require.NotEqual(t, built[0].New, built[1].New, "one builds, the other waits")
	require.Len(t, notes, 2)
	require.Contains(t, notes[0], "building the solver")
	out, err := exec.Command(built[0].Path).CombinedOutput()
	require.NoError(t, err)
	require.Equal(t, "warm\n", string(out))

	if runtime.GOOS != "windows" {
		info, err := os.Stat(filepath.Dir(built[0].Path))
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, "the folder is the user's alone")
	}

	s, err := b.Build(t.Context(), generated(`"warm"`))
	require.NoError(t, err)
	require.False(t, s.New)
	require.Len(t, notes, 2)

	// A twin is built into the same program.
	twin := Package{"exact", []File{{Name: "heat.go", Data: []byte("package exact\n\nfunc Problem() string { return \"hot\" }\n")}}}
	s, err = b.Build(t.Context(), generated(`"warm"`), twin)
	require.NoError(t, err)
	require.True(t, s.New)
	out, err = exec.Command(s.Path).CombinedOutput()
	require.NoError(t, err)
	require.Equal(t, "warm hot\n", string(out))

	// Broken generated code is our mistake, and leaves nothing but its log.
	_, err = b.Build(t.Context(), generated(`1`))
	var bug *BuildError
	require.ErrorAs(t, err, &bug)
	require.True(t, IsBug(err))
	require.FileExists(t, bug.Log)
	require.Contains(t, bug.Output, "cannot use 1")
	entries, err := os.ReadDir(filepath.Dir(bug.Log))
	require.NoError(t, err)
	for _, e := range entries {
		require.False(t, isTemporary(e.Name()), e.Name())
	}

	// A module that cannot be had is not.
	missing := Package{"heat", []File{{Name: "heat.go", Data: []byte("package heat\n\nimport _ \"example.com/none\"\n\nfunc Problem() string { return \"\" }\n")}}}
	_, err = b.Build(t.Context(), missing)
	require.ErrorContains(t, err, "example.com/none")
	require.False(t, IsBug(err))

	// A change of the runtime is another solver.
	v, err := src.RuntimeVersion()
	require.NoError(t, err)
	path := filepath.Join(src.Dir, "runtime/job/job.go")
	require.NoError(t, os.WriteFile(path, []byte("package job\n\nfunc Main(name string) { println(name, 2) }\n"), 0o644))
	w, err := src.RuntimeVersion()
	require.NoError(t, err)
	require.NotEqual(t, v, w)
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("GOROOT", "")
	src := clone(t)
	_, err := (&Builder{Cache: t.TempDir(), Source: &src}).Build(context.Background(), Package{Name: "heat"})
	require.ErrorIs(t, err, ErrNoGo)
	require.ErrorContains(t, err, MinimumGo())
}

func TestReleasedModuleFiles(t *testing.T) {
	src := Source{Version: "v1.2.3", Sum: "h1:abc="}
	mod, sum, err := moduleFiles(src)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(mod, "module "+solverModule+"\n"))
	require.Contains(t, mod, "\nrequire "+pindiffc.Module+" v1.2.3\n")
	require.NotContains(t, mod, "replace")
	require.Contains(t, sum, pindiffc.Module+" v1.2.3 h1:abc=\n")

	require.Contains(t, sum, pindiffc.Module+" v1.2.3/go.mod "+goModSum(pindiffc.GoMod)+"\n")
}

// Our checksum of a go.mod file is the one that the toolchain records.
func TestGoModSum(t *testing.T) {
	const module, version = "github.com/stretchr/testify", "v1.12.1"
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "cache", "download", filepath.FromSlash(module), "@v", version+".mod"))
	require.NoError(t, err)
	require.Contains(t, pindiffc.GoSum, module+" "+version+"/go.mod "+goModSum(string(text))+"\n")
}

func TestLocateThisClone(t *testing.T) {
	src, err := Locate()
	require.NoError(t, err)
	require.Empty(t, src.Sum)
	require.True(t, isModule(src.Dir))
}

func TestCleanEnv(t *testing.T) {
	env := cleanEnv([]string{"HOME=/h", "GOFLAGS=-mod=mod -modcacherw -race", "GOOS=js", "GOWORK=/w"})
	require.Contains(t, env, "HOME=/h")
	require.Contains(t, env, "GOFLAGS=-modcacherw")
	require.Contains(t, env, "GOWORK=off")
	require.Contains(t, env, "GOOS="+runtime.GOOS)
	require.NotContains(t, env, "GOOS=js")
}

func TestPrune(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	add := func(name string, age time.Duration) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.Mkdir(path, 0o700))
		require.NoError(t, os.Chtimes(path, now.Add(-age), now.Add(-age)))
		return path
	}
	fresh, old := add("aa", time.Hour), add("bb", keepFor+time.Hour)
	live, dead := add("tmp-1", time.Hour), add("tmp-2", 48*time.Hour)
	prune(dir, now)
	require.DirExists(t, fresh)
	require.NoDirExists(t, old)
	require.DirExists(t, live)
	require.NoDirExists(t, dead)
}
