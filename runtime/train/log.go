package train

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// Epoch is one line of log.jsonl. Loss and GradNorm (before clipping) belong to
// the parameters with which the epoch began, Validation to those after it.
type Epoch struct {
	Epoch      int      `json:"epoch"` // from 1
	Loss       float64  `json:"loss"`
	Rate       float64  `json:"rate"`
	GradNorm   float64  `json:"grad_norm"`
	Validation *float64 `json:"validation,omitempty"`
	NoValue    bool     `json:"no_value,omitempty"` // a trial that could not be evaluated; Loss is the one before
	Seconds    float64  `json:"seconds"`            // since the start of the run, pauses not counted
}

// logFile appends to log.jsonl.
type logFile struct {
	f *os.File
	w *bufio.Writer
}

// openLog opens the log of a run that has finished `epochs` epochs, and drops
// lines after them: they will be written again.
func openLog(dir string, epochs int) (*logFile, error) {
	path := filepath.Join(dir, LogName)
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	keep := 0
	for rest := old; ; {
		i := bytes.IndexByte(rest, '\n')
		var e Epoch
		if i < 0 || json.Unmarshal(rest[:i], &e) != nil || e.Epoch > epochs {
			break
		}
		keep += i + 1
		rest = rest[i+1:]
	}
	if keep != len(old) {
		if err := safetensors.WriteAtomic(path, old[:keep]); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &logFile{f, bufio.NewWriterSize(f, 16<<10)}, nil
}

func (l *logFile) write(e Epoch) error {
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = l.w.Write(append(b, '\n'))
	return err
}

func (l *logFile) flush() error { return l.w.Flush() }

func (l *logFile) close() error {
	return errors.Join(l.w.Flush(), l.f.Close())
}
