package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/pindiff/pindiffc/runtime/plot"
)

const (
	longer      = 20  // times the last time that training looks at
	mostGrowth  = 2.0 // times the greatest value of the training trajectories
	rolloutStep = 1e-2
)

// lastObserved is the last time that the training of a specification looks at.
var lastObserved = map[string]float64{"advdiff_steady": 0.05, "burgers_steady": 0.35}

// grown is how a rollout went.
type grown struct {
	times, largest, exact, apart []float64 // largest value over trajectories, the same with the true closures, distance to them
}

// rolloutSection: trained models far beyond what they were trained on.
func rolloutSection(ctx context.Context, p *page, o options) error {
	p.printf("Held-out trajectories 5 to 9, crank_nicolson at step %g, to %d times the last time that training looks at. The target is\n"+
		"that no value comes to %g times the greatest one of the training trajectories up to there. Apart is the mean relative\n"+
		"L1 distance to the same run with the true closures. Where the true system itself grows beyond the target (a velocity\n"+
		"that converges gathers what it carries), a good model does too; so its ratio stands beside.\n\n", rolloutStep, longer, mostGrowth)
	var rows [][]string
	var charts []plot.Chart
	for _, problem := range compared {
		t, err := twinOf(ctx, problem, o)
		if err != nil {
			return err
		}
		last := lastObserved[problem.Name]
		seen, err := t.run(ctx, exactClosures, reference, trainingCases, []float64{0, last})
		if err != nil {
			return err
		}
		most := max(largest(seen[0]), largest(seen[1]))
		if t.weights == "" {
			continue
		}
		g, err := t.rollout(ctx, last*longer)
		if err != nil {
			return err
		}
		top, exact := slices.Max(g.largest), slices.Max(g.exact)
		for i := range g.largest {
			g.largest[i] /= most
			g.exact[i] /= most
		}
		verdict := "holds"
		if top > mostGrowth*most {
			verdict = "does not hold"
		}
		n := len(g.apart) - 1
		rows = append(rows, []string{problem.Name, fmt.Sprintf("%g", last*longer), fmt.Sprintf("%.4f", most), fmt.Sprintf("%.4f", top),
			fmt.Sprintf("%.2f", top/most), fmt.Sprintf("%.2f", exact/most), verdict, percent(g.apart[n/longer]), percent(g.apart[n])})
		for i := range g.apart {
			g.apart[i] *= 100
		}
		limit := plot.Line{Name: "limit", X: []float64{0, g.times[n]}, Y: []float64{mostGrowth, mostGrowth}, Dashed: true, Colour: 7}
		charts = append(charts,
			plot.Chart{Title: problem.Name, XLabel: "t", YLabel: "largest / training's", Band: &plot.Band{Name: "trained on", Lo: 0, Hi: last},
				Lines: []plot.Line{{Name: "largest value", X: g.times, Y: g.largest}, {Name: "true closures", X: g.times, Y: g.exact, Dashed: true}, limit}},
			plot.Chart{Title: problem.Name, XLabel: "t", YLabel: "distance to true closures (%)", Band: &plot.Band{Lo: 0, Hi: last},
				Lines: []plot.Line{{X: g.times, Y: g.apart, Colour: 2}}})
	}
	if len(rows) > 0 {
		p.table([]string{"", "to t =", "training's greatest", "greatest", "ratio", "with the true closures", "target", "apart %, when trained", "and at the end"}, rows)
		var lines [][]plot.Chart
		for i := 0; i < len(charts); i += 2 {
			lines = append(lines, charts[i:i+2])
		}
		if err := p.picture(o, "rollout", "rollout.png", "largest values and errors", lines); err != nil {
			return err
		}
	}
	return p.notTrained(o, compared[0].Name, compared[1].Name)
}

// rollout of the trained model beside the true closures, at many times.
func (t *twin) rollout(ctx context.Context, end float64) (*grown, error) {
	g := &grown{}
	for k := range 101 {
		g.times = append(g.times, end*float64(k)/100)
	}
	s := scheme{"crank_nicolson", rolloutStep}
	learned, err := t.run(ctx, trainedClosures, s, heldOutCases, g.times)
	if err != nil {
		return nil, err
	}
	exact, err := t.run(ctx, exactClosures, s, heldOutCases, g.times)
	if err != nil {
		return nil, err
	}
	for k := range g.times {
		g.largest = append(g.largest, largest(learned[k]))
		g.exact = append(g.exact, largest(exact[k]))
	}
	g.apart = errorsTo(learned, exact)
	return g, nil
}

// largest magnitude of states.
func largest(states [][]float32) float64 {
	most := 0.0
	for _, u := range states {
		for _, x := range u {
			most = max(most, math.Abs(float64(x)))
		}
	}
	return most
}
