package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/report"
	"github.com/pindiff/pindiffc/runtime/job"
)

func (a *app) verifyCommand() *cobra.Command {
	var opt job.VerifyOptions
	var native bool
	var mms mmsFlags
	c := &cobra.Command{
		Use:   "verify",
		Short: "test the derivatives of the generated solver",
		Long: "Verify builds the solver of a specification and tests it: every kernel's adjoint against its tangent\n" +
			"(dot products), gradients against finite differences and Taylor remainders, the implicit against the\n" +
			"unrolled gradient, conservation, the order in time. A specification in float32 is tested as a float64 twin,\n" +
			"where rounding hides nothing, unless -native is given. The grid is a small one, and tolerances are tight;\n" +
			"parameters, fields, steps and the other numerics are those of the specification and of -set.\n\n" +
			"With -mms it verifies the discretisation instead: `exact` in the specification, or -mms 'u = ...', gives a\n" +
			"solution for every state (and -mms 'f = ...' says what a closure is); the source terms and boundary data that\n" +
			"make it the solution are derived, and the orders in space and time are measured on a sequence of grids and\n" +
			"one of steps. In space, an order is that of the error; in time, that of what halving the step changes.\n\n" +
			"Each line: verdict, check, what was compared, value, limit. A \"kink\" is a point where the model has no\n" +
			"derivative; it is neither pass nor fail.",
		Annotations: usageLine("pindiffc verify SPEC [-native] [-pairs n] [-seed n] [-set name=value] [-json]",
			"pindiffc verify SPEC -mms ['NAME = EXPRESSION'] ... [-grids n] [-set name=value] [-json]"),
		Example: "  pindiffc verify specs/heat.pde\n  pindiffc verify -set time=backward_euler -json specs/advdiff_steady.pde\n" +
			"  pindiffc verify burgers.pde -mms 'u = 1.5 + tanh(x - t)'",
		Args: func(c *cobra.Command, args []string) error {
			if mms.given() {
				args = mms.take(args)
			}
			return arguments(1, 1, "one specification, or - for standard input")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if mms.given() {
				return a.verifyOrders(c, mms.take(args)[0], &mms)
			}
			s, err := a.load(c, args[0])
			if err != nil {
				return err
			}
			precision := "float64"
			if native {
				precision = ""
			}
			return a.verify(s, precision, opt)
		},
	}
	c.Flags().BoolVar(&native, "native", false, "test in the precision that the specification states")
	c.Flags().IntVar(&opt.Pairs, "pairs", 0, "random pairs of each dot-product test, `n` (default 20)")
	c.Flags().Uint64Var(&opt.Seed, "seed", 0, "of the random directions, `n`")
	mms.add(c)
	a.jsonFlag(c)
	a.setFlag(c)
	return c
}

func (a *app) verify(s *spec, precision string, opt job.VerifyOptions) error {
	exp, fields, err := s.experiment(nil)
	if err != nil {
		return err
	}
	solver, err := a.solver(s, precision)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pindiffc-verify-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	req := job.Request{Mode: "verify", Experiment: *exp, Dir: dir, Verify: opt}
	if req.Fields, err = fields.write(dir); err != nil {
		return err
	}
	r, err := a.execute(s, solver, req)
	if err != nil {
		return err
	}
	r.Dir, r.Files = "", nil
	count := map[string]int{}
	for _, k := range r.Checks {
		count[k.Verdict]++
	}
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else {
		report.Checks(a.out, r.Checks)
		fmt.Fprintf(a.out, "\n%d passed, %d failed, %d at a kink, %d skipped\n", count["pass"], count["fail"], count["kink"], count["skipped"])
		a.footer(r)
	}
	switch {
	case count["fail"] > 0:
		return errReported
	case r.Status == "stopped":
		return errInterrupted
	case len(r.Checks) == 0:
		return fmt.Errorf("the solver reported no checks")
	}
	return nil
}
