package breadth

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/discretize"
	"github.com/pindiff/pindiffc/codegen/mms"
	"github.com/pindiff/pindiffc/codegen/pass"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/manufacture"
)

// Result of one combination.
type Result struct {
	What     string // operator, system
	With     string // boundary, scheme
	Dim      int
	Order    float64 // promised
	Least    float64
	Observed float64 // last pair, L2
	Exact    bool    // nothing but round-off
	Err      error
	Spec     string
}

// Good tells that the promise is kept.
func (r *Result) Good() bool { return r.Err == nil && (r.Exact || r.Observed >= r.Least) }

// Space runs every operator with every boundary kind in one and two dimensions.
func Space(report func(Result)) {
	for dim := 1; dim <= 2; dim++ {
		for _, o := range operators {
			body := o.one
			if dim == 2 {
				body = o.two
			}
			if body == "" {
				continue
			}
			for _, b := range boundaries {
				if b.name != "periodic" && !b.takes(o) {
					continue
				}
				src := spaceSpec(o, b, dim, body)
				r := Result{What: o.name, With: b.name, Dim: dim, Order: o.order, Least: o.order - o.slack, Spec: src}
				r.measure(src, true)
				report(r)
			}
		}
	}
}

// spaceSpec is an experiment in which the error in space is what is seen.
func spaceSpec(o operator, b boundary, dim int, body string) string {
	axes, cells := []string{"x", "y"}[:dim], []string{"16", "6"}[dim-1]
	var t strings.Builder
	t.WriteString("model breadth\n\ndomain {\n")
	for _, a := range axes {
		fmt.Fprintf(&t, "  %s in [0, 1] cells %s\n", a, cells)
	}
	t.WriteString("  t in [0, 0.2] step 0.025\n}\n\n")
	for _, let := range strings.SplitAfter(o.lets, "\n") {
		if dim == 2 || !strings.HasPrefix(let, "let b") {
			t.WriteString(let)
		}
	}
	fmt.Fprintf(&t, "state u\nequation u: ddt(u) = %s\n\nboundary {\n%s}\n\nnumerics { time crank_nicolson }\n\nexact { u = %s }\n",
		body, b.text(o, axes), b.exact[dim-1])
	return t.String()
}

// measure runs a specification on the interpreter, in space or in time.
func (r *Result) measure(src string, space bool) {
	r.Err = func() error {
		m, _, problems := dsl.Load("breadth.pde", []byte(src))
		if m == nil {
			return first(problems)
		}
		k, problems := manufacture.Manufacture(m)
		if k == nil {
			return first(problems)
		}
		p, problems := discretize.Discretize(k.Model)
		if p == nil {
			return first(problems)
		}
		pass.Run(p)
		solve, err := mms.New(p)
		if err != nil {
			return err
		}
		plan := mms.NewPlan(k, mms.Options{})
		plan.Roundoff = 1e-11
		if space {
			plan.Time = nil
		} else { // the error in space does not matter: the coarsest grid will do
			coarse := plan.Space[0]
			plan.Space, plan.Time = plan.Space[:2], nil
			for h := range 4 {
				plan.Time = append(plan.Time, mms.Resolution{Cells: coarse.Cells, Steps: coarse.Steps << h})
			}
		}
		study, err := mms.Run(k, plan, p.Null, solve, nil)
		if err != nil {
			return err
		}
		worst := (*mms.Order)(nil)
		for i := range study.Verdicts {
			o := &study.Verdicts[i]
			if (o.In == "space") != space {
				continue
			}
			if o.Verdict != "exact" && (worst == nil || o.Last < worst.Last) {
				worst = o
			}
		}
		if r.Exact = worst == nil; !r.Exact {
			r.Observed = worst.Last
		}
		return nil
	}()
}

// first error of a compilation.
func first(problems []diag.Diagnostic) error {
	for _, d := range problems {
		if d.Severity == diag.Error {
			return fmt.Errorf("%s: %s", d.Code, d.Message)
		}
	}
	return fmt.Errorf("no reason given")
}
