package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// Exit codes; exitCodes in help.go says them to the user.
const (
	exitGood   = 0
	exitFailed = 1 // errors in the specification or the run
	exitUsage  = 2
	exitBug    = 3
)

// exitError carries the exit code of an error; without one it is exitFailed.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// errReported ends with exitFailed without another word.
var errReported = errors.New("reported")

func usageErrorf(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// pathError shortens an error of the file system: "no such file: specs/x.pde".
func pathError(err error) error {
	var p *fs.PathError
	if !errors.As(err, &p) {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no such file: %s", p.Path)
	}
	return fmt.Errorf("%s: %w", p.Path, p.Err)
}

// flagError says what is wrong with a flag in the spelling that users type.
func flagError(c *cobra.Command, err error) error {
	text := err.Error()
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		name := strings.TrimLeft(unknown.GetSpecifiedName(), "-")
		if s := unknown.GetSpecifiedShortnames(); s != "" {
			name, _, _ = strings.Cut(s, "=")
		}
		text = "unknown flag -" + name
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := diag.Nearest(name, names); near != "" {
			text += "; did you mean -" + near + "?"
		}
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		kind := invalid.GetFlag().Value.Type()
		if names := map[string]string{"int": "a whole number", "uint64": "a whole number", "bool": "true or false", "duration": "a time such as 30s or 10m"}; names[kind] != "" {
			kind = names[kind]
		}
		text = fmt.Sprintf("-%s needs %s, found %q", invalid.GetFlag().Name, kind, invalid.GetValue())
	}
	text = strings.ReplaceAll(text, "--", "-")
	return usageErrorf("%s (`%s -h` lists the flags)", text, c.CommandPath())
}

// arguments checks their number and says what was expected.
func arguments(min, max int, expected string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < min:
			return usageErrorf("%s needs %s (`%s -h` shows how)", c.CommandPath(), expected, c.CommandPath())
		case max >= 0 && len(args) > max:
			return usageErrorf("%s takes only %s; %q is too much", c.CommandPath(), expected, args[max])
		}
		return nil
	}
}

// notFound explains a first argument that is neither a command nor a file.
func notFound(c *cobra.Command, arg string) error {
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		return usageErrorf("%s is a folder; give a specification in it, such as %s/heat.pde", arg, strings.TrimRight(arg, "/"))
	}
	if strings.ContainsAny(arg, "./\\") {
		return &exitError{exitFailed, fmt.Errorf("no such file: %s", arg)}
	}
	var names []string
	for _, s := range c.Root().Commands() {
		if !s.Hidden {
			names = append(names, s.Name())
		}
	}
	text := fmt.Sprintf("%q is neither a command nor a file", arg)
	if near := diag.Nearest(arg, names); near != "" {
		text += fmt.Sprintf("; did you mean `pindiffc %s`?", near)
	}
	return usageErrorf("%s (`pindiffc -h` lists the commands)", text)
}
