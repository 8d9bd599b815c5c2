package emit

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/dave/jennifer/jen"
)

// renderer prints and formats files, which takes half of the time of a large
// system, beside the work on the next ones.
type renderer struct {
	running sync.WaitGroup
	done    []*rendered
}

type rendered struct {
	name string
	text bytes.Buffer
	err  error
}

// add takes a file in; nil is none.
func (r *renderer) add(name string, f *jen.File) {
	if f == nil {
		return
	}
	out := &rendered{name: name}
	r.done = append(r.done, out)
	r.running.Go(func() { out.err = f.Render(&out.text) })
}

// files waits for all, in the order in which they came.
func (r *renderer) files() ([]File, error) {
	r.running.Wait()
	var files []File
	var errs []error
	for _, out := range r.done {
		if out.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", out.name, out.err))
		}
		files = append(files, File{out.name, out.text.Bytes()})
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return files, nil
}
