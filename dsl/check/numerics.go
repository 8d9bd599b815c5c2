package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// What can be chosen.
var (
	precisions    = []string{"float32", "float64"}
	timeSchemes   = []string{"forward_euler", "ssp_rk3", "rk4", "backward_euler", "crank_nicolson", "theta", "bdf2", "sdirk2"}
	explicitTimes = timeSchemes[:3]
	nonlinears    = []string{"newton", "picard", "anderson"}
	linears       = []string{"auto", "cg", "bicgstab", "gmres"}
	preconds      = []string{"auto", "none", "jacobi", "line", "multigrid"}
	adjoints      = []string{"implicit", "unrolled"}
	checkpoints   = []string{"all", "revolve"}

	numericsWords = []string{"precision", "time", "solve", "adjoint", "checkpoint"}
	solveKeys     = []string{"linear", "precondition", "restart", "tol", "linear_tol", "max", "max_linear", "relax"}
)

// Limits of the settings of solvers.
const (
	maxIterations = 1_000_000
	maxRestart    = 1_000
	maxDepthKept  = 50
	maxKept       = 100_000_000 // states, in memory or on disk
	minBytes      = 1e3
	maxBytes      = 1e15
	minTheta      = 0.5 // below it the theta scheme is not stable for long steps
)

// defaultNumerics: correct before fast, so float64 unless the specification
// says otherwise. Tolerances follow the precision and are set at the end.
func defaultNumerics() model.Numerics {
	return model.Numerics{
		Precision: "float64", Scheme: "crank_nicolson", Nonlinear: "newton", Linear: "auto", Precond: "auto",
		MaxIter: 50, MaxLinear: 1000, Restart: 30, Depth: 5, Relax: 1, Adjoint: "implicit", Checkpoint: "all",
		Spans: map[string]ast.Span{},
	}
}

// numerics reads the block and fills in the defaults.
func (c *checker) numerics() {
	n := defaultNumerics()
	seen := map[string]ast.Span{}
	if b := c.blocks["numerics"]; b != nil {
		for _, item := range items(b) {
			s, ok := item.(*ast.Setting)
			if !ok {
				c.fail("E0601", item.Place(), "this does not belong in `numerics`").help("settings are %s", quoted(numericsWords, 9))
				continue
			}
			if first, twice := seen[s.Word.Name]; twice {
				c.fail("E0604", s.Word.Span, "`%s` is set twice", clip(s.Word.Name)).note(first, "the first is here")
				continue
			}
			seen[s.Word.Name] = s.Word.Span
			c.numericsSetting(&n, s)
		}
	}
	if c.implicit != nil && slices.Contains(explicitTimes, n.Scheme) {
		c.fail("E0606", n.Spans["time"], "`%s` is explicit, and cannot solve this system", n.Scheme).
			note(c.implicit.span, "%s", c.implicit.why).help("use one of %s", quoted(timeSchemes[len(explicitTimes):], 9))
	}
	c.raw = n
	finishNumerics(&n)
	c.m.Numerics = n
}

// defaultMax of outer iterations: those without a Jacobian are many and cheap.
func defaultMax(nonlinear string) int {
	if nonlinear == "newton" {
		return 50
	}
	return 500
}

// finishNumerics sets the tolerances that were not given: 1e-8 in float64 and
// 1e-5 in float32, the adjoint's as the solver's. That of the inner linear solves
// stays 0: the runtime chooses it at every step.
func finishNumerics(n *model.Numerics) {
	if n.Tol == 0 {
		n.Tol = 1e-8
		if n.Precision == "float32" {
			n.Tol = 1e-5
		}
	}
	if n.AdjointTol == 0 {
		n.AdjointTol = n.Tol
	}
}

func (c *checker) numericsSetting(n *model.Numerics, s *ast.Setting) {
	word := s.Word.Name
	if !slices.Contains(numericsWords, word) {
		c.fail("E0601", s.Word.Span, "unknown setting `%s`", clip(word)).nearest(word, numericsWords)
		return
	}
	if len(s.Values) != 1 {
		c.fail("E0603", s.Span, "`%s` takes one value", word)
		return
	}
	n.Spans[word] = s.Span
	e := s.Values[0]
	var name string
	var ok bool
	switch word {
	case "precision":
		if name, ok = c.choice(e, precisions, word); ok {
			n.Precision = name
		}
	case "time":
		if name, ok = c.choice(e, timeSchemes, word); ok {
			n.Scheme = name
			c.timeArguments(n, e)
		}
	case "checkpoint":
		c.checkpoint(n, e)
	case "solve":
		c.solve(n, e)
	case "adjoint":
		c.adjoint(n, e)
	}
}

// choice reads a word among those that are supported.
func (c *checker) choice(e ast.Expr, known []string, setting string) (string, bool) {
	name, span := "", place(e)
	switch e := e.(type) {
	case *ast.Name:
		name = e.Name
	case *ast.Call:
		name, span = e.Fun.Name, e.Fun.Span
	default:
		c.fail("E0603", span, "`%s` takes a word", setting).help("one of %s", quoted(known, 9))
		return "", false
	}
	switch {
	case slices.Contains(known, name):
		if call, ok := e.(*ast.Call); ok && slices.Contains([]string{"precision", "linear", "precondition"}, setting) {
			c.fail("E0603", call.Span, "`%s` takes no arguments", name)
			return "", false
		}
		return name, true
	default:
		c.fail("E0603", span, "`%s` is not known for `%s`", clip(name), setting).nearest(name, known)
	}
	return "", false
}
