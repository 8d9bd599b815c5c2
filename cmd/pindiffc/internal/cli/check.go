package cli

import (
	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/dsl/diag"
)

// checkAnswer is the answer of `check -json`.
type checkAnswer struct {
	File        string        `json:"file"`
	OK          bool          `json:"ok"`
	Diagnostics []diag.Report `json:"diagnostics"`
}

func (a *app) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check",
		Short: "check specifications without writing anything",
		Long: "Check reads specifications and says what is wrong with them: every mistake with its place,\n" +
			"what was expected, and a code that `pindiffc explain CODE` expands. It writes nothing, and is quiet when all is well.",
		Annotations: usageLine("pindiffc check SPEC... [-set name=value] [-json]"),
		Example:     "  pindiffc check specs/heat.pde\n  pindiffc check -json - < specs/heat.pde",
		Args:        arguments(1, -1, "at least one specification, or - for standard input"),
		RunE: func(c *cobra.Command, paths []string) error {
			good := true
			answers := []checkAnswer{}
			for _, path := range paths {
				s, err := a.read(c, path)
				if err != nil {
					return err
				}
				s.lower()
				good = good && s.model != nil
				if a.json {
					answers = append(answers, checkAnswer{s.name, s.model != nil, s.reports()})
				} else if err := diag.Render(a.err, s.name, s.src, s.diagnostics); err != nil {
					return err
				}
			}
			if a.json {
				if err := a.printJSON(answers); err != nil {
					return err
				}
			}
			if !good {
				return errReported
			}
			return nil
		},
	}
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}
