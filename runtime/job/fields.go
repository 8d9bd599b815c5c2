package job

import (
	"path/filepath"
	"strconv"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// fieldFile collects tensors for prediction.safetensors and
// simulation.safetensors: "t" (n), one array of cell centres for each axis under
// its name, "case" (cases), and
//
//	<state>             (n, cases, cells...)   simulated
//	<state>.predicted   (n, cases, cells...)   with the learned closures
//	<state>.true        (n, cases, cells...)   the labels, where they are known
//	<closure>, <closure>.learned, <closure>.true   (cells...) or (n, cells...)
//
// (of trainable fields as of closures); all SI; metadata "unit.NAME" and "scale.NAME" hold the declared unit of an
// axis, a state, a closure or the time, SI = declared * scale.
type fieldFile[T vec.Float] struct {
	s *session[T]
	f safetensors.File
	e error // the first error
}

func (s *session[T]) newFieldFile(times []float64, cases []int) *fieldFile[T] {
	ff := &fieldFile[T]{s: s}
	ff.f.Meta = map[string]string{"spec": s.p.Name, "hash": s.exp.Hash}
	ff.unit("t", s.p.TimeUnit.Text, s.p.TimeUnit.Scale)
	addField(ff, "t", []int{len(times)}, times)
	ff.f.Tensors = append(ff.f.Tensors, safetensors.NewInts("case", cases))
	for i, a := range s.axes {
		x := make([]float64, a.Cells)
		for k := range x {
			x[k] = a.Lo + (float64(k)+0.5)*(a.Hi-a.Lo)/float64(a.Cells)
		}
		ff.unit(a.Name, s.p.Axes[i].Unit.Text, s.p.Axes[i].Unit.Scale)
		addField(ff, a.Name, []int{a.Cells}, x)
	}
	for _, st := range s.p.States {
		ff.unit(st.Name, st.Unit.Text, st.Unit.Scale)
	}
	for _, q := range s.p.Fields {
		ff.unit(q.Name, q.Unit.Text, q.Unit.Scale)
	}
	for _, c := range s.p.Closures {
		ff.unit(c.Name, c.Unit.Text, c.Unit.Scale)
	}
	return ff
}

func (ff *fieldFile[T]) unit(name, text string, scale float64) {
	if text == "" || scale == 0 {
		return
	}
	ff.f.Meta["unit."+name] = text
	ff.f.Meta["scale."+name] = strconv.FormatFloat(scale, 'g', -1, 64)
}

func addField[T vec.Float, V vec.Float](ff *fieldFile[T], name string, shape []int, v []V) {
	t, err := safetensors.New(name, shape, v)
	if err != nil && ff.e == nil {
		ff.e = err
	}
	ff.f.Tensors = append(ff.f.Tensors, t)
}

// states adds one state of a result, get(time, case) being a field; a nil field
// anywhere leaves the tensor out.
func (ff *fieldFile[T]) states(name string, times, cases int, get func(k, c int) []T) {
	all := make([]T, 0, times*cases*ff.s.cells)
	for k := range times {
		for c := range cases {
			v := get(k, c)
			if v == nil {
				return
			}
			all = append(all, v...)
		}
	}
	addField(ff, name, append([]int{times, cases}, ff.s.shape...), all)
}

// closure adds one closure's field, or its fields by time.
func (ff *fieldFile[T]) closure(name string, times []float64, v []T) {
	if v == nil {
		return
	}
	shape := ff.s.shape
	if times != nil {
		shape = append([]int{len(times)}, shape...)
	}
	addField(ff, name, shape, v)
}

// save writes the file and tells.
func (ff *fieldFile[T]) save(name, what string) error {
	if ff.e != nil {
		return ff.e
	}
	if err := safetensors.Save(filepath.Join(ff.s.req.Dir, name), &ff.f); err != nil {
		return err
	}
	ff.s.ev.file(name, what)
	return nil
}
