package toolchain

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// Limits of the cache: entries unused for keepFor go, and the least recently
// used beyond keepMost.
const (
	keepFor  = 30 * 24 * time.Hour
	keepMost = 48
)

// CacheDir is the folder of all solvers of this user, made with mode 0700.
func CacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", errors.New("no cache folder for solvers: " + err.Error())
	}
	dir := filepath.Join(base, "pindiffc")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return dir, nil
}

// prune removes entries of dir that have not been used for long, and abandoned
// temporary folders. What cannot be removed stays; a cache is no reason to fail.
func prune(dir string, now time.Time) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	type entry struct {
		path string
		used time.Time
	}
	var solvers []entry
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue
		}
		path, age := filepath.Join(dir, e.Name()), now.Sub(info.ModTime())
		switch {
		case e.IsDir() && isTemporary(e.Name()):
			if age > 24*time.Hour {
				os.RemoveAll(path)
			}
		case age > keepFor:
			os.RemoveAll(path)
		case e.IsDir():
			solvers = append(solvers, entry{path, info.ModTime()})
		}
	}
	sort.Slice(solvers, func(i, j int) bool { return solvers[i].used.After(solvers[j].used) })
	for i := keepMost; i < len(solvers); i++ {
		os.RemoveAll(solvers[i].path)
	}
}

const temporaryPrefix = "tmp-"

func isTemporary(name string) bool {
	return len(name) > len(temporaryPrefix) && name[:len(temporaryPrefix)] == temporaryPrefix
}

// touch marks an entry as used now.
func touch(path string) {
	now := time.Now()
	_ = os.Chtimes(path, now, now)
}

func writeAtomic(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), temporaryPrefix)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
