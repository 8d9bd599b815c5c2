package codegen

import (
	"go/format"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/emit"
	"github.com/pindiff/pindiffc/codegen/randspec"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// FuzzCompile: whatever a text says, the compiler gives files that gofmt accepts,
// or errors with a place in the text.
func FuzzCompile(f *testing.F) {
	for _, pattern := range []string{"../specs/*.pde", "../golden/diagnostics/*.pde"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, p := range paths {
			if text, err := os.ReadFile(p); err == nil && len(text) < 2000 {
				f.Add(string(text))
			}
		}
	}
	for seed := range uint64(40) {
		f.Add(randspec.Spec(seed))
	}
	f.Fuzz(requireCompiles)
}

// FuzzMutated (run it with -fuzzminimizetime 10x, or it minimises most of the time): the same for random specifications of which lines are dropped,
// repeated and exchanged, and words replaced by other words of theirs.
func FuzzMutated(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, []byte{byte(seed), 7, byte(3 * seed)})
	}
	f.Fuzz(func(t *testing.T, seed uint64, changes []byte) {
		text := randspec.Spec(seed)
		changes = changes[:min(len(changes), 60)]
		for len(changes) >= 3 {
			text = mutate(text, changes[0], changes[1], changes[2])
			changes = changes[3:]
		}
		requireCompiles(t, text)
	})
}

// mutate makes one change, chosen by how, at a place and with a source.
func mutate(text string, how, place, source byte) string {
	lines := strings.Split(text, "\n")
	i, j := int(place)%len(lines), int(source)%len(lines)
	switch how % 4 {
	case 0:
		lines = append(lines[:i], lines[i+1:]...)
	case 1:
		lines = append(lines[:i], append([]string{lines[j]}, lines[i:]...)...)
	case 2:
		lines[i], lines[j] = lines[j], lines[i]
	case 3:
		words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n(),:=", r) })
		own := strings.Fields(lines[i])
		if len(words) == 0 || len(own) == 0 {
			break
		}
		old := own[int(how/4)%len(own)]
		lines[i] = strings.Replace(lines[i], old, words[int(source)*7%len(words)], 1)
	}
	return strings.Join(lines, "\n")
}

// requireCompiles takes a text to its kernels, which is most of the compiler and
// little of the time; every fourth text, chosen by its bytes, also to Go, of one
// precision.
func requireCompiles(t *testing.T, text string) {
	m, _, problems := dsl.Load("fuzz.pde", []byte(text))
	requirePlaces(t, problems, len(text))
	require.Equal(t, m == nil, diag.HasErrors(problems))
	if m == nil {
		return
	}
	p, problems := Lower(m)
	requirePlaces(t, problems, len(text))
	require.Equal(t, p == nil, diag.HasErrors(problems))
	if p == nil {
		return
	}
	choice := crc32.ChecksumIEEE([]byte(text))
	precision := []string{"float64", "float32"}[choice%2]
	problems = fit(p, precision)
	requirePlaces(t, problems, len(text))
	if diag.HasErrors(problems) || choice/2%4 != 0 {
		return
	}
	files, err := emit.Files(p, emit.Options{Precision: precision})
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasPrefix(file.Name, "kernels_") { // the others come from gofmt
			formatted, err := format.Source(file.Content)
			require.NoError(t, err, file.Name)
			require.Equal(t, string(file.Content), string(formatted), file.Name)
		}
	}
}

func requirePlaces(t *testing.T, problems []diag.Diagnostic, length int) {
	for _, p := range problems {
		require.True(t, 0 <= p.Span.Start && p.Span.Start <= p.Span.End && p.Span.End <= length, "%+v", p)
		require.NotEmpty(t, p.Message)
		require.NotContains(t, p.Message, "\n")
	}
}
