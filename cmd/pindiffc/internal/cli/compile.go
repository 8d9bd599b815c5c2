package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/dsl/diag"
)

const rootLong = `pindiffc compiles a specification of a partial differential equation, in which some of the physics
may be unknown, into a specialised Go solver with exact gradients, and checks, runs and trains it.

Without a command it compiles: SPEC becomes the Go package generated/NAME/ below the working
directory. It is silent on success, writes the same bytes each time, and only what changed.
"-" stands for standard input.`

const rootExamples = `  pindiffc specs/heat.pde                     # to generated/heat/
  pindiffc specs/heat.pde -o solvers/wall -pkg wall
  pindiffc train specs/advdiff_steady.pde     # learn what the specification does not know
  pindiffc explain specs/heat.pde             # the discrete equations, sizes and costs
  //go:generate go tool pindiffc heat.pde     # in a Go file of your own module`

// compileAnswer is the answer of compiling with -json.
type compileAnswer struct {
	Spec        string        `json:"spec"`
	Package     string        `json:"package"`
	Dir         string        `json:"dir"`
	Files       []string      `json:"files"`
	Changed     bool          `json:"changed"`
	Diagnostics []diag.Report `json:"diagnostics"`
}

func (a *app) compileCommand() *cobra.Command {
	var dir, pkg string
	var exact bool
	c := &cobra.Command{
		Use:         "pindiffc",
		Long:        rootLong,
		Annotations: usageLine("pindiffc SPEC [-o dir] [-pkg name] [-exact] [-set name=value] [-json]", "pindiffc COMMAND ..."),
		Example:     rootExamples,
		Args:        cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				help(a.err, c)
				return &exitError{exitUsage, errReported}
			}
			defer roomy()()
			s, err := a.read(c, args[0])
			if err != nil {
				return err
			}
			if len(args) > 1 {
				return usageErrorf("pindiffc compiles one specification at a time; %q is too much", args[1])
			}
			return a.compile(s, dir, pkg, exact)
		},
	}
	c.Flags().StringVarP(&dir, "o", "o", "", "write exactly this folder, `dir` (default generated/NAME)")
	c.Flags().StringVar(&pkg, "pkg", "", "`name` of the Go package (default: of the model)")
	c.Flags().BoolVar(&exact, "exact", false, "with the truth in the places of the pointwise closures, as package exact")
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

func (a *app) compile(s *spec, dir, pkg string, exact bool) error {
	answer := compileAnswer{Spec: s.name}
	if exact && s.model != nil {
		if s.model.Truth == nil {
			return usageErrorf("%s has no truth to put in the places of its closures", s.name)
		}
		s.model = s.model.Exact()
		if pkg == "" {
			pkg = "exact"
		}
		if dir == "" {
			dir = filepath.Join("generated", s.model.Name, "exact")
		}
	}
	if s.model != nil {
		files, name, problems, err := generate(s.model, codegen.Options{Package: pkg})
		if err != nil {
			return err
		}
		s.diagnostics = append(s.diagnostics, problems...)
		if diag.HasErrors(problems) {
			s.model = nil
		} else {
			if dir == "" {
				dir = filepath.Join("generated", s.model.Name)
			}
			answer.Package, answer.Dir = name, dir
			for _, f := range files {
				answer.Files = append(answer.Files, f.Name)
			}
			if answer.Changed, err = codegen.WriteDir(dir, files); err != nil {
				return err
			}
		}
	}
	if a.json {
		answer.Diagnostics = s.reports()
		if err := a.printJSON(answer); err != nil {
			return err
		}
	} else if err := diag.Render(a.err, s.name, s.src, s.diagnostics); err != nil {
		return err
	}
	if s.model == nil {
		return errReported
	}
	return nil
}
