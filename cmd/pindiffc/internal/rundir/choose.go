package rundir

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Request for a folder.
type Request struct {
	Spec, Hash string
	Dir        string // asked for by the user; "" lets Choose take runs/SPEC, runs/SPEC-2, ...
	Root       string // "" stands for "runs"
	Fresh      bool   // start anew, whatever is there
	Resume     bool   // go on with an unfinished run, or fail
}

// Choice is a folder that exists and is locked for this process, and what to
// do in it.
type Choice struct {
	Dir    string
	Resume bool
	Moved  string // where an earlier run of the folder was moved to
	Unlock func()
}

// most folders of one specification that Choose looks through.
const most = 10000

// gap is how many free folders end the search for runs.
const gap = 8

// Choose decides:
//
//   - without a folder, the newest unfinished run of the same hash goes on,
//     unless another process is at it; otherwise the first free folder is taken;
//   - a folder that the user names goes on if it holds an unfinished run of the
//     same hash, is used if it holds no run, and is refused otherwise; with
//     Fresh the run that it holds is moved aside first, never deleted.
func Choose(r Request) (Choice, error) {
	switch {
	case r.Fresh && r.Resume:
		return Choice{}, errors.New("-fresh and -resume contradict each other")
	case r.Dir != "":
		return named(r)
	}
	unfinished, free := search(r)
	if !r.Fresh {
		for _, dir := range slices.Backward(unfinished) {
			unlock, err := Lock(dir)
			if err != nil {
				continue
			}
			return Choice{Dir: dir, Resume: true, Unlock: unlock}, nil
		}
	}
	if r.Resume {
		return Choice{}, fmt.Errorf("no unfinished run of this specification, with these settings, in %s", r.root())
	}
	for _, dir := range free {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return Choice{}, err
		}
		if unlock, err := Lock(dir); err == nil {
			return Choice{Dir: dir, Unlock: unlock}, nil
		}
	}
	return Choice{}, fmt.Errorf("no folder in %s can be used for a run of %s; name one with -out", r.root(), r.Spec)
}

func (r Request) root() string { return cmp.Or(r.Root, "runs") }

// folder is the i-th default folder, from 1.
func folder(root, spec string, i int) string {
	dir := filepath.Join(cmp.Or(root, "runs"), spec)
	if i > 1 {
		dir = fmt.Sprintf("%s-%d", dir, i)
	}
	return dir
}

// search returns the default folders that hold an unfinished run of the same
// hash, and a few that hold nothing (another process may take the first).
func search(r Request) (unfinished, free []string) {
	for i := 1; i <= most && len(free) < gap; i++ {
		dir := folder(r.Root, r.Spec, i)
		s, err := Read(dir)
		switch {
		case err != nil: // damaged: not ours to touch
		case s == nil && empty(dir):
			free = append(free, dir)
		case s != nil && s.Kind == Train && s.Hash == r.Hash && s.Status != Done:
			unfinished = append(unfinished, dir)
		}
	}
	return unfinished, free
}

func named(r Request) (c Choice, err error) {
	c.Dir = r.Dir
	if r.Fresh {
		if c.Moved, err = moveAside(r.Dir); err != nil {
			return c, err
		}
	} else if c.Resume, err = fits(r); err != nil {
		return c, err
	}
	if err := os.MkdirAll(r.Dir, 0o755); err != nil {
		return c, err
	}
	c.Unlock, err = Lock(r.Dir)
	return c, err
}

// fits says whether a named folder is to be resumed, or why it cannot be used.
func fits(r Request) (resume bool, err error) {
	s, err := Read(r.Dir)
	if err != nil {
		return false, err
	}
	const advice = "give another folder with -out, or -fresh to start anew (the old run is kept beside it)"
	switch {
	case s == nil && r.Resume:
		return false, fmt.Errorf("%s holds no run to go on with", r.Dir)
	case s == nil && !empty(r.Dir):
		return false, fmt.Errorf("%s exists and is not a run directory; give another folder with -out", r.Dir)
	case s == nil:
		return false, nil
	case s.Kind != Train:
		return false, fmt.Errorf("%s holds what `pindiffc %s` wrote; give another folder with -out", r.Dir, s.Kind)
	case s.Spec != r.Spec:
		return false, fmt.Errorf("%s holds a run of another specification, %s; %s", r.Dir, s.Spec, advice)
	case s.Hash != r.Hash:
		return false, fmt.Errorf("%s holds a run of another version of this specification, or of other settings or data; %s", r.Dir, advice)
	case s.Status == Done:
		return false, fmt.Errorf("%s holds a finished run; %s", r.Dir, advice)
	}
	return true, nil
}

// moveAside renames a folder that holds anything to DIR.old-1, -2, ...
func moveAside(dir string) (string, error) {
	if empty(dir) {
		return "", nil
	}
	unlock, err := Lock(dir) // not under a live run
	if err != nil {
		return "", err
	}
	unlock()
	for i := 1; i <= most; i++ {
		to := fmt.Sprintf("%s.old-%d", filepath.Clean(dir), i)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, os.Rename(dir, to)
		}
	}
	return "", fmt.Errorf("too many old runs beside %s", dir)
}

// Output takes a folder for what can be made again at any time: it may hold
// what the same kind of command wrote before, and nothing else.
func Output(dir, kind string) (unlock func(), err error) {
	s, err := Read(dir)
	if err != nil {
		return nil, err
	}
	switch {
	case s == nil && !empty(dir):
		return nil, fmt.Errorf("%s exists and was not written by `pindiffc %s`; give another folder with -out", dir, kind)
	case s != nil && s.Kind != kind:
		return nil, fmt.Errorf("%s holds what `pindiffc %s` wrote; give another folder with -out", dir, s.Kind)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return Lock(dir)
}

// Latest is the newest of the default folders that accept takes; "" if none.
func Latest(root, spec string, accept func(dir string, s *State) bool) string {
	best := ""
	var newest *State
	for i, free := 1, 0; i <= most && free < gap; i++ {
		dir := folder(root, spec, i)
		s, err := Read(dir)
		if err == nil && s == nil && empty(dir) {
			free++ // perhaps removed: there may be others after it
		}
		if err != nil || s == nil || !accept(dir, s) {
			continue
		}
		if newest == nil || !s.Updated.Before(newest.Updated) {
			best, newest = dir, s
		}
	}
	return best
}

// empty says that dir does not exist or holds nothing but a lock.
func empty(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	for _, e := range entries {
		if e.Name() != lockName {
			return false
		}
	}
	return true
}
