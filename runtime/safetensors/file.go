package safetensors

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
)

// File is a set of tensors, sorted by name, and metadata.
type File struct {
	Tensors []Tensor
	Meta    map[string]string
}

// Tensor returns the tensor of that name, or nil.
func (f *File) Tensor(name string) *Tensor {
	i := sort.Search(len(f.Tensors), func(i int) bool { return f.Tensors[i].Name >= name })
	if i < len(f.Tensors) && f.Tensors[i].Name == name {
		return &f.Tensors[i]
	}
	return nil
}

// Names of all tensors, sorted.
func (f *File) Names() []string {
	names := make([]string, len(f.Tensors))
	for i := range f.Tensors {
		names[i] = f.Tensors[i].Name
	}
	return names
}

// Load reads a file. What its header claims is compared with its size before
// the tensors are read.
func Load(path string) (*File, error) {
	r, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", path)
	}
	f, err := load(r, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

func load(r io.Reader, size int64) (*File, error) {
	prefix := make([]byte, min(size, 8))
	if _, err := io.ReadFull(r, prefix); err != nil {
		return nil, err
	}
	n, err := headerLength(prefix, size)
	if err != nil {
		return nil, err
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	f, err := parseHeader(head)
	if err != nil {
		return nil, err
	}
	end := 0
	for _, o := range f.offsets {
		end = max(end, o[1])
	}
	rest := size - int64(8+n)
	if int64(end) < rest {
		return nil, fmt.Errorf("%d bytes after the last tensor", rest-int64(end))
	}
	data := make([]byte, rest)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	if err := f.place(data); err != nil {
		return nil, err
	}
	return &f.File, nil
}

// Save writes a file atomically: readers see the old content or the new.
func Save(path string, f *File) error {
	if _, _, _, err := layout(f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return WriteAtomicTo(path, func(w io.Writer) error {
		_, err := Write(w, f)
		return err
	})
}

// WriteAtomic replaces the file at path: a temporary file in the same folder is
// written, synced and renamed. After an error the old file stands as it was.
func WriteAtomic(path string, b []byte) error {
	return WriteAtomicTo(path, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// WriteAtomicTo is WriteAtomic of what write writes.
func WriteAtomicTo(path string, write func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	w, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			w.Close()
			os.Remove(w.Name())
		}
	}()
	if err = write(w); err != nil {
		return err
	}
	if err = w.Chmod(0o644); err != nil {
		return err
	}
	if err = w.Sync(); err != nil {
		return err
	}
	if err = w.Close(); err != nil {
		return err
	}
	if err = os.Rename(w.Name(), path); err != nil {
		return err
	}
	SyncFolder(dir)
	return nil
}

// SyncFolder makes renames in a folder last, on systems that can sync a folder.
func SyncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
