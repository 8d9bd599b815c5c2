package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/bench/peers/side"
)

// epochOrder is that of the table.
var epochOrder = []string{"advdiff_steady", "advdiff_steady_needed", "burgers_steady", "advdiff_dynamic", "cvi_float32", "cvi_float64"}

func (b *bench) epochWorkloads(names ...string) (list []workload) {
	for _, name := range names {
		e := b.config.Epochs[name]
		s := system{name, e.Spec, e.Precision}
		title := "epoch " + name
		list = append(list, workload{title, []system{s}, func() ([]row, error) { return b.epoch(title, name, e) }})
	}
	return list
}

// wholeWorkloads are epochs of all steps that may take so many seconds, also where the
// comparison takes a few steps only.
func (b *bench) wholeWorkloads() (list []workload) {
	for _, name := range epochOrder {
		e := b.config.Epochs[name]
		if e.Seconds == 0 {
			continue
		}
		title := fmt.Sprintf("epoch %s, all steps", name)
		list = append(list, workload{title, []system{{name, e.Spec, e.Precision}}, func() ([]row, error) { return b.whole(title, name, e) }})
	}
	return list
}

// whole times our side alone, three times.
func (b *bench) whole(title, name string, e *side.Epoch) ([]row, error) {
	dir, err := os.MkdirTemp(b.command.Dir, "data-")
	if err != nil {
		return nil, err
	}
	ours, err := start(b.ours, "epoch", name, b.options.config, dir, "full")
	if err != nil {
		return nil, err
	}
	defer ours.stop()
	var times []float64
	var counts map[string]any
	for range 3 {
		a, err := ours.ask("time")
		if err != nil {
			return nil, err
		}
		times, counts = append(times, a.Seconds), a.Counts
	}
	s := spreadOf(times)
	limit := e.Seconds
	return []row{{
		workload: title, rival: "the limit", unit: "s", target: fmt.Sprintf("<= %g s", limit),
		ours: s.middle, theirs: limit, ratio: spread{limit / s.middle, limit / s.most, limit / s.least},
		judged: true, met: s.middle <= limit,
		notes: []string{fmt.Sprintf("loss and gradient of %d trajectories; iterations per step: %s", e.Trajectories, iterations(counts))},
	}}, nil
}

// pair starts both sides of an epoch or of a prediction, and checks that they agree.
func (b *bench) pair(kind, name string, e *side.Epoch) (p *pair, err error) {
	if _, err := exec.LookPath(b.python); err != nil {
		return nil, fmt.Errorf("JAX is not installed; bench/peers/setup.sh installs it")
	}
	dir, err := os.MkdirTemp(b.command.Dir, "data-")
	if err != nil {
		return nil, err
	}
	p = new(pair)
	defer func() {
		if err != nil {
			p.stop()
		}
	}()
	if p.ours, err = start(b.ours, kind, name, b.options.config, dir, b.form()); err != nil {
		return p, err
	}
	script := filepath.Join("bench/peers/rivals", e.Rival)
	if p.rival, err = start(b.python, script, kind, name, b.options.config, dir, b.form()); err != nil {
		return p, err
	}
	return p, p.agree(dir, e.Agree)
}

// epoch compares times, then memory.
func (b *bench) epoch(title, name string, e *side.Epoch) ([]row, error) {
	time := row{workload: title, rival: "JAX", unit: "s", target: fmt.Sprintf(">= %g x", e.Ratio)}
	p, err := b.pair("epoch", name, e)
	if err != nil {
		time.failed = err.Error()
		return []row{time}, nil
	}
	defer p.stop()
	if err := p.run(b.repeats); err != nil {
		time.failed = err.Error()
		return []row{time}, nil
	}
	time.ours, time.theirs, time.ratio = spreadOf(p.times[0]).middle, spreadOf(p.times[1]).middle, p.ratio()
	time.judged, time.met = true, time.ratio.middle >= e.Ratio
	time.notes = []string{
		fmt.Sprintf("%s; %d trajectories, %d steps, %s, tolerance %g", e.Note, e.Trajectories, e.Steps, e.Precision, e.Tol),
		fmt.Sprintf("agreement: %s; iterations per step, ours: %s%s; compilation by JAX and first run: %.1f s",
			p.agreement, iterations(p.counts[0]), rivalIterations(p.counts[1]), p.rival.compile),
	}
	if note := perIteration(p); note != "" {
		time.notes = append(time.notes, note)
	}
	reached, note, err := b.flopBound(p, e)
	if err != nil {
		return []row{time}, err
	}
	if note != "" {
		time.notes = append(time.notes, note)
	}
	if e.Bound > 0 {
		time.target += fmt.Sprintf(" or >= %.0f %% of the flop bound", 100*e.Bound)
		time.met = time.met || reached >= e.Bound
	}
	if !time.met {
		if note, err = b.whereTimeGoes(e); err != nil {
			return []row{time}, err
		}
		time.notes = append(time.notes, note)
	}
	rows := []row{time}
	return append(rows, b.memory(title, e, p)...), nil
}

func iterations(c map[string]any) string {
	return fmt.Sprintf("%.2f outer, %.2f linear, %.2f in the adjoint, %v", c["outer"], c["linear"], c["adjoint"], c["method"])
}

func rivalIterations(c map[string]any) string {
	if len(c) == 0 {
		return ""
	}
	return fmt.Sprintf("; the rival's: %.2f outer, %.1f linear, %.1f in the adjoint", c["outer"], c["linear"], c["adjoint"])
}

// perIteration is the ratio of the times of one Krylov iteration, forward and
// adjoint, where both sides count them, and nothing else.
func perIteration(p *pair) string {
	total := func(c map[string]any) float64 {
		a, _ := c["linear"].(float64)
		b, _ := c["adjoint"].(float64)
		return a + b
	}
	a, b := total(p.counts[0]), total(p.counts[1])
	method, _ := p.counts[0]["method"].(string)
	if a == 0 || b == 0 || strings.Contains(method, "sweeps") { // a sweep is not an iteration of a Krylov method
		return ""
	}
	return fmt.Sprintf("ratio of the times per Krylov iteration: %.2f (ours takes %.2f of the rival's iterations)", p.ratio().middle*a/b, a/b)
}

// memory compares peak resident sizes.
func (b *bench) memory(title string, e *side.Epoch, p *pair) []row {
	whole := row{workload: title + ", peak memory", rival: "JAX", unit: "MB", ours: float64(p.ours.peak), theirs: float64(p.rival.peak)}
	if p.ours.peak == 0 || p.rival.peak == 0 {
		whole.failed = "the system does not tell the peak memory of a process"
		return []row{whole}
	}
	r := whole.theirs / whole.ours
	whole.ratio = spread{r, r, r}
	whole.judged = true
	if e.Memory > 0 {
		whole.target = fmt.Sprintf("ours <= %.0f MB", e.Memory/1e6)
		whole.met = whole.ours <= e.Memory
		return []row{whole}
	}
	whole.target = fmt.Sprintf(">= %g x", b.config.Memory.Whole)
	whole.met = r >= b.config.Memory.Whole
	bare, err := b.bareImport()
	if err != nil {
		whole.notes = append(whole.notes, "the rival's bare import was not measured: "+err.Error())
		return []row{whole}
	}
	above := row{workload: title + ", memory above a bare import", rival: "JAX", unit: "MB", ours: whole.ours, theirs: whole.theirs - bare,
		target: fmt.Sprintf(">= %g x", b.config.Memory.AboveImport), judged: true,
		notes: []string{fmt.Sprintf("a process that only imports JAX has %.0f MB", bare/1e6)}}
	q := above.theirs / above.ours
	above.ratio = spread{q, q, q}
	above.met = q >= b.config.Memory.AboveImport
	return []row{whole, above}
}

// bareImport is the peak memory of a process that imports JAX and adds two numbers.
func (b *bench) bareImport() (float64, error) {
	p, err := start(b.python, "-c", "import jax, jax.numpy as n; n.add(n.ones(1), 1).block_until_ready(); print('{\"ready\": true}', flush=True); input()")
	if err != nil {
		return 0, err
	}
	p.stop()
	return float64(p.peak), nil
}

// latencyWorkloads is a prediction.
func (b *bench) latencyWorkloads() []workload {
	name := b.config.Latency.Epoch
	e := b.config.Epochs[name]
	return []workload{{"latency of a prediction", []system{{name, e.Spec, e.Precision}}, func() ([]row, error) {
		r := row{workload: "latency of a prediction", rival: "JAX", unit: "s", target: fmt.Sprintf(">= %g x", b.config.Latency.Ratio)}
		p, err := b.pair("latency", name, e)
		if err != nil {
			r.failed = err.Error()
			return []row{r}, nil
		}
		defer p.stop()
		if err := p.run(10 * b.repeats); err != nil {
			r.failed = err.Error()
			return []row{r}, nil
		}
		r.ours, r.theirs, r.ratio = spreadOf(p.times[0]).middle, spreadOf(p.times[1]).middle, p.ratio()
		r.judged, r.met = true, r.ratio.middle >= b.config.Latency.Ratio
		linear, _ := p.counts[0]["linear"].(float64)
		r.notes = []string{fmt.Sprintf("%s, one trajectory of %d steps, closures evaluated before; agreement: %s; linear iterations and sweeps per step, ours: %.2f, %v",
			name, e.Steps, p.agreement, linear/float64(e.Steps), p.counts[0]["method"])}
		if !r.met {
			note, err := b.latencyLimit(p, e)
			if err != nil {
				return []row{r}, err
			}
			r.notes = append(r.notes, note)
		}
		return []row{r}, nil
	}}}
}

// workloads in the order of the table.
func (b *bench) workloads() []workload {
	list := b.stencilWorkloads()
	list = append(list, b.epochWorkloads(epochOrder...)...)
	list = append(list, b.wholeWorkloads()...)
	list = append(list, b.latencyWorkloads()...)
	list = append(list, b.epochWorkloads("rollout")...)
	list = append(list, b.adjointWorkloads()...)
	list = append(list, b.growthWorkloads()...)
	list = append(list, b.infiltrationWorkload())
	return append(list, b.threadWorkloads()...)
}
