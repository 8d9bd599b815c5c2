package arrays

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// A Closure is a learned closure at many arguments, in declared units.
type Closure struct {
	Name, Unit    string
	Args          []Arg
	Shape         []int     // of a lattice in C order of the arguments; nil for scattered points
	Learned, True []float64 // True is nil where it is not known
	SD, Before    []float64 // standard deviations with the data and without; nil where they were not asked for
}

// An Arg is one argument of a closure, with the range that was visited: Visited
// is false for fields of coordinates.
type Arg struct {
	Name, Unit string
	At         []float64
	Visited    bool
	Lo, Hi     float64
}

// Inside says whether point i lies within the ranges visited.
func (c *Closure) Inside(i int) bool {
	for _, a := range c.Args {
		if a.Visited && (a.At[i] < a.Lo || a.At[i] > a.Hi) {
			return false
		}
	}
	return true
}

// ReadClosures reads what a solver wrote of closures (runtime/job: saveTables),
// those of the given names, in their order.
func ReadClosures(path string, names []string) ([]Closure, error) {
	f, err := safetensors.Load(path)
	if err != nil {
		return nil, err
	}
	var out []Closure
	for _, name := range names {
		if f.Tensor(name+".learned") == nil {
			continue
		}
		c, err := readClosure(f, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, name, err)
		}
		out = append(out, c)
	}
	return out, nil
}

func readClosure(f *safetensors.File, name string) (Closure, error) {
	unit, scale := unitOf(f, name)
	c := Closure{Name: name, Unit: unit, Learned: scaled(f.Tensor(name+".learned"), scale)}
	if t := f.Tensor(name + ".true"); t != nil {
		c.True = scaled(t, scale)
	}
	if sd, before := f.Tensor(name+".sd"), f.Tensor(name+".before"); sd != nil && before != nil {
		c.SD, c.Before = scaled(sd, scale), scaled(before, scale)
	}
	for _, text := range strings.Split(f.Meta["shape."+name], ",") {
		if n, err := strconv.Atoi(text); err == nil {
			c.Shape = append(c.Shape, n)
		}
	}
	for _, arg := range strings.Split(f.Meta["args."+name], ",") {
		t := f.Tensor(name + ".at." + arg)
		if t == nil || t.Len() != len(c.Learned) {
			return c, fmt.Errorf("argument %q has no values", arg)
		}
		unit, scale := unitOf(f, name+"."+arg)
		a := Arg{Name: arg, Unit: unit, At: scaled(t, scale)}
		if lo, hi, ok := strings.Cut(f.Meta["visited."+name+"."+arg], ","); ok {
			a.Visited = true
			a.Lo, a.Hi = number(lo)/scale, number(hi)/scale
		}
		c.Args = append(c.Args, a)
	}
	return c, nil
}

// unitOf a name: its text, "" where that says nothing, and its scale.
func unitOf(f *safetensors.File, name string) (text string, scale float64) {
	text, scale = f.Meta["unit."+name], number(f.Meta["scale."+name])
	if text == "1" {
		text = ""
	}
	if !(scale > 0) {
		scale = 1
	}
	return text, scale
}

func number(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

func scaled(t *safetensors.Tensor, scale float64) []float64 {
	v := values(t)
	for i := range v {
		v[i] /= scale
	}
	return v
}
