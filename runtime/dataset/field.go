package dataset

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// FieldSpec is what a specification wants of a field that is read from a file:
// one finite number for each cell, in the unit of the field, within its range.
type FieldSpec struct {
	Name             string
	Axes             []string // names, for messages
	Cells            []int
	Cases            int     // not 0: an array with a first axis of so many cases will do as well
	Scale            float64 // to SI (0 = 1)
	Unit             string  // as declared, for messages
	Min, Max         float64 // SI; both 0: no range
	MinOpen, MaxOpen bool
	Positive         bool
}

// ReadField reads a field in SI: the array that is called as the field, or the
// only one in the file. path is for messages. An error is a *FitError unless the
// file cannot be read at all.
func ReadField(path string, f *os.File, want FieldSpec) (*Array, error) {
	file := &File{Path: path, f: f}
	if err := file.list(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	name, names := want.Name, file.Names()
	if !slices.Contains(names, name) && len(names) == 1 {
		name = names[0]
	}
	bad := func(expected, found string, args ...any) (*Array, error) {
		return nil, &FitError{path, []Problem{{name, fmt.Sprintf(found, args...), expected}}}
	}
	expected := fmt.Sprintf("the field %s, axes (%s) of shape (%s)", want.Name, strings.Join(want.Axes, ", "), join(want.Cells))
	if !slices.Contains(names, name) {
		return bad(expected, "no such array (there are %s)", strings.Join(names, ", "))
	}
	a, err := file.Read(name)
	if err != nil {
		return bad(expected, "an array that cannot be read: %v", err)
	}
	each := append([]int{want.Cases}, want.Cells...)
	if want.Cases > 0 {
		expected += fmt.Sprintf(" or (%s)", join(each))
	}
	if !safetensors.SameShape(a.Shape, want.Cells) && (want.Cases == 0 || !safetensors.SameShape(a.Shape, each)) {
		return bad(expected, "shape (%s)", join(a.Shape))
	}
	for i, x := range a.Data {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return bad("finite values", "%g at %v", x, place(i, a.Shape))
		}
		v := x
		if want.Scale != 0 {
			v *= want.Scale
		}
		if !want.contains(v) {
			return bad(want.rangeText(), "%g at %v", x, place(i, a.Shape))
		}
		a.Data[i] = v
	}
	a.Name = want.Name
	a.Single = a.Single && (want.Scale == 0 || want.Scale == 1)
	return a, nil
}

func (w *FieldSpec) ranged() bool { return w.Min != 0 || w.Max != 0 }

func (w *FieldSpec) contains(v float64) bool {
	if w.Positive && !(v > 0) {
		return false
	}
	return !w.ranged() ||
		(v > w.Min || !w.MinOpen && v == w.Min) && (v < w.Max || !w.MaxOpen && v == w.Max)
}

// rangeText is "positive values in [0, 2] W/m/K".
func (w *FieldSpec) rangeText() string {
	text := "values"
	if w.Positive {
		text = "positive values"
	}
	if !w.ranged() || math.IsInf(w.Min, -1) && math.IsInf(w.Max, 1) {
		return text
	}
	scale := w.Scale
	if scale == 0 {
		scale = 1
	}
	left, right := "[", "]"
	if w.MinOpen {
		left = "("
	}
	if w.MaxOpen {
		right = ")"
	}
	return strings.TrimRight(fmt.Sprintf("%s in %s%.6g, %.6g%s %s", text, left, w.Min/scale, w.Max/scale, right, w.Unit), " ")
}

// SaveArrays writes arrays as the safetensors file that package job reads given
// fields from.
func SaveArrays(path string, arrays []Array) error {
	f := &safetensors.File{}
	for i := range arrays {
		t, err := arrays[i].tensor()
		if err != nil {
			return err
		}
		f.Tensors = append(f.Tensors, t)
	}
	return safetensors.Save(path, f)
}
