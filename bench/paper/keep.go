package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// keptRun is a measurement as it is kept in the results, with what it was made of.
type keptRun[R any] struct {
	Hash    string // of what was measured
	Machine string
	Result  R
}

// keep is a measurement that takes long: as it was kept, below the folder of results;
// or, in the full form, made now and kept; or nil. One of something else, as the hash
// says, counts as missing.
func keep[R any](o options, name, hash string, measure func() (*R, error)) (*R, error) {
	file := filepath.Join(o.results, name)
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		k := new(keptRun[R])
		if err := json.Unmarshal(text, k); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if k.Hash == hash {
			return &k.Result, nil
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if !o.full {
		return nil, nil
	}
	r, err := measure()
	if err != nil {
		return nil, err
	}
	if text, err = json.MarshalIndent(keptRun[R]{hash, withCode(), *r}, "", "  "); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	return r, safetensors.WriteAtomic(file, append(text, '\n'))
}
