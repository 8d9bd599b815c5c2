package profile

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc"
)

// Share of the time that one part took.
type Share struct {
	Part     string  `json:"part"`
	Fraction float64 `json:"fraction"`
}

// Parts of a solver, in the order of a table.
const (
	Forward        = "closures, forward"
	Backward       = "closures, backward"
	Kernels        = "kernels"
	Linear         = "linear solver"
	Preconditioner = "preconditioner"
	Stepping       = "time stepping"
	Loss           = "loss"
	Optimiser      = "optimiser"
	Go             = "Go runtime"
)

var parts = []string{Forward, Backward, Kernels, Linear, Preconditioner, Stepping, Loss, Optimiser, Go}

// owners are the parts that packages of the runtime belong to. Those that are not
// listed (vectors, grids, threads) work for whoever calls them.
var owners = []struct{ pkg, part string }{
	{"/runtime/nn.", Forward},
	{"/runtime/precond.", Preconditioner},
	{"/runtime/krylov.", Linear},
	{"/runtime/fixedpoint.", Linear},
	{"/runtime/optim.", Optimiser},
	{"/runtime/observe.", Loss},
	{"/runtime/train.", Loss},
	{"/runtime/job.", Loss},
	{"/runtime/solver.", Stepping},
}

// Shares adds up the samples of a solver by its parts; the solver's generated
// packages are named. Parts without time are left out.
func Shares(samples []Sample, generated ...string) []Share {
	total := int64(0)
	sum := map[string]int64{}
	for _, s := range samples {
		total += s.Nanoseconds
		sum[part(s.Stack, generated)] += s.Nanoseconds
	}
	var out []Share
	for _, p := range parts {
		if sum[p] > 0 {
			out = append(out, Share{p, float64(sum[p]) / float64(total)})
		}
	}
	return out
}

// part is that of the innermost function that belongs to one.
func part(stack, generated []string) string {
	for i, f := range stack {
		if slices.ContainsFunc(generated, func(pkg string) bool { return strings.HasPrefix(f, pkg+".") }) {
			return Kernels
		}
		for _, o := range owners {
			if !strings.HasPrefix(f, pindiffc.Module+o.pkg) {
				continue
			}
			if o.part == Forward && slices.ContainsFunc(stack[i:], backward) {
				return Backward
			}
			return o.part
		}
	}
	return Go
}

// backward tells the functions of a network's reverse pass.
func backward(name string) bool {
	return strings.HasPrefix(name, pindiffc.Module+"/runtime/nn.") &&
		(strings.Contains(strings.ToLower(name), "backward") || strings.Contains(name, "pullback"))
}
