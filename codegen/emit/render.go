package emit

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/emit/layout"
)

// renderer writes, prints and formats files beside each other, which takes half of
// the time of a large system. Their order is that in which they came.
type renderer struct {
	running sync.WaitGroup
	done    []*rendered
}

type rendered struct {
	name string
	text []byte
	none bool // there is no such file
	err  error
}

// add takes a file in; nil is none.
func (r *renderer) add(name string, f *jen.File) {
	if f == nil {
		return
	}
	out := &rendered{name: name}
	r.done = append(r.done, out)
	r.running.Go(func() { out.text, out.err = printed(f) })
}

// addPair takes two files in that are still to be written, of which make may return
// nil for either. It runs beside other work, and must only read what that reads.
func (r *renderer) addPair(first, second string, make func() (a, b *jen.File)) {
	outs := [2]*rendered{{name: first}, {name: second}}
	r.done = append(r.done, outs[:]...)
	r.running.Go(func() {
		a, b := make()
		for i, f := range []*jen.File{a, b} {
			if outs[i].none = f == nil; f != nil {
				outs[i].text, outs[i].err = printed(f)
			}
		}
	})
}

// printed prints a file and formats it.
func printed(f *jen.File) ([]byte, error) {
	f.NoFormat = true // by jennifer, which would parse everything
	var raw bytes.Buffer
	if err := f.Render(&raw); err != nil {
		return nil, err
	}
	formatted, err := layout.Source(raw.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%w while formatting\n%s", err, raw.Bytes())
	}
	return formatted, nil
}

// files waits for all, in the order in which they came.
func (r *renderer) files() ([]File, error) {
	r.running.Wait()
	var files []File
	var errs []error
	for _, out := range r.done {
		if out.none {
			continue
		}
		if out.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", out.name, out.err))
		}
		files = append(files, File{out.name, out.text})
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return files, nil
}
