package main

import (
	"fmt"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/dataset"
)

// labels is one label file of the paper's published program: a state of several
// trajectories at a few times, and what the closures really are.
type labels struct {
	times    []float64
	states   [][][]float32          // [time][trajectory], cells in C order
	closures map[string][][]float32 // by name: one array, or one for each time
}

// readLabels reads array `state` of FILE in dir and the closures' arrays, which
// may be called otherwise in the file: closures maps names to arrays.
func readLabels(dir, file, state string, closures map[string]string) (*labels, error) {
	f, err := dataset.Open(filepath.Join(dir, file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := f.Read("t")
	if err != nil {
		return nil, err
	}
	l := &labels{times: t.Data, closures: map[string][][]float32{}}
	u, err := f.Read(state)
	if err != nil {
		return nil, err
	}
	if len(u.Shape) != 4 || u.Shape[0] != len(l.times) {
		return nil, fmt.Errorf("%s: %s has shape %v, expected (times, trajectories, x, y)", f.Path, state, u.Shape)
	}
	for _, at := range split(u.Data, u.Shape[0]) {
		l.states = append(l.states, singles(split(at, u.Shape[1])))
	}
	for name, array := range closures {
		a, err := f.Read(array)
		if err != nil {
			return nil, err
		}
		n := 1
		if len(a.Shape) == 3 {
			n = a.Shape[0]
		}
		l.closures[name] = singles(split(a.Data, n))
	}
	return l, nil
}

// split cuts an array into n equal parts.
func split(a []float64, n int) [][]float64 {
	parts, size := make([][]float64, n), len(a)/n
	for i := range parts {
		parts[i] = a[i*size : (i+1)*size]
	}
	return parts
}

// singles rounds to float32.
func singles(parts [][]float64) [][]float32 {
	out := make([][]float32, len(parts))
	for i, p := range parts {
		out[i] = make([]float32, len(p))
		for k, x := range p {
			out[i][k] = float32(x)
		}
	}
	return out
}
