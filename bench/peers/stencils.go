package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/codegen/count"
)

// compilers and flags that C is tried with; the fastest program counts.
var compilers = []struct{ name string }{{"gcc"}, {"clang"}}

var optimised = [][]string{
	{"-O3", "-march=native"},
	{"-O3", "-march=native", "-mprefer-vector-width=512"},
}

// scalar are the flags of C without vectors; each compiler knows its own.
var scalar = map[string][]string{
	"gcc":   {"-O3", "-march=native", "-fno-tree-vectorize"},
	"clang": {"-O3", "-march=native", "-fno-vectorize", "-fno-slp-vectorize"},
}

// forms of the forward stencil: our specification, and C's loops.
var forms = []struct {
	name  string
	loops []string
}{
	{"donor_cell", []string{"donor", "fluxes"}},
	{"face_coefficients", []string{"faces", "cells"}},
}

// stencilWorkloads compare forward kernels with C.
func (b *bench) stencilWorkloads() (list []workload) {
	for _, f := range forms {
		for _, precision := range []string{"float64", "float32"} {
			s := system{f.name + "_" + precision, "bench/peers/specs/" + f.name + ".pde", precision}
			for i, grid := range b.config.Stencils {
				name := fmt.Sprintf("stencil %s %s %s", f.name, precision, grid.Name)
				list = append(list, b.stencilWorkload(name, "C", stencilRun{s, i, f.loops, grid.Ratio, false}))
			}
			list = append(list, b.stencilWorkload(fmt.Sprintf("stencil %s %s %s, scalar", f.name, precision, b.config.Stencils[0].Name),
				"C without vectors", stencilRun{s, 0, f.loops, b.config.Scalar, true}))
		}
	}
	return list
}

// stencilRun is one comparison: of a system, on a grid of the configuration, with C's
// loops; with the scalar body of a program that has a vector body, or not.
type stencilRun struct {
	system
	grid   int
	loops  []string
	ratio  float64 // at most
	scalar bool
}

func (b *bench) stencilWorkload(name, rival string, run stencilRun) workload {
	return workload{name, []system{run.system}, func() ([]row, error) {
		r, err := b.stencil(run)
		if err != nil {
			r = row{failed: err.Error()}
		}
		r.workload, r.rival = name, rival
		if r.target == "" {
			r.target = fmt.Sprintf("time <= %.2f of C's", run.ratio)
		}
		return []row{r}, nil
	}}
}

// rival is a program in C that computes a stencil, and how it was made.
type rival struct {
	path, loop, how string
}

// compile makes all variants of the rival; what is not installed is left out.
func (b *bench) compile(precision string, loops []string, plain bool) (all []rival) {
	real := map[string]string{"float64": "double", "float32": "float"}[precision]
	for _, c := range compilers {
		if _, err := exec.LookPath(c.name); err != nil {
			continue
		}
		variants := optimised
		if plain {
			variants = [][]string{scalar[c.name]}
		}
		for _, opt := range variants {
			path := filepath.Join(b.command.Dir, strings.Join(append([]string{"stencil", c.name, precision}, opt...), ""))
			args := append([]string{"-DREAL=" + real, "-o", path, "bench/peers/rivals/stencil.c"}, opt...)
			if out, err := exec.Command(c.name, append(args, "-lm")...).CombinedOutput(); err != nil {
				fmt.Fprintf(os.Stderr, "%s %s: %s\n", c.name, strings.Join(opt, " "), out)
				continue
			}
			for _, l := range loops {
				all = append(all, rival{path, l, fmt.Sprintf("%s %s, %s", c.name, strings.Join(opt, " "), l)})
			}
		}
	}
	return all
}

func (b *bench) stencil(run stencilRun) (r row, err error) {
	s, g := run.system, b.config.Stencils[run.grid]
	dir, err := os.MkdirTemp(b.command.Dir, "data-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	all := b.compile(s.precision, run.loops, run.scalar)
	if len(all) == 0 {
		return r, fmt.Errorf("neither gcc nor clang is installed")
	}
	p := new(pair)
	defer p.stop()
	var env []string
	if run.scalar {
		env = []string{"PINDIFFC_SIMD=off"}
	}
	if p.ours, err = startWith(env, b.ours, "stencil"+strconv.Itoa(run.grid), s.name, b.options.config, dir, b.form()); err != nil {
		return r, err
	}
	args := []string{strconv.Itoa(g.Cells[0]), strconv.Itoa(g.Cells[1]), "1e-5"}
	best, how := math.Inf(1), ""
	for _, c := range all {
		q, err := start(c.path, append([]string{c.loop}, args...)...)
		if err != nil {
			return r, err
		}
		seconds := math.Inf(1)
		for range 3 {
			a, err := q.ask("time")
			if err != nil {
				return r, err
			}
			seconds = min(seconds, a.Seconds)
		}
		if seconds >= best {
			q.stop()
			continue
		}
		if p.rival != nil {
			p.rival.stop()
		}
		best, how, p.rival = seconds, c.how, q
	}
	limit := 1e-12
	if s.precision == "float32" {
		limit = 1e-5
	}
	if err := p.agree(dir, limit); err != nil {
		return r, err
	}
	if err := p.run(b.repeats); err != nil {
		return r, err
	}
	r = row{ours: spreadOf(p.times[0]).middle, theirs: spreadOf(p.times[1]).middle, unit: "ns/cell", judged: true}
	inverse := p.ratio()
	r.ratio = spread{1 / inverse.middle, 1 / inverse.most, 1 / inverse.least}
	r.met = r.ratio.middle <= run.ratio
	r.notes = []string{fmt.Sprintf("the best of C is %s; agreement: %s", how, p.agreement)}
	if g.Bandwidth > 0 && !run.scalar {
		note, fraction, err := b.bandwidth(s, r.ours)
		if err != nil {
			return r, err
		}
		r.target = fmt.Sprintf("time <= %.2f of C's, >= %.0f %% of bandwidth", g.Ratio, 100*g.Bandwidth)
		r.met = r.met && fraction >= g.Bandwidth
		r.notes = append(r.notes, note)
	}
	return r, nil
}

// bandwidth is the part of the measured memory bandwidth that a time per cell
// reaches, as pindiffc bench counts bytes: compulsory ones and write-allocates, also where
// results are stored past the caches and none are made.
func (b *bench) bandwidth(s system, seconds float64) (string, float64, error) {
	m, err := b.machine(s.precision)
	if err != nil {
		return "", 0, err
	}
	var answer struct {
		Costs map[string]count.Cost `json:"costs"`
	}
	if err := b.pindiffc(&answer, "bench", "-epochs=false", "-kernels", "^apply$", "-set", "precision="+s.precision, s.spec); err != nil {
		return "", 0, err
	}
	size := 8
	if s.precision == "float32" {
		size = 4
	}
	bytes := float64(answer.Costs["apply"].Bytes(size, true))
	for _, w := range m.Bandwidths {
		if w.Memory {
			reached := bytes / seconds
			return fmt.Sprintf("%.0f bytes a cell, %.1f of %.1f GB/s", bytes, reached/1e9, w.Rate/1e9), reached / w.Rate, nil
		}
	}
	return "", 0, fmt.Errorf("pindiffc bench names no memory bandwidth")
}
