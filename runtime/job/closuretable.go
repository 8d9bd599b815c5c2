package job

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// closureTable is a learned closure at many arguments, SI.
type closureTable[T vec.Float] struct {
	name    string
	unit    kernel.Unit
	args    []string
	units   []kernel.Unit
	at      [][]T // by argument
	shape   []int // of a lattice in C order of the arguments; nil for scattered points
	learned []T
	true    []T            // nil where it is not known
	visited []visitedRange // of a pointwise closure

	sd, before []T // standard deviations with the data and without; nil where they were not asked for
}

// widen is how far beyond the range visited a table goes on each side, in parts
// of the range.
const widen = 0.15

// pointwiseTable tabulates a pointwise closure: of one or two arguments on an even
// lattice, n points along each (0: a default), that goes beyond what was visited;
// of more at n of the points visited.
func (s *session[T]) pointwiseTable(v visited[T], n int) (closureTable[T], error) {
	c := s.p.Closures[v.index]
	t := closureTable[T]{name: c.Name, unit: c.Unit, args: c.Args, visited: v.ranges}
	for k := range c.Args {
		t.units = append(t.units, argUnit(&c, k))
	}
	switch len(c.Args) {
	case 1:
		x := beyond[T](v.ranges[0], first(n, linePoints))
		t.at, t.shape = [][]T{x}, []int{len(x)}
	case 2:
		x, y := beyond[T](v.ranges[0], first(n, planePoints)), beyond[T](v.ranges[1], first(n, planePoints))
		t.at, t.shape = make([][]T, 2), []int{len(x), len(y)}
		for _, a := range x {
			for _, b := range y {
				t.at[0], t.at[1] = append(t.at[0], a), append(t.at[1], b)
			}
		}
	default:
		t.at = thin(v.values, first(n, linePoints))
	}
	var err error
	if t.learned, err = s.solver.ClosureAt(c.Name, t.at...); err != nil {
		return t, err
	}
	t.true, err = s.lawAt(v.index, t.at)
	return t, err
}

// beyond is n even points over a range and its margins. A range of one sign keeps
// it, because a law may end at zero: there it goes half of the way at most.
func beyond[T vec.Float](r visitedRange, n int) []T {
	margin := widen * (r.Max - r.Min)
	if margin == 0 {
		margin = widen * max(r.Max, -r.Max)
	}
	lo, hi := r.Min-margin, r.Max+margin
	if r.Min >= 0 && lo < 0 {
		lo = half(r.Min, margin)
	}
	if r.Max <= 0 && hi > 0 {
		hi = half(r.Max, margin)
	}
	return even[T](lo, hi, n)
}

// half of a limit, or the limit where that is next to zero.
func half(x, margin float64) float64 {
	if max(x, -x) < 0.1*margin {
		return x
	}
	return x / 2
}

func first(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// fieldTable tabulates a field closure over the cells and, if it depends on time,
// its times.
func (s *session[T]) fieldTable(c *kernel.Closure, f closureFields[T]) closureTable[T] {
	t := closureTable[T]{name: c.Name, unit: c.Unit, args: c.Args, learned: f.learned, true: f.true}
	times := f.times
	if times == nil {
		times = []float64{s.p.Time0}
	} else {
		t.shape = []int{len(times)}
	}
	t.shape = append(t.shape, s.shape...)
	for k := range c.Args {
		u := s.p.TimeUnit
		if c.Axes[k] >= 0 {
			u = s.p.Axes[c.Axes[k]].Unit
		}
		t.units = append(t.units, u)
		column := make([]T, 0, len(f.learned))
		for _, time := range times {
			for cell := range s.cells {
				column = append(column, T(s.coordinate(c.Axes[k], cell, time)))
			}
		}
		t.at = append(t.at, column)
	}
	return t
}

// coordinate of a cell along an axis, or the time for axis -1.
func (s *session[T]) coordinate(axis, cell int, time float64) float64 {
	if axis < 0 {
		return time
	}
	for a := len(s.shape) - 1; a > axis; a-- {
		cell /= s.shape[a]
	}
	a := s.axes[axis]
	return a.Lo + (float64(cell%a.Cells)+0.5)*(a.Hi-a.Lo)/float64(a.Cells)
}

// saveTables writes closures.safetensors: for each closure the tensors
//
//	<closure>.at.<argument>, <closure>.learned, <closure>.true, <closure>.sd, <closure>.before   (points)
//
// all SI, and the metadata "args.<closure>" (names, in order), "shape.<closure>"
// (of a lattice), "visited.<closure>.<argument>" (least and greatest value), and
// "unit" and "scale" of "<closure>" and "<closure>.<argument>".
func (s *session[T]) saveTables(tables []closureTable[T]) error {
	f := &safetensors.File{Meta: map[string]string{"spec": s.p.Name, "hash": s.exp.Hash}}
	add := func(name string, v []T) error {
		t, err := safetensors.New(name, []int{len(v)}, v)
		f.Tensors = append(f.Tensors, t)
		return err
	}
	unit := func(name string, u kernel.Unit) {
		f.Meta["unit."+name], f.Meta["scale."+name] = u.Text, strconv.FormatFloat(u.Scale, 'g', -1, 64)
	}
	for _, t := range tables {
		f.Meta["args."+t.name] = strings.Join(t.args, ",")
		f.Meta["shape."+t.name] = strings.Trim(strings.ReplaceAll(fmt.Sprint(t.shape), " ", ","), "[]")
		unit(t.name, t.unit)
		for k, a := range t.args {
			unit(t.name+"."+a, t.units[k])
			if err := add(t.name+".at."+a, t.at[k]); err != nil {
				return err
			}
		}
		for _, r := range t.visited {
			f.Meta["visited."+t.name+"."+r.Argument] = fmt.Sprintf("%.17g,%.17g", r.Min, r.Max)
		}
		if err := add(t.name+".learned", t.learned); err != nil {
			return err
		}
		for _, part := range []struct {
			name string
			v    []T
		}{{"true", t.true}, {"sd", t.sd}, {"before", t.before}} {
			if part.v == nil {
				continue
			}
			if err := add(t.name+"."+part.name, part.v); err != nil {
				return err
			}
		}
	}
	if err := safetensors.Save(filepath.Join(s.req.Dir, ClosuresName), f); err != nil {
		return err
	}
	s.ev.file(ClosuresName, "closures")
	return nil
}
