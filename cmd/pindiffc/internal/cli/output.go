package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// failure is the answer of any command with -json that has no better one.
type failure struct {
	Error       string        `json:"error"`
	ExitCode    int           `json:"exit_code"`
	Diagnostics []diag.Report `json:"diagnostics,omitempty"`
}

// show prints what there is to say about a specification, and keeps it for -json.
func (a *app) show(s *spec, problems []diag.Diagnostic) error {
	for i, c := range s.cite(problems) {
		a.shown = append(a.shown, diag.Reports(c.name, c.text, c.problems)...)
		if i > 0 {
			fmt.Fprintln(a.err)
		}
		if err := diag.Render(a.err, c.name, c.text, c.problems); err != nil {
			return err
		}
	}
	return nil
}

// printJSON writes one indented document.
func (a *app) printJSON(v any) error {
	a.answered = true
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// say writes a line for people to standard error.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}

// isTerminal reports whether w is a terminal, and how wide it is.
func isTerminal(w io.Writer) (columns int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		columns = 80
	}
	return columns, true
}
