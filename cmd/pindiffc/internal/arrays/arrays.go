// Package arrays reads what a solver wrote about fields (package runtime/job:
// tensors in SI with their declared units as metadata) for pictures and for
// files in declared units.
//
// It must never know a particular system.
package arrays

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// A File of fields.
type File struct {
	Times []float64 // SI
	Cases []int     // numbers in the experiment
	file  *safetensors.File
}

// Read a file of fields.
func Read(path string) (*File, error) {
	f, err := safetensors.Load(path)
	if err != nil {
		return nil, err
	}
	t := f.Tensor("t")
	if t == nil {
		return nil, fmt.Errorf("%s has no times", path)
	}
	out := &File{Times: values(t), file: f}
	if c := f.Tensor("case"); c != nil {
		for _, v := range values(c) {
			out.Cases = append(out.Cases, int(v))
		}
	}
	return out, nil
}

func values(t *safetensors.Tensor) []float64 {
	v := make([]float64, t.Len())
	for i := range v {
		v[i] = t.At(i)
	}
	return v
}

// States returns one case of a state at all times, SI; nil if the file has no
// such tensor of that many cells. The case counts from 0 in the file.
func (f *File) States(name string, index, cells int) [][]float64 {
	t := f.file.Tensor(name)
	if t == nil || t.Len() != len(f.Times)*len(f.Cases)*cells || index >= len(f.Cases) {
		return nil
	}
	out := make([][]float64, len(f.Times))
	for k := range out {
		out[k] = make([]float64, cells)
		if safetensors.Copy(out[k], t, (k*len(f.Cases)+index)*cells) != nil {
			return nil
		}
	}
	return out
}

// Closure returns a closure's field, SI: the last one, if it changes with time.
func (f *File) Closure(name string, cells int) []float64 {
	t := f.file.Tensor(name)
	if t == nil || cells == 0 || t.Len() == 0 || t.Len()%cells != 0 {
		return nil
	}
	out := make([]float64, cells)
	if safetensors.Copy(out, t, t.Len()-cells) != nil {
		return nil
	}
	return out
}

// Declared returns all arrays in their declared units, in the order of their names.
func (f *File) Declared() ([]dataset.Array, error) {
	var out []dataset.Array
	for i := range f.file.Tensors {
		t := &f.file.Tensors[i]
		a := dataset.Array{Name: t.Name, Shape: t.Shape, Data: values(t), Single: t.DType == safetensors.F32}
		base, _, _ := strings.Cut(t.Name, ".")
		if text := f.file.Meta["scale."+base]; text != "" {
			scale, err := strconv.ParseFloat(text, 64)
			if err != nil || scale == 0 {
				return nil, fmt.Errorf("%s: %q is no scale of a unit", t.Name, text)
			}
			for i := range a.Data {
				a.Data[i] /= scale
			}
		}
		out = append(out, a)
	}
	return out, nil
}
