package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/toolchain"
	"github.com/pindiff/pindiffc/dsl/diag"
)

// app is one invocation.
type app struct {
	args     []string // as given, for the run directory's record
	in       io.Reader
	out, err io.Writer

	dir  string   // -C
	json bool     // -json
	sets []string // -set

	shown    []diag.Report // diagnostics that were printed
	answered bool          // with -json
}

// Main runs the command line and returns the exit code. It never panics: a
// panic is a bug of ours, said as such.
func Main(args []string, in io.Reader, out, err io.Writer) (code int) {
	a := &app{args: args, in: in, out: out, err: err}
	defer func() {
		if r := recover(); r != nil {
			a.bug(fmt.Sprint(r), debug.Stack())
			code = exitBug
		}
	}()
	root := a.root()
	root.SetArgs(singleDash(root, args))
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	return a.report(root.ExecuteContext(context.Background()))
}

// root is `pindiffc SPEC`, which compiles, and the parent of all others.
func (a *app) root() *cobra.Command {
	root := a.compileCommand()
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	root.PersistentFlags().StringVarP(&a.dir, "C", "C", "", "work in this `dir`, as if started there")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if a.dir == "" {
			return nil
		}
		if err := os.Chdir(a.dir); err != nil {
			return usageErrorf("-C: %s", pathError(err))
		}
		return nil
	}
	root.AddCommand(
		a.checkCommand(), a.fmtCommand(), a.explainCommand(), a.verifyCommand(),
		a.simulateCommand(), a.trainCommand(), a.predictCommand(), a.exportCommand(), a.identifyCommand(),
		a.dataCommand(), a.benchCommand(), a.versionCommand(),
	)
	for _, c := range append(root.Commands(), root) {
		c.SetFlagErrorFunc(flagError)
		c.SetHelpFunc(func(c *cobra.Command, _ []string) { help(a.out, c) })
		c.SetUsageFunc(func(c *cobra.Command) error { help(a.err, c); return nil })
	}
	return root
}

// report prints an error and returns its exit code. With -json there is always
// one document on standard output.
func (a *app) report(err error) int {
	if err == nil {
		return exitGood
	}
	code, text := exitFailed, err.Error()
	var e *exitError
	switch {
	case toolchain.IsBug(err):
		code = exitBug
		a.bug(text, nil)
	case errors.As(err, &e):
		code = e.code
	}
	switch {
	case errors.Is(err, errReported) && len(a.shown) == 0:
		text = "standard error says what is wrong"
	case errors.Is(err, errReported):
		text = "the specification has errors"
	case code != exitBug:
		fmt.Fprintf(a.err, "pindiffc: %s\n", err)
	}
	if a.json && !a.answered {
		_ = a.printJSON(failure{text, code, a.shown})
	}
	return code
}

// bug asks for a report.
func (a *app) bug(what string, stack []byte) {
	fmt.Fprintf(a.err, "pindiffc: internal error: %s\n", what)
	if len(stack) > 0 {
		fmt.Fprintf(a.err, "\n%s\n", stack)
	}
	fmt.Fprintf(a.err, "This is a bug in pindiffc %s. Please report it, with the specification and the text above, at\n"+
		"https://github.com/pindiff/pindiffc/issues\n", versionText())
}
