package main

import (
	"fmt"
	"path/filepath"
	"slices"
)

// labelKind says where the labels of a run come from.
type labelKind string

const (
	clean    labelKind = "clean"    // the specification's truth, by a converged integration on its grid
	noisy    labelKind = "noise"    // the same with noise
	finer    labelKind = "finer"    // the truth on a grid that is twice finer, averaged
	files    labelKind = "paper"    // the label files of the paper's program
	baseline labelKind = "baseline" // nothing is trained: the specification's baseline, judged on clean labels
)

// training is what the page is to show of one specification.
type training struct {
	spec  string
	seeds int    // of trainings on clean labels: 1 to seeds; the first is the headline run
	noise string // as -set noise takes it
	file  string // of the paper's labels; "" where none are published

	// Where an epoch is dear, a run is two trainings: one on a coarser grid, from the
	// same labels, averaged, and one from there on the grid of the specification.
	coarsen int    // cells of the grid to one of the coarse one, in a direction; 0: one training
	cells   string // of the coarse grid, as -set cells= takes them
	warmup  int    // epochs of the first training
	polish  int    // and of the second, on clean labels; 0: the specification's

	brief int // epochs on labels that are not clean, for which no target holds; 0: as on clean ones
}

// trainings in the order of the page. What each consists of is in runs.
var trainings = []training{
	{spec: "advdiff_steady", seeds: 5, noise: "1%", file: "advdiff_steady.npz"},
	{spec: "advdiff_dynamic", seeds: 3, noise: "1%", file: "advdiff_dynamic.npz", brief: 250},
	{spec: "burgers_steady", seeds: 5, noise: "1%", file: "burgers_steady.npz"},
	{spec: "burgers_dynamic", seeds: 3, noise: "1%"},
	{spec: "cvi", seeds: 3, noise: "0.01", coarsen: 4, cells: "32,16", warmup: 100, polish: 25, brief: 10},
	{spec: "cvi_felt", seeds: 3, noise: "0.01", coarsen: 4, cells: "32,16", warmup: 300, polish: 25, brief: 10},
	{spec: "cvi_dense", seeds: 3, noise: "0.01", coarsen: 4, cells: "32,16", warmup: 100, polish: 25, brief: 10},
}

// aRun is one entry of the list that -full works off.
type aRun struct {
	spec   string
	labels labelKind
	seed   uint64   // 0: nothing is trained
	sets   []string // -set of the command
	first  []string // -set of a training before it, on a coarse grid; nil for none
	file   string   // label file, below the folder of -labels
}

// name of a run, and of its result below the folder of its specification.
func (r aRun) name() string {
	switch {
	case r.labels == baseline:
		return string(baseline)
	case r.labels == clean:
		return fmt.Sprintf("seed-%d", r.seed)
	}
	return fmt.Sprintf("%s-seed-%d", r.labels, r.seed)
}

// title is what -only matches: specification and name.
func (r aRun) title() string { return r.spec + "/" + r.name() }

// headline says whether the weights of a run are kept. It is the first seed, so that
// nothing is chosen by what the held-out trajectories say.
func (r aRun) headline() bool { return r.labels == clean && r.seed == 1 }

// result is where the result of a run is kept.
func (r aRun) result(results string) string { return filepath.Join(results, r.spec, r.name()+".json") }

// weightsFile is where the weights of the headline run are kept.
func weightsFile(results, spec string) string {
	return filepath.Join(results, spec, "weights.safetensors")
}

// runs of one specification, the cheap ones and the headline first.
func (t training) runs() []aRun {
	out := []aRun{{spec: t.spec, labels: baseline}}
	for seed := range uint64(t.seeds) {
		out = append(out, t.run(clean, seed+1, 1))
	}
	out = append(out, t.run(noisy, 1, 1, "noise="+t.noise), t.run(finer, 1, 2))
	if t.file != "" {
		r := t.run(files, 1, 1)
		r.file = t.file
		out = append(out, r)
	}
	return out
}

// run trains from labels made on a grid refine times as fine as the specification's.
func (t training) run(labels labelKind, seed uint64, refine int, sets ...string) aRun {
	r := aRun{spec: t.spec, labels: labels, seed: seed, sets: slices.Clone(sets)}
	if refine > 1 {
		r.sets = append(r.sets, fmt.Sprintf("refine=%d", refine))
	}
	if t.coarsen > 0 {
		r.first = append(slices.Clone(sets), "cells="+t.cells, fmt.Sprintf("refine=%d", refine*t.coarsen), fmt.Sprintf("epochs=%d", t.warmup))
	}
	epochs := t.polish
	if labels != clean && t.brief > 0 {
		epochs = t.brief
	}
	if epochs > 0 {
		r.sets = append(r.sets, fmt.Sprintf("epochs=%d", epochs))
	}
	return r
}

// allRuns of the specifications that are there. The headline runs come first, so that
// a list that is cut short has one of each.
func allRuns(specs string) ([]aRun, error) {
	var out []aRun
	for _, t := range trainings {
		there, err := exists(specPath(specs, t.spec))
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, t.runs()...)
		}
	}
	slices.SortStableFunc(out, func(a, b aRun) int { return a.rank() - b.rank() })
	return out, nil
}

// rank in the order of the work.
func (r aRun) rank() int {
	switch {
	case r.labels == baseline:
		return 0
	case r.headline():
		return 1
	}
	return 2
}

func specPath(specs, name string) string { return filepath.Join(specs, name+".pde") }
