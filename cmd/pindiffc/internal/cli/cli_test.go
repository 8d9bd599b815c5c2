package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

func TestSingleDash(t *testing.T) {
	root := (&app{}).root()
	got := singleDash(root, []string{"-json", "--json", "-set", "k=-1", "-set=a=b", "-o", "dir", "-ld", "-w", "-", "-no-flag", "-h", "-help", "--", "-json"})
	require.Equal(t, []string{"--json", "--json", "--set", "k=-1", "--set=a=b", "-o", "dir", "-ld", "-w", "-", "-no-flag", "-h", "--help", "--", "-json"}, got)
}

// Every command has help with an explanation, its usage and its exit codes'
// place; every flag is spelled with one dash.
func TestHelpOfEveryCommand(t *testing.T) {
	root := (&app{}).root()
	for _, c := range append(root.Commands(), root) {
		if c.Hidden {
			continue
		}
		var out bytes.Buffer
		help(&out, c)
		text := out.String()
		require.Contains(t, text, "Usage:\n  pindiffc", c.Name())
		require.NotContains(t, text, "--", c.Name())
		require.Greater(t, len(c.Long), 60, c.Name())
		require.NotEmpty(t, c.Annotations["usage"], c.Name())
	}
}

func TestPanicIsABug(t *testing.T) {
	var out, err bytes.Buffer
	a := &app{out: &out, err: &err}
	code := Main([]string{"check", "-"}, nil, &out, &err) // reading from nothing panics
	require.Equal(t, exitBug, code)
	require.Contains(t, err.String(), "This is a bug in pindiffc")
	require.Contains(t, err.String(), "goroutine")

	c := &cobra.Command{Use: "x"}
	require.Equal(t, exitUsage, a.report(arguments(1, 1, "one file")(c, nil)))
	require.Equal(t, exitGood, a.report(nil))
	require.Equal(t, exitFailed, a.report(errReported))
}

func TestParseCases(t *testing.T) {
	got, err := parseCases("4, 0..2,1", 5)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2, 4}, got)
	got, err = parseCases("", 5)
	require.NoError(t, err)
	require.Nil(t, got)
	for _, bad := range []string{"5", "x", "2..1", "-1", "1..", "0..9", ","} {
		_, err := parseCases(bad, 5)
		require.Error(t, err, bad)
	}
}

func TestParseTimes(t *testing.T) {
	axis := model.TimeAxis{Unit: model.Unit{Text: "h", Scale: 3600}, Lo: 0, Hi: 24 * 3600}
	got, err := parseTimes("24,1,1,0", axis)
	require.NoError(t, err)
	require.Equal(t, []float64{0, 3600, 24 * 3600}, got)
	for _, bad := range []string{"25", "-1", "x", "nan", "1,,2"} {
		_, err := parseTimes(bad, axis)
		require.Error(t, err, bad)
	}
}

func TestJSONOnStandardInput(t *testing.T) {
	var out, err bytes.Buffer
	code := Main([]string{"check", "-json", "-"}, strings.NewReader("model"), &out, &err)
	require.Equal(t, exitFailed, code)
	require.Contains(t, out.String(), `"ok": false`)
	require.Empty(t, err.String())
}

// Whatever goes wrong, -json leaves one document on standard output, with what
// standard error says to people.
func TestErrorsInJSON(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		text string
	}{
		{[]string{"train", "-json", "-"}, exitFailed, "the specification has errors"},
		{[]string{"explain", "-json", "-"}, exitFailed, "the specification has errors"},
		{[]string{"simulate", "-json", "nowhere.pde"}, exitFailed, "no such file: nowhere.pde"},
		{[]string{"explain", "-json", "E9999"}, exitUsage, "there is no diagnostic E9999"},
		{[]string{"train", "-json", "-fresh", "-resume", "-"}, exitUsage, "-fresh and -resume contradict each other"},
		{[]string{"data", "-json", "nowhere.npz"}, exitFailed, "no such file: nowhere.npz"},
	} {
		var out, err bytes.Buffer
		require.Equal(t, c.code, Main(c.args, strings.NewReader("model x"), &out, &err), c.args)
		var got failure
		require.NoError(t, json.Unmarshal(out.Bytes(), &got), c.args)
		require.Equal(t, c.text, got.Error)
		require.Equal(t, c.code, got.ExitCode)
		require.Equal(t, c.text == "the specification has errors", len(got.Diagnostics) > 0)
		require.NotEmpty(t, err.String())
	}
}
