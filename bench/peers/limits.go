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
