package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/translate"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/dataset"
	"github.com/pindiff/pindiffc/runtime/experiment"
	"github.com/pindiff/pindiffc/runtime/job"
)

// fieldsFile is what a solver reads of given fields, in the run directory.
const fieldsFile = "fields.safetensors"

// fieldSet holds the fields that a specification reads from files.
type fieldSet struct {
	arrays []dataset.Array
	hashes []string // of the files
}

// experiment translates a model with the fields that it is given; the hash
// covers their files and that of labels, if there are any.
func (s *spec) experiment(data *labelSet) (*experiment.Experiment, *fieldSet, error) {
	exp, err := translate.Experiment(s.model)
	if err != nil {
		return nil, nil, err
	}
	fields, err := s.readFields()
	if err != nil {
		return nil, nil, err
	}
	if err := s.readParts(exp); err != nil {
		return nil, nil, err
	}
	files := fields.hashes
	if data != nil {
		files = append(files, data.hash)
	}
	exp.Hash, err = translate.Hash(s.model, exp, files...)
	return exp, fields, err
}

// readFields reads every field that comes from a file; all that does not fit is
// one error, a line each.
func (s *spec) readFields() (*fieldSet, error) {
	set := &fieldSet{}
	var lines []string
	take := func(what, name string, a *dataset.Array, hash string, err error) {
		var bad *dataset.FitError
		switch {
		case errors.As(err, &bad):
			for _, p := range bad.Problems {
				lines = append(lines, fmt.Sprintf("  %s: %s", bad.Path, p))
			}
		case err != nil:
			lines = append(lines, fmt.Sprintf("  %s: %s", what, err))
		default:
			a.Name = name
			set.arrays, set.hashes = append(set.arrays, *a), append(set.hashes, name+" "+hash)
		}
	}
	for _, f := range s.model.Fields {
		if f.File != "" {
			a, hash, err := s.readField(f, f.File, 0)
			take("field "+f.Name, f.Name, a, hash, err)
		}
	}
	if c := s.model.Cases; c != nil {
		for i, st := range s.model.States {
			if c.Files[i] != "" {
				a, hash, err := s.readField(st, c.Files[i], c.Count)
				take("the initial values of "+st.Name, job.InitialTensor(st.Name), a, hash, err)
			}
		}
	}
	if len(lines) > 0 {
		return nil, fmt.Errorf("%s cannot have its fields:\n%s", s.name, strings.Join(lines, "\n"))
	}
	return set, nil
}

// openBeside opens a file in the folder of the specification or below it: a link
// that leads out of it is refused, too.
func (s *spec) openBeside(name string) (*os.File, string, error) {
	dir := filepath.Dir(filepath.FromSlash(s.name))
	path := filepath.Join(dir, filepath.FromSlash(name))
	file, err := os.OpenInRoot(dir, filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, path, fmt.Errorf("no such file: %s", path)
	case err != nil:
		return nil, path, fmt.Errorf("%s: %w", path, unwrapped(err))
	}
	return file, path, nil
}

// readField reads one number for each cell in the unit and range of a symbol; with
// cases, one for each cell of each case will do as well.
func (s *spec) readField(f *model.Symbol, name string, cases int) (*dataset.Array, string, error) {
	file, path, err := s.openBeside(name)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	want := dataset.FieldSpec{
		Name: f.Name, Cases: cases, Scale: f.Unit.Scale, Unit: f.Unit.Text, Positive: f.Positive,
		Min: f.Min, Max: f.Max, MinOpen: f.MinOpen, MaxOpen: f.MaxOpen,
	}
	for _, x := range s.model.Axes {
		want.Axes, want.Cells = append(want.Axes, x.Name), append(want.Cells, x.Cells)
	}
	a, err := dataset.ReadField(path, file, want)
	if err != nil {
		return nil, "", err
	}
	h := sha256.New()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, "", err
	}
	if _, err := io.Copy(h, file); err != nil {
		return nil, "", err
	}
	return a, hex.EncodeToString(h.Sum(nil)), nil
}

// unwrapped is what went wrong without the operation and the path.
func unwrapped(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// write puts the fields where the solver reads them, and returns the path, ""
// if there are none.
func (f *fieldSet) write(dir string) (string, error) {
	if len(f.arrays) == 0 {
		return "", nil
	}
	path := filepath.Join(dir, fieldsFile)
	return path, dataset.SaveArrays(path, f.arrays)
}
