package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// Comparisons of our side with itself, by pindiffc bench.

// pindiffc runs the command with -json.
func (b *bench) pindiffc(answer any, args ...string) error {
	text, good, err := b.command.Output(append(args, "-json")...)
	if err == nil && !good {
		err = fmt.Errorf("pindiffc %s: %s", strings.Join(args, " "), text)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(text, answer)
}

type kernelLines struct {
	Kernels []struct {
		Name string  `json:"name"`
		Time float64 `json:"ns"`
	} `json:"kernel_lines"`
}

func (k *kernelLines) time(name string) float64 {
	for _, l := range k.Kernels {
		if l.Name == name {
			return 1e-9 * l.Time
		}
	}
	return 0
}

func (b *bench) adjointWorkloads() (list []workload) {
	for _, a := range b.config.Adjoints {
		name := "adjoint over forward, " + strings.TrimSuffix(filepath.Base(a.Spec), ".pde")
		list = append(list, workload{name: name, measure: func() ([]row, error) {
			r := row{workload: name, rival: "itself", unit: "ns/cell", target: fmt.Sprintf("adjoint <= %g x forward", a.Ratio), judged: true}
			var forward, adjoint, ratios []float64
			for range b.repeats {
				var k kernelLines
				if err := b.pindiffc(&k, "bench", "-epochs=false", "-kernels", `^apply(\.adjoint)?$`, a.Spec); err != nil {
					return nil, err
				}
				f, j := k.time("apply"), k.time("apply.adjoint")
				forward, adjoint, ratios = append(forward, f), append(adjoint, j), append(ratios, j/f)
			}
			r.ours, r.theirs, r.ratio = spreadOf(adjoint).middle, spreadOf(forward).middle, spreadOf(ratios)
			r.met = r.ratio.middle <= a.Ratio
			r.notes = []string{"ours is the adjoint, the rival's column the forward kernel"}
			return []row{r}, nil
		}})
	}
	return list
}

type epochLine struct {
	Measured struct {
		Machine struct {
			Bandwidths []struct {
				Bytes int     `json:"bytes"`
				Rate  float64 `json:"bytes_per_second"`
			} `json:"bandwidths"`
			Gain float64 `json:"thread_gain"`
		} `json:"machine"`
		Epoch struct {
			Steps   int     `json:"steps"`
			Outer   float64 `json:"outer_iterations_per_step"`
			Linear  float64 `json:"linear_iterations_per_step"`
			Adjoint float64 `json:"adjoint_iterations_per_step"`
			Threads []struct {
				Threads int     `json:"threads"`
				Seconds float64 `json:"seconds"`
			} `json:"threads"`
		} `json:"epoch"`
	} `json:"measured"`
}

// growthWorkloads are the time per cell and step, and iterations, from small grids to
// large ones.
func (b *bench) growthWorkloads() (list []workload) {
	sizes := b.config.Growth.Cells
	if !b.full {
		sizes = b.config.Growth.ShortCells
	}
	for _, spec := range b.config.Growth.Specs {
		name := "growth with the grid, " + strings.TrimSuffix(filepath.Base(spec), ".pde")
		list = append(list, workload{name: name, measure: func() ([]row, error) {
			r := row{workload: name, rival: "itself", unit: "ns/cell", judged: true}
			var times, linear []float64
			cache := 0.0
			for _, n := range sizes {
				var e epochLine
				if err := b.pindiffc(&e, "bench", "-kernels", "^apply$", "-set", fmt.Sprintf("cells=%d,%d", n, n), spec); err != nil {
					return nil, err
				}
				x := e.Measured.Epoch
				t := x.Threads[0].Seconds / float64(x.Steps*n*n)
				times, linear = append(times, t), append(linear, x.Linear)
				w := e.Measured.Machine.Bandwidths
				cache = w[1].Rate / w[len(w)-1].Rate // the second level holds the smallest grid
				r.notes = append(r.notes, fmt.Sprintf("%d^2: %.1f ns per cell and step, one thread, forward and reverse; %.1f linear iterations a step, %.1f in the adjoint",
					n, 1e9*t, x.Linear, x.Adjoint))
			}
			last := len(times) - 1
			g, i := times[last]/times[0], linear[last]/linear[0]
			r.ours, r.theirs, r.ratio = times[last], times[0], spread{g, g, g}
			r.target = fmt.Sprintf("<= %.1f, cache over memory; iterations flat", cache)
			r.met = g <= cache && i <= 1.5
			r.notes = append(r.notes, fmt.Sprintf("ours is the largest grid, the rival's column the smallest; iterations grow by a factor of %.2f (flat: <= 1.5)", i))
			return []row{r}, nil
		}})
	}
	return list
}
