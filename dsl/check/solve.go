package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// timeArguments reads what two schemes take: `theta(0.6)`, the weight of the new
// time, and `crank_nicolson(damped: 2)`, the number of damped first steps.
func (c *checker) timeArguments(n *model.Numerics, e ast.Expr) {
	call, isCall := e.(*ast.Call)
	switch {
	case n.Scheme == "theta":
		if !isCall || len(call.Args) != 1 || len(call.Keys) > 0 {
			c.fail("E0603", place(e), "`theta` takes the weight of the new time").help("write `theta(0.6)`; 0.5 is `crank_nicolson`, 1 is `backward_euler`")
			return
		}
		n.Spans["time.theta"] = place(call.Args[0])
		n.Theta, _ = c.real(call.Args[0], minTheta, 1, false, "E0603", "the weight of the new time")
	case !isCall:
	case n.Scheme != "crank_nicolson":
		c.fail("E0603", call.Span, "`%s` takes no arguments", n.Scheme)
	case len(call.Args) > 0:
		c.fail("E0603", place(call.Args[0]), "the argument of `crank_nicolson` has a name").help("write `crank_nicolson(damped: 2)`")
	default:
		if given, ok := c.arguments(call, []string{"damped"}, "E0601"); ok && given["damped"] != nil {
			n.Spans["time.damped"] = place(given["damped"])
			n.Damped, _ = c.integer(given["damped"], 0, maxSteps, "E0603", "the number of damped steps")
		}
	}
}

// solve reads `newton(...)`, `picard(...)` or `anderson(...)`.
func (c *checker) solve(n *model.Numerics, e ast.Expr) {
	name, ok := c.choice(e, nonlinears, "solve")
	if !ok {
		return
	}
	n.Nonlinear = name
	n.MaxIter = defaultMax(name)
	call, ok := e.(*ast.Call)
	if !ok {
		return
	}
	for _, a := range call.Args {
		c.fail("E0603", place(a), "the arguments of `%s` have names", name).help("write `%s(tol: 1e-8)`", name)
		return
	}
	keys := solveKeys
	if name == "anderson" {
		keys = append([]string{"depth"}, keys...)
	}
	args, ok := c.arguments(call, keys, "E0601")
	if !ok {
		return
	}
	for _, key := range keys {
		if args[key] != nil {
			n.Spans["solve."+key] = place(args[key])
			c.solveKey(n, key, args[key])
		}
	}
}

func (c *checker) solveKey(n *model.Numerics, key string, e ast.Expr) {
	switch key {
	case "linear":
		if name, ok := c.choice(e, linears, "linear"); ok {
			n.Linear = name
		}
	case "precondition":
		if name, ok := c.choice(e, preconds, "precondition"); ok {
			n.Precond = name
		}
	case "restart":
		n.Restart, _ = c.integer(e, 1, maxRestart, "E0603", "`restart`")
	case "depth":
		n.Depth, _ = c.integer(e, 1, maxDepthKept, "E0603", "`depth`")
	case "tol":
		n.Tol, _ = c.real(e, 0, 0.5, true, "E0603", "`tol`")
	case "linear_tol":
		n.LinearTol, _ = c.real(e, 0, 0.5, true, "E0603", "`linear_tol`")
	case "relax":
		n.Relax, _ = c.real(e, 0, 1, true, "E0603", "`relax`")
	case "max":
		n.MaxIter, _ = c.integer(e, 1, maxIterations, "E0603", "`max`")
	case "max_linear":
		n.MaxLinear, _ = c.integer(e, 1, maxIterations, "E0603", "`max_linear`")
	}
}

// adjoint reads `implicit(tol: ..)` or `unrolled`.
func (c *checker) adjoint(n *model.Numerics, e ast.Expr) {
	name, ok := c.choice(e, adjoints, "adjoint")
	if !ok {
		return
	}
	n.Adjoint = name
	call, ok := e.(*ast.Call)
	if !ok {
		return
	}
	for _, a := range call.Args {
		c.fail("E0603", place(a), "the arguments of `%s` have names", name).help("write `implicit(tol: 1e-8)`")
		return
	}
	known := []string{"tol"}
	if name == "unrolled" {
		known = nil
	}
	if args, ok := c.arguments(call, known, "E0601"); ok && args["tol"] != nil {
		n.Spans["adjoint.tol"] = place(args["tol"])
		n.AdjointTol, _ = c.real(args["tol"], 0, 0.5, true, "E0603", "`tol`")
	}
}
