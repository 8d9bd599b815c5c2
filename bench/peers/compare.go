package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/pindiff/pindiffc/bench/peers/side"
)

// pair is two sides of a comparison.
type pair struct {
	ours, rival *process
	times       [2][]float64 // seconds: ours, the rival's
	counts      [2]map[string]any
	agreement   string
}

func (p *pair) stop() {
	for _, x := range []*process{p.ours, p.rival} {
		if x != nil {
			x.stop()
		}
	}
}

// agree has both sides write what they compute, and compares all that both have by
// its relative 2-norm.
func (p *pair) agree(dir string, limit float64) error {
	var sides [2]*side.Arrays
	for i, x := range []*process{p.ours, p.rival} {
		to := filepath.Join(dir, fmt.Sprint("side", i))
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		if _, err := x.ask("check " + to); err != nil {
			return err
		}
		var err error
		if sides[i], err = side.Open(to); err != nil {
			return err
		}
	}
	var names []string
	for name := range sides[0].Shapes {
		names = append(names, name)
	}
	sort.Strings(names)
	worst := map[string]float64{}
	// Gradients are compared as one vector: a bias's may be small against the rest.
	var square, norm float64
	for _, name := range names {
		a, err := sides[0].Get(name)
		if err != nil {
			return err
		}
		b, err := sides[1].Get(name)
		if err != nil {
			return err
		}
		if len(a) != len(b) {
			return fmt.Errorf("%s has %d values here and %d there", name, len(a), len(b))
		}
		d, n := 0.0, 0.0
		for i := range a {
			d += (a[i] - b[i]) * (a[i] - b[i])
			n += b[i] * b[i]
		}
		if strings.HasPrefix(name, "gradient/") {
			square, norm = square+d, norm+n
			worst["gradient"] = math.Sqrt(square / norm)
			continue
		}
		worst[name] = math.Sqrt(d / n)
	}
	var parts []string
	bad := false
	for _, what := range []string{"final", "loss", "gradient"} {
		if v, ok := worst[what]; ok {
			parts = append(parts, fmt.Sprintf("%s %.1e", strings.Replace(what, "final", "states", 1), v))
			bad = bad || !(v <= limit)
		}
	}
	p.agreement = strings.Join(parts, ", ")
	if bad {
		return fmt.Errorf("the sides do not compute the same: %s, at most %g is allowed", p.agreement, limit)
	}
	return nil
}

// run times both sides in turn.
func (p *pair) run(repeats int) error {
	for range repeats {
		for i, x := range []*process{p.ours, p.rival} {
			a, err := x.ask("time")
			if err != nil {
				return err
			}
			p.times[i] = append(p.times[i], a.Seconds)
			p.counts[i] = a.Counts
		}
	}
	return nil
}

// spread is the middle of some values, and their range.
type spread struct{ middle, least, most float64 }

func spreadOf(v []float64) spread {
	v = slices.Clone(v)
	slices.Sort(v)
	return spread{v[len(v)/2], v[0], v[len(v)-1]}
}

// ratio of the rival's time to ours.
func (p *pair) ratio() spread {
	r := make([]float64, len(p.times[0]))
	for i := range r {
		r[i] = p.times[1][i] / p.times[0][i]
	}
	return spreadOf(r)
}
