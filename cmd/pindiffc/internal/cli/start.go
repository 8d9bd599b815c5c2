package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// startFile is the copy, in a run directory, of the weights that the training started
// from, so that the run can go on whatever becomes of them.
const startFile = "start.safetensors"

// startWeights are trained weights that a training starts from.
type startWeights struct {
	text []byte
	hash string // of the text
}

// readStart reads them; nil for "".
func readStart(path string) (*startWeights, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no such file: %s", path)
	} else if err != nil {
		return nil, pathError(err)
	}
	sum := sha256.Sum256(text)
	return &startWeights{text, hex.EncodeToString(sum[:])}, nil
}

// mix the hash of a run with what it starts from.
func (w *startWeights) mix(hash string) string {
	if w == nil {
		return hash
	}
	sum := sha256.Sum256([]byte(hash + "\nstart " + w.hash))
	return hex.EncodeToString(sum[:])
}

// write the copy, and return its path; "" for none.
func (w *startWeights) write(dir string) (string, error) {
	if w == nil {
		return "", nil
	}
	path := filepath.Join(dir, startFile)
	return path, safetensors.WriteAtomic(path, w.text)
}
