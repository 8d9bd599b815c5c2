package generated

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/runtime/version"
)

var update = flag.Bool("update", false, "write the generated packages")

func specs(t *testing.T) []string {
	list, err := filepath.Glob("../specs/*.pde")
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

// What is checked in is what the compiler makes.
func TestCheckedInCodeIsCurrent(t *testing.T) {
	lines, err := os.ReadFile("generate.go")
	require.NoError(t, err)
	for _, spec := range specs(t) {
		name := strings.TrimSuffix(filepath.Base(spec), ".pde")
		require.Contains(t, string(lines), "../specs/"+name+".pde -o "+name+"\n", "a line for go generate")
		source, err := os.ReadFile(spec)
		require.NoError(t, err)
		m, _, problems := dsl.Load(filepath.Base(spec), source)
		require.NotNil(t, m, "%v", problems)
		files, problems, err := codegen.Generate(m, codegen.Options{})
		require.NoError(t, err)
		require.NotNil(t, files, "%v", problems)
		if *update {
			_, err := codegen.WriteDir(name, files)
			require.NoError(t, err)
		}
		for _, f := range files {
			got, err := os.ReadFile(filepath.Join(name, f.Name))
			require.NoError(t, err, "run go generate ./generated")
			require.True(t, bytes.Equal(f.Content, got), "%s/%s is stale: run go generate ./generated", name, f.Name)
		}
	}
}

// A shipped solver carries no plots, no npz, no testing and no training.
func TestSolversAreLean(t *testing.T) {
	for _, spec := range specs(t) {
		name := strings.TrimSuffix(filepath.Base(spec), ".pde")
		out, err := exec.Command("go", "list", "-deps", "./"+name).Output()
		require.NoError(t, err)
		for _, dep := range strings.Fields(string(out)) {
			for _, bad := range []string{"plot", "npyio", "cobra", "progressbar", "testing", "testify", "rapid",
				"runtime/train", "runtime/dataset", "runtime/optim", "runtime/job", "runtime/experiment", "runtime/formula",
				"pindiffc/codegen", "pindiffc/dsl", "participle", "jennifer"} {
				require.False(t, dep == bad || strings.Contains(dep, "/"+bad), "%s imports %s", name, dep)
			}
		}
	}
}

const minimal = `package main

import (
	"context"
	"fmt"

	"github.com/pindiff/pindiffc/generated/heat"
)

func main() {
	s, err := heat.New(heat.Options{})
	if err != nil {
		panic(err)
	}
	r, err := s.Simulate(context.Background(), heat.State{})
	fmt.Println(r.At(0).T[0], err)
}
`

// maxBinary is the size that a stripped program of one solver may have.
const maxBinary = 32e5

// build builds the minimal program inside this module, with some files of the
// module replaced, and returns the size of the binary and the compiler's words.
func build(t *testing.T, replace map[string]string) (size int64, output string, err error) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	files := map[string]string{filepath.Join("generated", "minimal", "main.go"): minimal}
	for path, text := range replace {
		files[path] = text
	}
	overlay := map[string]string{}
	for path, text := range files {
		real := filepath.Join(dir, strings.ReplaceAll(filepath.ToSlash(path), "/", "_"))
		require.NoError(t, os.WriteFile(real, []byte(text), 0o600))
		overlay[filepath.Join(root, path)] = real
	}
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	require.NoError(t, err)
	list := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(list, text, 0o600))
	binary := filepath.Join(dir, "minimal")
	out, err := exec.Command("go", "build", "-overlay", list, "-ldflags=-s", "-o", binary, "./minimal").CombinedOutput()
	if err != nil {
		return 0, string(out), err
	}
	info, err := os.Stat(binary)
	require.NoError(t, err)
	return info.Size(), string(out), nil
}

func TestMinimalBinaryIsSmall(t *testing.T) {
	size, output, err := build(t, nil)
	require.NoError(t, err, output)
	t.Logf("%.1f MB", float64(size)/1e6)
	require.Less(t, size, int64(maxBinary))
}

// A runtime that is too new or too old stops the build, and the compiler's words
// lead to the place that says what to do.
func TestRuntimeOfAnotherVersion(t *testing.T) {
	for name, limits := range map[string]string{
		"newer": fmt.Sprintf("Min = %[1]d; Max = %[1]d", version.Max+1),
		"older": fmt.Sprintf("Min = %[1]d; Max = %[1]d", version.Min-1),
	} {
		_, output, err := build(t, map[string]string{
			"runtime/version/version.go": "package version\n\nconst (" + limits + ")\n\ntype EnforceVersion uint\n",
		})
		require.Error(t, err, name)
		require.Contains(t, output, "doc.go", name)
		require.Contains(t, output, "version.EnforceVersion", name)
	}
}
