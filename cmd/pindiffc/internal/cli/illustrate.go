package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/pictures"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/job"
	"github.com/pindiff/pindiffc/runtime/train"
)

// illustrate draws the pictures of a run and writes its arrays as .npz. The run
// itself is done and saved, so a failure here is a warning.
func (a *app) illustrate(s *spec, r *answer) {
	add := func(what, name string, draw func(path string) error) {
		if err := draw(filepath.Join(r.Dir, name)); err != nil {
			text := fmt.Sprintf("%s could not be written: %v", name, err)
			r.Warnings = append(r.Warnings, text)
			a.say("warning: %s", text)
			return
		}
		r.Files = append(r.Files, writtenFile{name, what})
	}
	name, verb := job.PredictionName, "predicted"
	if r.file("prediction") == "" {
		name, verb = job.SimulationName, "simulated"
	}
	f, err := arrays.Read(filepath.Join(r.Dir, name))
	if err != nil {
		text := "no pictures: " + err.Error()
		r.Warnings = append(r.Warnings, text)
		a.say("warning: %s", text)
		return
	}
	npz := name[:len(name)-len(filepath.Ext(name))] + ".npz"
	add("arrays in declared units", npz, func(path string) error { return writeNPZ(path, f) })

	if name := r.file("closures"); name != "" {
		laws, err := lawsOf(s.model, filepath.Join(r.Dir, name))
		if err != nil {
			r.Warnings = append(r.Warnings, err.Error())
			a.say("warning: %v", err)
		}
		for _, l := range laws {
			add("picture of "+l.Name, "closure-"+l.Name+".png", l.Draw)
		}
	}
	g := pictures.NewGrid(s.model.Axes)
	if !g.Drawable() {
		return
	}
	if list := closuresOf(s.model, f, g.Cells()); len(list) > 0 {
		add("picture of the closures", "closures.png", func(path string) error { return pictures.Closures(path, g, list) })
	}
	for _, st := range statesOf(s.model, f, g.Cells(), verb) {
		add("picture of "+st.Name, st.Name+".png", func(path string) error { return st.Draw(path, g) })
	}
	if c, err := readCurves(filepath.Join(r.Dir, train.LogName)); err == nil && len(c.Epochs) > 1 {
		add("picture of the training", "training.png", c.Draw)
	}
}

// closuresOf collects what the file has of closures that are fields of
// coordinates, and of trained fields.
func closuresOf(m *model.Model, f *arrays.File, cells int) []pictures.Closure {
	var list []pictures.Closure
	for _, c := range slices.Concat(m.Closures, m.Fields) { // of fields the file has those that were trained
		p := pictures.Closure{Name: c.Name, Unit: c.Unit, Learned: f.Closure(c.Name+".learned", cells), True: f.Closure(c.Name+".true", cells)}
		if p.Learned != nil {
			list = append(list, p)
		}
	}
	return list
}

// statesOf collects the states of the file's first case.
func statesOf(m *model.Model, f *arrays.File, cells int, verb string) []pictures.States {
	var list []pictures.States
	for _, st := range m.States {
		p := pictures.States{Name: st.Name, Unit: st.Unit, TimeName: "t", TimeUnit: m.Time.Unit, Times: f.Times, What: verb}
		if p.Computed = f.States(st.Name, 0, cells); p.Computed == nil {
			p.Computed = f.States(st.Name+".predicted", 0, cells)
			p.True = f.States(st.Name+".true", 0, cells)
		}
		if p.Computed != nil {
			list = append(list, p)
		}
	}
	return list
}

// readCurves reads the log of a training run; a last line that is not whole is
// left out.
func readCurves(path string) (*pictures.Curves, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := &pictures.Curves{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var e train.Epoch
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			break
		}
		c.Epochs, c.Loss = append(c.Epochs, float64(e.Epoch)), append(c.Loss, e.Loss)
		if e.Validation != nil {
			c.ValidatedEpochs, c.Validation = append(c.ValidatedEpochs, float64(e.Epoch)), append(c.Validation, *e.Validation)
		}
	}
	return c, lines.Err()
}

// listFiles prints what was written where.
func (a *app) listFiles(r *answer) {
	width := 0
	for _, f := range r.Files {
		width = max(width, len(filepath.Join(r.Dir, f.Name)))
	}
	for _, f := range r.Files {
		fmt.Fprintf(a.out, "%-*s  %s\n", width, filepath.Join(r.Dir, f.Name), f.What)
	}
}

// saveSpec keeps the specification as it was run.
func saveSpec(dir string, s *spec) error {
	return os.WriteFile(filepath.Join(dir, filepath.Base(s.name)), s.src, 0o644)
}
