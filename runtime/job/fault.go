package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/pindiff/pindiffc/runtime/train"
)

// fault is an error with the code of its event.
type fault struct {
	code string
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func faultf(code, format string, args ...any) error {
	return &fault{code, fmt.Errorf(format, args...)}
}

// coded gives err a code, unless it has one of its own.
func coded(code string, err error) error {
	if err == nil {
		return nil
	}
	return &fault{code, err}
}

// codeOf finds the code of an error: see Event.Code.
func codeOf(err error) string {
	var f *fault
	var notFinite *train.NotFiniteError
	var mismatch *train.MismatchError
	var damaged *train.DamagedError
	var path *fs.PathError
	var link *os.LinkError
	var errno syscall.Errno
	if errors.As(err, &f) {
		return f.code
	}
	if code := solverCode(err); code != "" {
		return code
	}
	switch {
	case errors.As(err, &notFinite):
		return "nan"
	case errors.As(err, &mismatch):
		return "mismatch"
	case errors.As(err, &damaged):
		return "damaged"
	case errors.As(err, &path), errors.As(err, &link), errors.As(err, &errno):
		return "io"
	}
	return "request"
}
