package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/job"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/train"
)

// Copies, in a run directory, of what the training started from, so that the run can
// go on whatever becomes of it.
const (
	startFile       = "start.safetensors" // weights
	startCheckpoint = "start.ckpt"        // of the training that they are from
)

// startWeights are trained weights that a training starts from, and if they are those
// of a run directory its last checkpoint, which may know of the loss's curvature.
type startWeights struct {
	text, checkpoint []byte
	hash             string // of both
}

// readStart reads them from a file or a run directory; nil for "".
func readStart(path string) (*startWeights, error) {
	if path == "" {
		return nil, nil
	}
	w, folder := new(startWeights), ""
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		folder, path = path, filepath.Join(path, job.WeightsName)
	}
	var err error
	if w.text, err = os.ReadFile(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no such file: %s", path)
	} else if err != nil {
		return nil, pathError(err)
	}
	if folder != "" {
		if w.checkpoint, err = os.ReadFile(filepath.Join(folder, train.LastName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, pathError(err)
		}
	}
	sum := sha256.New()
	sum.Write(w.text)
	sum.Write(w.checkpoint)
	w.hash = hex.EncodeToString(sum.Sum(nil))
	return w, nil
}

// mix the hash of a run with what it starts from.
func (w *startWeights) mix(hash string) string {
	if w == nil {
		return hash
	}
	sum := sha256.Sum256([]byte(hash + "\nstart " + w.hash))
	return hex.EncodeToString(sum[:])
}

// write the copies, and return their paths; "" for none.
func (w *startWeights) write(dir string) (weights, checkpoint string, err error) {
	if w == nil {
		return "", "", nil
	}
	weights = filepath.Join(dir, startFile)
	if err := safetensors.WriteAtomic(weights, w.text); err != nil || w.checkpoint == nil {
		return weights, "", err
	}
	checkpoint = filepath.Join(dir, startCheckpoint)
	return weights, checkpoint, safetensors.WriteAtomic(checkpoint, w.checkpoint)
}
