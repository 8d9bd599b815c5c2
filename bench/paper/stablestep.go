package main

import (
	"context"
	"fmt"
	"math"
	"sort"
)

// Schemes whose largest step is looked for.
var stepped = []string{"forward_euler", "ssp_rk3", "rk4", "backward_euler", "crank_nicolson", "sdirk2", "bdf2"}

// lengths of steps that are tried, ascending: four to a factor of ten, 1, 1.8, 3.2, 5.6.
func lengths(from, to float64) []float64 {
	var out []float64
	for k := math.Round(4 * math.Log10(from)); k <= math.Round(4*math.Log10(to)); k++ {
		out = append(out, math.Pow(10, k/4))
	}
	return out
}

// bounds are errors up to which a scheme is said to predict.
var bounds = []float64{0.01, 0.05}

// largestStep is the longest of the steps with which a scheme still predicts: every
// value is finite and the error at the end is below the bound. It is found by
// bisection, so it takes for granted that the shorter ones predict too. 0: none.
func largestStep(ctx context.Context, steps []float64, predicts func(step float64) (bool, error)) (float64, error) {
	var failure error
	n := sort.Search(len(steps), func(i int) bool {
		if failure != nil || ctx.Err() != nil {
			return true
		}
		good, err := predicts(steps[i])
		failure = err
		return !good
	})
	switch {
	case failure != nil:
		return 0, failure
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case n == 0:
		return 0, nil
	}
	return steps[n-1], nil
}

// stableStepSection: the largest step at which each scheme still predicts.
func stableStepSection(ctx context.Context, p *page, o options) error {
	p.printf("The largest step, of %s, with which held-out trajectory 5 is predicted to the end of the\n"+
		"horizon with an error below a bound (relative L1, against %v with the true closures), by bisection.\n",
		"0.001, 0.0018, 0.0032, 0.0056, 0.01 and so on to half of the horizon", reference)
	for _, problem := range compared {
		t, err := twinOf(ctx, problem, o)
		if err != nil {
			return err
		}
		end := horizonOf(problem)
		steps := lengths(1e-3, end/2)
		best, err := t.run(ctx, exactClosures, reference, heldOutCases[:1], []float64{end})
		if err != nil {
			return err
		}
		names := []string{problem.Name}
		for _, kind := range t.closureKinds() {
			for _, b := range bounds {
				names = append(names, fmt.Sprintf("%s, below %g %%", kind, 100*b))
			}
		}
		var rows [][]string
		for _, name := range stepped {
			row := []string{name}
			for _, kind := range t.closureKinds() {
				errorAt := t.errorOf(ctx, kind, name, end, best[0])
				for _, b := range bounds {
					step, err := largestStep(ctx, steps, func(step float64) (bool, error) {
						e, err := errorAt(step)
						return e < b, err
					})
					if err != nil {
						return err
					}
					row = append(row, stepText(step, steps))
				}
			}
			rows = append(rows, row)
		}
		p.printf("\n")
		p.table(names, rows)
	}
	p.printf("*Paper*: its implicit models were trained and run at 1e-2; the largest step of its explicit ones that it gives costs for is\n" +
		"1e-4, and forward Euler at 1e-2 is its example of a model that is stable and wrong.\n\n")
	return p.notTrained(o, compared[0].Name, compared[1].Name)
}

// errorOf a scheme at a step, infinite where it fails; each step is run once.
func (t *twin) errorOf(ctx context.Context, kind, name string, end float64, best [][]float32) func(step float64) (float64, error) {
	known := map[float64]float64{}
	return func(step float64) (float64, error) {
		if e, ok := known[step]; ok {
			return e, nil
		}
		got, err := t.run(ctx, kind, scheme{name, step}, heldOutCases[:1], []float64{end})
		e := math.Inf(1)
		switch {
		case err == nil:
			if e = distance(got[0], best); math.IsNaN(e) {
				e = math.Inf(1)
			}
		case !failedRun(err):
			return 0, err
		}
		known[step] = e
		return e, nil
	}
}

// stepText says whether there is a limit among the steps.
func stepText(step float64, steps []float64) string {
	switch step {
	case 0:
		return fmt.Sprintf("under %.2g", steps[0])
	case steps[len(steps)-1]:
		return fmt.Sprintf("%.2g or more", step)
	}
	return fmt.Sprintf("%.2g", step)
}
