package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/explain"
	"github.com/pindiff/pindiffc/dsl"
)

// block returns the first fenced block of the README that opens with fence.
func block(t *testing.T, fence string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(readme), "\n"+fence+"\n")
	require.True(t, ok, "no block %s", fence)
	text, _, ok := strings.Cut(rest, "\n```\n")
	require.True(t, ok)
	return text + "\n"
}

func TestReadmeSpecificationIsValid(t *testing.T) {
	m, _, problems := dsl.Load("README.md", []byte(block(t, "```")))
	require.Empty(t, problems)
	require.Len(t, m.Closures, 2)
}

// The second specification compiles, and what the README shows of its explanation is there.
func TestReadmeUnknownLaw(t *testing.T) {
	m, _, problems := dsl.Load("README.md", []byte(block(t, "```pde")))
	require.Empty(t, problems)
	p, problems := codegen.Lower(m)
	require.Empty(t, problems)
	told := explain.Text(p)
	for _, line := range strings.Split(strings.TrimSpace(block(t, "```text")), "\n") {
		if line != "  ..." {
			require.Contains(t, told, line+"\n")
		}
	}
}

// The README's program builds and runs against the checked-in package for the
// same specification.
func TestReadmeProgramRuns(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	program := strings.Replace(block(t, "```go"), `"example.com/app/generated/heat"`,
		`"github.com/pindiff/pindiffc/generated/heat"`, 1)
	source := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(source, []byte(program), 0o644))
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{
		filepath.Join(root, "cmd", "readme", "main.go"): source,
	}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(overlay, text, 0o644))

	cmd := exec.Command("go", "run", "-overlay", overlay, "./cmd/readme")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "d loss / d conductivity: -")
}
