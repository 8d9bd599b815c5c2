package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Names in the folder of a run.
const (
	LastName     = "last.ckpt"
	PreviousName = "previous.ckpt"
	LogName      = "log.jsonl"

	nextName = "next.ckpt" // a checkpoint that is about to become the last
)

// A checkpoint file is
//
//	8 bytes   "pindiffc"
//	4 bytes   version of the format, little endian
//	8 bytes   length of the body
//	32 bytes  SHA-256 of the body
//	the body  a safetensors file: theta, best, what the optimiser remembers, and the rest as metadata
const (
	magic         = "pindiffc"
	formatVersion = 2
	prefixLength  = 8 + 4 + 8 + sha256.Size
	maxCheckpoint = 1 << 34
)

// DamagedError says that a checkpoint file is not what was written.
type DamagedError struct {
	Path   string
	Reason string
	Spare  bool // previous.ckpt stands beside it and is intact
	Epoch  int  // of the spare
}

func (e *DamagedError) Error() string {
	s := fmt.Sprintf("checkpoint %s is damaged: %s", e.Path, e.Reason)
	if e.Spare {
		s += fmt.Sprintf("; the one before it, %s, is intact (epoch %d): rename it to %s to go on from there", PreviousName, e.Epoch, LastName)
	}
	return s
}

// MismatchError says that a checkpoint belongs to another run.
type MismatchError struct {
	Path        string
	What        string // "specification", "arithmetic", "parameters"
	Found, Want string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("checkpoint %s has another %s: found %s, this run has %s; choose another folder", e.Path, e.What, e.Found, e.Want)
}

// write wraps a safetensors body. It is laid out twice, for its checksum and for the
// stream, and never held in memory: what an optimiser remembers can be large.
func write(w io.Writer, f *safetensors.File) error {
	sum := sha256.New()
	n, err := safetensors.Write(sum, f)
	if err != nil {
		return err
	}
	b := append(make([]byte, 0, prefixLength), magic...)
	b = binary.LittleEndian.AppendUint32(b, formatVersion)
	b = binary.LittleEndian.AppendUint64(b, uint64(n))
	if _, err := w.Write(sum.Sum(b)); err != nil {
		return err
	}
	_, err = safetensors.Write(w, f)
	return err
}

// decode unwraps and checks; the error is the reason alone.
func decode(b []byte) (*safetensors.File, error) {
	if len(b) < prefixLength || string(b[:8]) != magic {
		return nil, errors.New("it does not start as a checkpoint of pindiffc")
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v != formatVersion {
		return nil, fmt.Errorf("it has format %d, this version reads format %d", v, formatVersion)
	}
	body := b[prefixLength:]
	if n := binary.LittleEndian.Uint64(b[12:]); n != uint64(len(body)) {
		return nil, fmt.Errorf("it should be %d bytes long and is %d", prefixLength+n, len(b))
	}
	sum := sha256.Sum256(body)
	if !bytes.Equal(sum[:], b[20:prefixLength]) {
		return nil, errors.New("its checksum does not fit its content")
	}
	return safetensors.Unmarshal(body)
}

// save writes the state as last.ckpt and keeps the one before as previous.ckpt.
// At every instant one of the two is complete; both stand as they were when the
// state cannot be written.
func save[T vec.Float](dir string, s *state[T]) error {
	f, err := s.file()
	if err != nil {
		return err
	}
	last, previous := filepath.Join(dir, LastName), filepath.Join(dir, PreviousName)
	next := filepath.Join(dir, nextName)
	if err := safetensors.WriteAtomicTo(next, func(w io.Writer) error { return write(w, f) }); err != nil {
		return err
	}
	if _, err := os.Lstat(last); err == nil {
		spare := previous + ".new"
		_ = os.Remove(spare)
		if os.Link(last, spare) == nil {
			err = os.Rename(spare, previous)
		} else { // a file system without links: for an instant previous.ckpt stands alone
			err = os.Rename(last, previous)
		}
		if err != nil {
			return err
		}
	}
	if err := os.Rename(next, last); err != nil {
		return err
	}
	safetensors.SyncFolder(dir)
	return nil
}

// load reads last.ckpt into s, or previous.ckpt if there is no last one; found
// is false if there is neither.
func load[T vec.Float](dir string, s *state[T], opt *Options) (found bool, err error) {
	path := filepath.Join(dir, LastName)
	f, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		path = filepath.Join(dir, PreviousName)
		f, err = read(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	var damaged *DamagedError
	if errors.As(err, &damaged) && filepath.Base(path) == LastName {
		if g, err := read(filepath.Join(dir, PreviousName)); err == nil {
			damaged.Spare, damaged.Epoch = true, metaInt(g.Meta, "epoch")
		}
	}
	if err != nil {
		return false, err
	}
	return true, s.restore(path, f, opt)
}

// read a checkpoint file.
func read(path string) (*safetensors.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxCheckpoint {
		return nil, &DamagedError{Path: path, Reason: fmt.Sprintf("it is %d bytes long", info.Size())}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := decode(b)
	if err != nil {
		return nil, &DamagedError{Path: path, Reason: err.Error()}
	}
	return f, nil
}

// Exists says whether dir holds a checkpoint, damaged or not.
func Exists(dir string) bool {
	for _, name := range []string{LastName, PreviousName} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}
