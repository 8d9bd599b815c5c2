package main

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/bench/peers/side"
	"github.com/pindiff/pindiffc/runtime/measure"
)

// machine is what pindiffc bench measures of this one in a precision, once.
func (b *bench) machine(precision string) (*measure.Machine, error) {
	if m := b.machines[precision]; m != nil {
		return m, nil
	}
	var answer struct {
		Measured struct {
			Machine measure.Machine `json:"machine"`
		} `json:"measured"`
	}
	if err := b.pindiffc(&answer, "bench", "-epochs=false", "-kernels", "^apply$", "-set", "precision="+precision, "bench/peers/specs/star.pde"); err != nil {
		return nil, err
	}
	if b.machines == nil {
		b.machines = map[string]*measure.Machine{}
	}
	b.machines[precision] = &answer.Measured.Machine
	return &answer.Measured.Machine, nil
}

// flopBound is the part of our time that the networks' operations would take at the
// measured peak of all threads.
func (b *bench) flopBound(p *pair, e *side.Epoch) (reached float64, note string, err error) {
	flops, _ := p.counts[0]["network_flops"].(float64)
	if flops == 0 {
		return 0, "", nil
	}
	m, err := b.machine(e.Precision)
	if err != nil {
		return 0, "", err
	}
	peak := m.Peak * m.Gain
	least := flops / peak
	reached = least / spreadOf(p.times[0]).middle
	return reached, fmt.Sprintf("flop bound: the networks need %.2f GFLOP, %s at the peak of %.0f GFLOP/s of %d threads: %.0f %% of our time",
		flops/1e9, quantity(least, "s"), peak/1e9, m.Threads, 100*reached), nil
}

// whereTimeGoes profiles an epoch of a specification's own training.
func (b *bench) whereTimeGoes(e *side.Epoch) (string, error) {
	if e.Spec == "specs/cvi.pde" && !b.full {
		return "its parts: `pindiffc bench " + e.Spec + "` (minutes)", nil
	}
	var answer struct {
		Shares []struct {
			Part     string  `json:"part"`
			Fraction float64 `json:"fraction"`
		} `json:"shares"`
	}
	if err := b.pindiffc(&answer, "bench", "-kernels", "^apply$", "-set", "precision="+e.Precision, e.Spec); err != nil {
		return "", err
	}
	var parts []string
	for _, s := range answer.Shares {
		parts = append(parts, fmt.Sprintf("%s %.0f %%", s.Part, 100*s.Fraction))
	}
	return "where the time goes in the training of " + e.Spec + ": " + strings.Join(parts, ", "), nil
}

// Vectors that a prediction reads and writes: steps of package solver and sweeps of
// package precond, for a stencil of two coefficient arrays and four couplings.
const (
	vectorsOfStep  = 31 // right-hand side 3, guess 3, two residuals 14, the start of sweeps and their result's move 9, output 2
	vectorsOfSweep = 7  // couplings 4, right-hand side, iterate and the next one
)

// latencyLimit says where a prediction's time goes, and what it takes at least to move
// the vectors of the method, as it is written, through the second cache.
func (b *bench) latencyLimit(p *pair, e *side.Epoch) (string, error) {
	var answer struct {
		Measured struct {
			Kernels []measure.Kernel `json:"kernels"`
		} `json:"measured"`
	}
	if err := b.pindiffc(&answer, "bench", "-epochs=false", "-kernels", "^apply$", "-set", "precision="+e.Precision, e.Spec); err != nil {
		return "", err
	}
	m, err := b.machine(e.Precision)
	if err != nil {
		return "", err
	}
	count := func(name string) float64 { v, _ := p.counts[0][name].(float64); return v }
	ours, cells := spreadOf(p.times[0]).middle, float64(e.Cells[0]*e.Cells[1])
	kernel := 0.0
	for _, k := range answer.Measured.Kernels {
		kernel += k.Seconds
	}
	size := 8.0
	if e.Precision == "float32" {
		size = 4
	}
	bytes := size * cells * (vectorsOfStep*count("steps") + vectorsOfSweep*count("linear"))
	rate := m.Bandwidths[1].Rate
	return fmt.Sprintf("where the time goes: %.1f applications of the operator a step, %.0f %% of the time by its kernel in cache, the rest in ghosts and passes over vectors; "+
		"limit: %.0f MB that the method's vectors come to, %s at the %.0f GB/s of the second cache",
		count("applies")/count("steps"), 100*count("applies")*kernel/ours, bytes/1e6, quantity(bytes/rate, "s"), rate/1e9), nil
}
