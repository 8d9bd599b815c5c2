package cli

import (
	"bytes"
	"fmt"
	"os"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

func (a *app) fmtCommand() *cobra.Command {
	var list, show, write bool
	c := &cobra.Command{
		Use:   "fmt",
		Short: "lay specifications out canonically",
		Long: "Fmt prints specifications in canonical layout on standard output; comments stay where they are.\n" +
			"Formatting what is formatted changes nothing. Only syntax is looked at, so unfinished files can be formatted.",
		Annotations: usageLine("pindiffc fmt SPEC... [-l] [-d] [-w]"),
		Example:     "  pindiffc fmt -w specs/heat.pde\n  pindiffc fmt -l specs/*.pde\n  pindiffc fmt - < specs/heat.pde",
		Args:        arguments(1, -1, "at least one specification, or - for standard input"),
		RunE: func(c *cobra.Command, paths []string) error {
			good := true
			for _, path := range paths {
				if path == "-" && write {
					return usageErrorf("fmt -w cannot write standard input back")
				}
				name, src, err := a.readSource(c, path)
				if err != nil {
					return err
				}
				out, problems := dsl.Format(name, src)
				if err := diag.Render(a.err, name, src, problems); err != nil {
					return err
				}
				if out == nil {
					good = false
					continue
				}
				changed := !bytes.Equal(out, src)
				if list && changed {
					fmt.Fprintln(a.out, name)
				}
				if show && changed {
					a.out.Write(diff.Diff(name+".orig", src, name, out))
				}
				if write && changed {
					if err := rewrite(path, out); err != nil {
						return pathError(err)
					}
				}
				if !list && !show && !write {
					a.out.Write(out)
				}
			}
			if !good {
				return errReported
			}
			return nil
		},
	}
	c.Flags().BoolVarP(&list, "l", "l", false, "list files whose layout would change")
	c.Flags().BoolVarP(&show, "d", "d", false, "show what would change")
	c.Flags().BoolVarP(&write, "w", "w", false, "write the result back to the file")
	return c
}

// rewrite replaces a file's content, whole or not at all, and keeps its mode.
func rewrite(path string, content []byte) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := safetensors.WriteAtomic(path, content); err != nil {
		return err
	}
	return os.Chmod(path, info.Mode().Perm())
}
