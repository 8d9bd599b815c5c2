package rundir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const lockName = ".lock"

// errBusy is what tryLock says of a file that another process has locked.
var errBusy = errors.New("locked")

// Lock takes a folder for this process until unlock; the system releases it
// when the process dies. A folder that another run uses is refused.
func Lock(dir string) (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := tryLock(f); err != nil {
		f.Close()
		if errors.Is(err, errBusy) {
			return nil, fmt.Errorf("%s is in use by another run", dir)
		}
		return nil, err
	}
	return func() { f.Close() }, nil
}
