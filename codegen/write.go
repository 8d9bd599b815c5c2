package codegen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pindiff/pindiffc/codegen/emit"
)

// A ForeignFileError says that a file which is not ours stands where a generated
// one would go.
type ForeignFileError struct{ Path string }

func (e *ForeignFileError) Error() string {
	return fmt.Sprintf("%s is not a generated file: move it, or choose another output folder", e.Path)
}

// WriteDir makes the folder hold exactly these generated files: it writes those
// whose content differs, each atomically, and removes generated files that are
// no longer among them. Files without our header are never touched; one that is
// in the way is a *ForeignFileError, found before anything is written. changed
// says whether anything was written or removed.
func WriteDir(dir string, files []File) (changed bool, err error) {
	names := map[string]bool{}
	for _, f := range files {
		if f.Name == "" || f.Name != filepath.Base(f.Name) || !strings.HasSuffix(f.Name, ".go") || names[f.Name] {
			return false, fmt.Errorf("%q cannot be the name of a generated file", f.Name)
		}
		names[f.Name] = true
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	stale, err := survey(dir, names)
	if err != nil {
		return false, err
	}
	for _, f := range files {
		wrote, err := writeFile(filepath.Join(dir, f.Name), f.Content)
		changed = changed || wrote
		if err != nil {
			return changed, err
		}
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// survey looks at what is in the folder: it refuses foreign files under our
// names, and returns generated files under other names.
func survey(dir string, names map[string]bool) (stale []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		ours := false
		if entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), ".go") {
			if ours, err = generated(path); err != nil {
				return nil, err
			}
		}
		switch {
		case names[entry.Name()] && !ours:
			return nil, &ForeignFileError{path}
		case ours && !names[entry.Name()]:
			stale = append(stale, path)
		}
	}
	return stale, nil
}

// generated says whether a file starts with our header.
func generated(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 1024)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	line, _, _ := bytes.Cut(head[:n], []byte("\n"))
	return bytes.HasPrefix(line, []byte(emit.Header+" from ")) && bytes.Contains(line, []byte("DO NOT EDIT.")), nil
}

// writeFile replaces a file by way of a temporary one beside it, unless it holds
// that content already.
func writeFile(path string, content []byte) (wrote bool, err error) {
	old, err := os.ReadFile(path)
	if err == nil && bytes.Equal(old, content) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".pindiffc-*")
	if err != nil {
		return false, err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.Write(content); err != nil {
		return false, err
	}
	if err := tmp.Chmod(0o644); err != nil {
		return false, err
	}
	if err := tmp.Close(); err != nil {
		return false, err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return false, err
	}
	return true, nil
}
