package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const exitCodes = `Exit codes:
  0  good
  1  errors in the specification or the run, or a run stopped before its end
  2  the command line is wrong
  3  a bug in pindiffc
`

// helpCommand is `help [COMMAND]`, the same as -h.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "help [COMMAND]",
		Hidden: true,
		Short:  "help with a command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageErrorf("help: no command %s", strings.Join(args, " "))
			}
			return about.Help()
		},
	}
}

// help prints what a command does, how it is called, examples and flags.
func help(w io.Writer, c *cobra.Command) {
	fmt.Fprintf(w, "%s\n\nUsage:\n", strings.TrimSpace(c.Long))
	for _, line := range strings.Split(c.Annotations["usage"], "\n") {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if !c.HasParent() {
		fmt.Fprintf(w, "\nCommands:\n")
		for _, s := range c.Commands() {
			if !s.Hidden {
				fmt.Fprintf(w, "  %-10s %s\n", s.Name(), s.Short)
			}
		}
	}
	if c.Example != "" {
		fmt.Fprintf(w, "\nExamples:\n%s\n", strings.TrimRight(c.Example, "\n"))
	}
	fmt.Fprintf(w, "\nFlags:\n")
	flags(w, c)
	if !c.HasParent() {
		fmt.Fprintf(w, "\n%s\n`pindiffc COMMAND -h` says more about a command.\n", exitCodes)
	}
}

// flags lists the flags of a command, one dash before each.
func flags(w io.Writer, c *cobra.Command) {
	type row struct{ name, usage string }
	var rows []row
	width := 0
	add := func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		r := row{"-" + f.Name, usage}
		if value != "" {
			r.name += " " + value
		}
		rows = append(rows, r)
		width = max(width, len(r.name))
	}
	c.NonInheritedFlags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	rows = append(rows, row{"-h", "this help"})
	for _, r := range rows {
		fmt.Fprintf(w, "  %-*s  %s\n", width, r.name, r.usage)
	}
}

// usageLine stores the lines under "Usage:".
func usageLine(lines ...string) map[string]string {
	return map[string]string{"usage": strings.Join(lines, "\n")}
}

// common flags

func (a *app) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&a.json, "json", false, "answer in JSON on standard output, errors too")
}

func (a *app) setFlag(c *cobra.Command) {
	c.Flags().StringArrayVar(&a.sets, "set", nil, "change a parameter or a setting, `name=value`: kappa=0.002, time=forward_euler, step=1e-3, epochs=500 (repeatable)")
}
