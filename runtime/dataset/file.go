package dataset

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// File is an open .npz, or a single .npy, which counts as one array named for
// the file.
type File struct {
	Path    string
	f       *os.File
	limit   uint64 // bytes that all of it, or one array in memory, may take
	entries []entry
}

type entry struct {
	name string
	size uint64 // unpacked, as claimed
	open func() (io.ReadCloser, error)
}

// Open reads the list of arrays. Errors: not a NumPy file, a name that stands
// twice, a file that would unpack to far more than its size.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	file := &File{Path: path, f: f}
	if err := file.list(); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return file, nil
}

// Close the file.
func (f *File) Close() error { return f.f.Close() }

func (f *File) list() error {
	info, err := f.f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("it is not a regular file")
	}
	f.limit = 256<<20 + 100*uint64(info.Size())
	var magic [6]byte
	_, _ = f.f.ReadAt(magic[:], 0)
	if bytes.HasPrefix(magic[:], []byte("\x93NUMPY")) {
		name := strings.TrimSuffix(filepath.Base(f.Path), ".npy")
		f.entries = []entry{{name, uint64(info.Size()), func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(f.f, 0, info.Size())), nil
		}}}
		return nil
	}
	z, err := zip.NewReader(f.f, info.Size())
	if err != nil {
		return fmt.Errorf("it is neither .npz nor .npy: %w", err)
	}
	total := uint64(0)
	seen := map[string]bool{}
	for _, e := range z.File {
		name, ok := strings.CutSuffix(e.Name, ".npy")
		if !ok {
			return fmt.Errorf("it holds %q, which is not an array", e.Name)
		}
		if seen[name] {
			return fmt.Errorf("it holds two arrays named %q", name)
		}
		seen[name] = true
		if total += e.UncompressedSize64; total > f.limit || e.UncompressedSize64 > f.limit {
			return fmt.Errorf("it has %d bytes and would unpack to more than %d: refused", info.Size(), f.limit)
		}
		f.entries = append(f.entries, entry{name, e.UncompressedSize64, e.Open})
	}
	return nil
}

// Names of the arrays, in the order of the file.
func (f *File) Names() []string {
	names := make([]string, len(f.entries))
	for i, e := range f.entries {
		names[i] = e.name
	}
	return names
}

// with opens an array's stream, never longer than the size that was claimed.
func (f *File) with(name string, use func(r io.Reader) error) error {
	for _, e := range f.entries {
		if e.name != name {
			continue
		}
		r, err := e.open()
		if err != nil {
			return fmt.Errorf("%s: array %s: %w", f.Path, name, err)
		}
		defer r.Close()
		if err := use(bufio.NewReader(io.LimitReader(r, int64(e.size)))); err != nil {
			return fmt.Errorf("%s: array %s: %w", f.Path, name, err)
		}
		return nil
	}
	return fmt.Errorf("%s: there is no array %q, it has %s", f.Path, name, strings.Join(f.Names(), ", "))
}

// Read one array.
func (f *File) Read(name string) (a *Array, err error) {
	err = f.with(name, func(r io.Reader) error {
		a, err = readArray(name, r, f.limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}
