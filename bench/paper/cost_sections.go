package main

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/pindiff/pindiffc/generated/advdiff_steady"
	"github.com/pindiff/pindiffc/generated/burgers_steady"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// compared are the systems that the paper gives costs of.
var compared = []*kernel.Problem[float32]{advdiff_steady.Problem(), burgers_steady.Problem()}

const (
	trajectories = 2
	nx, ny       = 128, 64
	shortHorizon = 0.2  // of the comparison of steps
	fine         = 5e-4 // step of the integration that errors are measured against
)

// failed is what a cell holds where a method did not get through.
const failed = "fails"

// stepSection: every method at every step, with the error of the final state
// against a fine integration, so that rows of equal accuracy can be found.
func stepSection(ctx context.Context, p *page, o options) error {
	short := []float64{1e-2, 5e-3, 2e-3, 1e-3}
	steps := append(slices.Clone(short), 5e-4, 2e-4, 1e-4)
	p.printf("%d trajectories, %d x %d cells, float32, to t = %g, weights of seed 1. Stored is what the reverse pass needs, exactly;\n"+
		"s is processor seconds of one gradient.\n"+
		"Error is the mean relative L1 distance of the final states to those of rk4 with step %g: rows of one error are the\n"+
		"comparison at equal accuracy, rows of one step that at equal step.\n", trajectories, nx, ny, shortHorizon, fine)
	for _, problem := range compared {
		initial := bumps(trajectories, nx, ny)
		exact := sync.OnceValues(func() ([][]float32, error) {
			return finalStates(ctx, problem, equalSteps(fine, shortHorizon), initial)
		})
		missing := 0
		var rows [][]string
		for _, step := range steps {
			for _, m := range methods {
				row := []string{m.name, fmt.Sprint(step)}
				measure := func() (*figures, error) {
					return figuresOf(ctx, problem, m, equalSteps(step, shortHorizon), initial, exact)
				}
				f, err := measured(o, slices.Contains(short, step), costFile(problem.Name, m, "step", step), fingerprint(problem), measure)
				switch {
				case err != nil:
					return err
				case f == nil:
					missing++
					continue
				case f.Failed:
					row = append(row, failed, "", "", "", "")
				default:
					row = append(row, percent(f.Error), fmt.Sprintf("%.2f", f.Seconds), megabytes(f.Stored), megabytes(f.Disk),
						fmt.Sprintf("%.1f / %.1f", f.Outer, f.Linear))
				}
				rows = append(rows, row)
			}
		}
		p.printf("\n")
		p.table([]string{problem.Name, "step", "error %", "s", "stored, MB", "on disk, MB", "outer / linear, a step"}, rows)
		if missing > 0 {
			p.missing(fmt.Sprintf("%d rows of short steps", missing), "`-full` makes those that are missing, and keeps them.")
		}
	}
	var rows [][]string
	for _, c := range publishedCosts {
		rows = append(rows, []string{c.step, published(c.memory), published(c.checkpointed), published(c.seconds), published(c.checkpointedSeconds),
			published(c.burgers), published(c.burgersCheckpointed), published(c.burgersSeconds), published(c.burgersCkSeconds)})
	}
	p.table([]string{"*paper*: step", "advdiff MB", "with checkpoints", "s, 200 epochs", "with checkpoints",
		"Burgers MB", "with checkpoints", "s, 100 epochs", "with checkpoints"}, rows)
	return nil
}

// horizonSection: what is stored as the horizon grows, at step 1e-2.
func horizonSection(ctx context.Context, p *page, o options) error {
	short := []float64{0.2, 0.4, 0.8, 1.6}
	horizons := append(slices.Clone(short), 3.2, 6.4, 12.8, 25.6)
	ways := methods[2:]
	p.printf("One trajectory, crank_nicolson, step 0.01; stored in memory, MB, and processor seconds of a gradient.\n")
	for _, problem := range compared {
		names := []string{problem.Name}
		for _, m := range ways {
			names = append(names, m.name)
		}
		var rows [][]string
		for _, end := range horizons {
			row := []string{fmt.Sprintf("t = %g", end)}
			for _, m := range ways {
				measure := func() (*figures, error) {
					return figuresOf(ctx, problem, m, equalSteps(0.01, end), bumps(1, nx, ny), nil)
				}
				f, err := measured(o, slices.Contains(short, end), costFile(problem.Name, m, "horizon", end), fingerprint(problem), measure)
				switch {
				case err != nil:
					return err
				case f == nil:
					row = append(row, "not run yet")
				case f.Failed:
					row = append(row, failed)
				default:
					row = append(row, fmt.Sprintf("%s, %.2f s", megabytes(f.Stored), f.Seconds))
				}
			}
			rows = append(rows, row)
		}
		p.printf("\n")
		p.table(names, rows)
	}
	var rows [][]string
	for _, h := range publishedHorizons {
		rows = append(rows, []string{h.horizon, published(h.advdiff), published(h.advdiffCk), published(h.burgers), published(h.burgersCkpt)})
	}
	p.table([]string{"*paper*: horizon", "advdiff MB", "with checkpoints", "Burgers MB", "with checkpoints"}, rows)
	return nil
}

// iterationSection: what is stored as the iterations of a step grow.
func iterationSection(ctx context.Context, p *page, _ options) error {
	p.printf("One trajectory, 10 steps of crank_nicolson, step 0.01, relaxed Picard with so many iterations in each step,\n" +
		"stored in memory, MB, and processor seconds: flat with the adjoint equation, linear where the iteration is unrolled.\n")
	for _, problem := range compared {
		var rows [][]string
		for _, n := range []int{1, 10, 50, 200} {
			row := []string{fmt.Sprint(n)}
			for _, adjoint := range []string{"implicit", "unrolled"} {
				m := method{adjoint, solver.Config{Adjoint: adjoint, Nonlinear: "picard", ForceIter: n}}
				c, err := gradientOf(ctx, problem, m, nil, equalSteps(0.01, 0.1), bumps(1, nx, ny))
				if err != nil {
					return err
				}
				row = append(row, megabytes(c.stored), fmt.Sprintf("%.2f", c.seconds))
			}
			rows = append(rows, row)
		}
		p.printf("\n")
		p.table([]string{problem.Name + ": iterations", "adjoint equation, MB", "s", "unrolled, MB", "s"}, rows)
	}
	return nil
}

// guess of the explicit limit of infiltration, s: any length near it will do.
const guess = 1e-6

// stabilitySection: the explicit limit of infiltration, computed.
func stabilitySection(ctx context.Context, p *page, _ options) error {
	p.printf("Infiltration, forward Euler at the start, from the spectral radius of the operator (power iteration with the tangent of\n" +
		"an implicit step), and what it would cost; it is not run.\n\n")
	var rows [][]string
	for _, f := range furnaces {
		limit, err := explicitLimit(ctx, f.problem, guess)
		if err != nil {
			return err
		}
		end := 0.0
		for _, dt := range f.problem.Steps {
			end += dt
		}
		rows = append(rows, []string{f.problem.Name, fmt.Sprintf("%.2g", limit), fmt.Sprintf("%.1e", end/limit), fmt.Sprint(len(f.problem.Steps))})
	}
	p.table([]string{"", "largest stable step, s", "explicit steps to the end", "implicit steps to the end"}, rows)
	return nil
}

// finalStates of a fine explicit integration.
func finalStates(ctx context.Context, p *kernel.Problem[float32], steps []float64, initial [][]float32) ([][]float32, error) {
	s, err := solver.New(p, solver.Config{Scheme: "rk4", Steps: slices.Clone(steps)})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	cases, err := start(s, initial)
	if err != nil {
		return nil, err
	}
	r, err := s.Simulate(ctx, cases, nil)
	if err != nil {
		return nil, err
	}
	return finals(r.At), nil
}

// distance is the mean relative L1 distance of states.
func distance(a, b [][]float32) float64 {
	sum := 0.0
	for i := range a {
		sum += relativeL1(a[i], b[i]) / float64(len(a))
	}
	return sum
}
