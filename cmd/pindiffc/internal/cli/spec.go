package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pindiff/pindiffc/codegen"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maxSource is the size of a specification beyond which it is none.
const maxSource = 4 << 20

// A spec is a specification that was read and checked.
type spec struct {
	name string // as shown in messages
	src  []byte

	written []byte      // what the user wrote, where src holds more; else nil
	quotes  []quotation // and where the rest of src comes from

	base        *model.Model // as written
	model       *model.Model // with -set applied
	baseline    bool         // the solver has the baseline in the places of the closures
	diagnostics []diag.Diagnostic
}

// readSource reads a file, or standard input for "-".
func (a *app) readSource(c *cobra.Command, path string) (name string, src []byte, err error) {
	var r io.Reader = a.in
	name = "stdin.pde"
	if path != "-" {
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return "", nil, notFound(c, path)
		}
		if err != nil {
			return "", nil, pathError(err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return "", nil, notFound(c, path)
		}
		name, r = filepath.ToSlash(path), f
	}
	src, err = io.ReadAll(io.LimitReader(r, maxSource+1))
	if err != nil {
		return "", nil, pathError(err)
	}
	if len(src) > maxSource {
		return "", nil, fmt.Errorf("%s is larger than %d MiB; this is no specification", name, maxSource>>20)
	}
	return name, src, nil
}

// load reads, checks and applies -set. Diagnostics go to standard error, errors
// end the command.
func (a *app) load(c *cobra.Command, path string) (*spec, error) {
	s, err := a.read(c, path)
	if err != nil {
		return nil, err
	}
	return s, a.sound(s)
}

// sound shows what there is to say about a specification; errors end the command.
func (a *app) sound(s *spec) error {
	if err := a.show(s, s.diagnostics); err != nil {
		return err
	}
	if s.model == nil {
		return errReported
	}
	return nil
}

// read is load without printing: the model is nil if there are errors.
func (a *app) read(c *cobra.Command, path string) (*spec, error) {
	name, src, err := a.readSource(c, path)
	if err != nil {
		return nil, err
	}
	return a.check(name, src)
}

// check reads a text and applies -set: the model is nil if there are errors.
func (a *app) check(name string, src []byte) (*spec, error) {
	s := &spec{name: name, src: src}
	sets, err := settings(a.sets)
	if err != nil {
		return nil, err
	}
	var file *ast.File
	s.base, file, s.diagnostics = dsl.Load(name, src)
	s.model = s.base
	if s.base != nil && len(sets) > 0 {
		s.model, s.diagnostics = check.CheckWith(file, sets)
	}
	return s, nil
}

// lower goes on to the compiler, whose diagnostics join those of the checker.
func (s *spec) lower() *program.Program {
	if s.model == nil {
		return nil
	}
	p, problems := codegen.Lower(s.model)
	s.diagnostics = append(s.diagnostics, problems...)
	if p == nil {
		s.model = nil
	}
	return p
}

// settings splits the values of -set.
func settings(sets []string) ([]check.Setting, error) {
	var out []check.Setting
	for _, text := range sets {
		name, value, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, usageErrorf("-set %s: write name=value, such as -set step=1e-3", text)
		}
		out = append(out, check.Setting{Name: name, Value: value})
	}
	return out, nil
}

// reports are the diagnostics for -json.
func (s *spec) reports() []diag.Report { return diag.Reports(s.name, s.src, s.diagnostics) }
