package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/translate"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/dataset"
)

// labelsFile is what a solver reads of a data file, in the run directory.
const labelsFile = "labels.safetensors"

// labelSet is a data file that fits a specification.
type labelSet struct {
	labels *dataset.Labels
	hash   string // of the file
	cases  int
}

func (l *labelSet) write(path string) error { return l.labels.Save(path) }

// readLabels reads a data file; nil for "". What does not fit is an error with
// all problems, a line each.
func (a *app) readLabels(s *spec, path string) (*labelSet, error) {
	if path == "" {
		return nil, nil
	}
	hash, err := fileHash(path)
	if err != nil {
		return nil, pathError(err)
	}
	want, err := s.dataSpec()
	if err != nil {
		return nil, err
	}
	l, err := dataset.Read(path, want)
	if err != nil {
		return nil, fitError(err, s)
	}
	for _, n := range l.Notes {
		a.say("note: %s", n)
	}
	return &labelSet{labels: l, hash: hash, cases: l.Cases}, nil
}

// fitError lists all problems of a file, a line each.
func fitError(err error, s *spec) error {
	var f *dataset.FitError
	if !errors.As(err, &f) {
		return pathError(err)
	}
	lines := []string{fmt.Sprintf("%s does not fit %s:", f.Path, s.name)}
	for _, p := range f.Problems {
		lines = append(lines, "  "+p.String())
	}
	lines = append(lines, fmt.Sprintf("`pindiffc data %s %s` shows what is in the file", f.Path, s.name))
	return errors.New(strings.Join(lines, "\n"))
}

func fileHash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// dataSpec is what a specification wants of a data file.
func (s *spec) dataSpec() (*dataset.Spec, error) {
	m := s.model
	exp, err := translate.Experiment(m)
	if err == nil {
		err = s.readParts(exp)
	}
	if err != nil {
		return nil, err
	}
	sensors := map[string]int{}
	for _, o := range exp.Observe {
		if o.Part != nil {
			sensors[o.State] = len(o.Part.Points)
		}
	}
	d := &dataset.Spec{
		Start: m.Time.Lo, End: m.Time.Hi, Time: dataset.Quantity{Scale: m.Time.Unit.Scale},
		Observed: exp.Observe, Reported: exp.Report, Cases: exp.Cases,
	}
	for _, x := range m.Axes {
		d.Axes, d.Cells = append(d.Axes, x.Name), append(d.Cells, x.Cells)
	}
	for _, s := range m.States {
		d.States = append(d.States, dataset.Quantity{
			Name: s.Name, Array: arrayOf(m, s), Scale: s.Unit.Scale, Default: s.Value != nil || sensors[s.Name] > 0 && startsInCases(m, s),
			Sensors: sensors[s.Name],
		})
	}
	for _, c := range m.Closures {
		d.Closures = append(d.Closures, dataset.Quantity{Name: c.Name, Array: arrayOf(m, c), Scale: c.Unit.Scale})
	}
	for _, f := range m.Fields {
		if f.Trainable {
			d.Closures = append(d.Closures, dataset.Quantity{Name: f.Name, Scale: f.Unit.Scale})
		}
	}
	return d, nil
}

// startsInCases says whether the cases give the initial values of a state.
func startsInCases(m *model.Model, s *model.Symbol) bool {
	return m.Cases != nil && (m.Cases.Initial[s.Index] != nil || m.Cases.Files[s.Index] != "")
}

// arrayOf is the array that `observe NAME ... from "array"` maps a symbol to, ""
// for its own name.
func arrayOf(m *model.Model, s *model.Symbol) string {
	for _, o := range m.Observe {
		if o.Symbol == s && o.From != "" {
			return o.From
		}
	}
	if s.Closure != nil {
		return s.Closure.Observed
	}
	return ""
}

// writeNPZ writes what a solver computed, in declared units.
func writeNPZ(path string, f *arrays.File) error {
	list, err := f.Declared()
	if err != nil {
		return err
	}
	return dataset.Write(path, list)
}
