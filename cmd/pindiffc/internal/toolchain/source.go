package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/pindiff/pindiffc"
)

// Source is where solvers take the runtime from: a released version of this
// module, or the folder that a development build was made from.
type Source struct {
	Version string // of the module, as its build information says; may be "(devel)"
	Sum     string // the released module's checksum; "" for a development build
	Dir     string // the source folder of a development build, else ""
}

// Locate reads the build information of the running program. A development
// build is recognised by the missing checksum, never by its version: a clone
// built with version-control stamping carries a version that no proxy holds.
func Locate() (Source, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Source{}, errors.New("this program was built without module information; build it with `go build` in module mode")
	}
	src := Source{Version: "(devel)"}
	if m := moduleOf(info); m != nil {
		if m.Version != "" {
			src.Version = m.Version
		}
		src.Sum = m.Sum
	}
	if src.Sum != "" {
		return src, nil
	}
	dir, err := sourceDir()
	src.Dir = dir
	return src, err
}

// moduleOf returns this module in the build information, with a replacement applied.
func moduleOf(info *debug.BuildInfo) *debug.Module {
	mods := append([]*debug.Module{&info.Main}, info.Deps...)
	for _, m := range mods {
		if m.Path != pindiffc.Module {
			continue
		}
		if m.Replace != nil {
			return m.Replace
		}
		return m
	}
	return nil
}

// sourceDir finds the folder of a development build: where it was compiled, or
// the clone that the working directory lies in.
func sourceDir() (string, error) {
	var tried []string
	if dir := pindiffc.SourceDir(); dir != "" {
		if isModule(dir) {
			return dir, nil
		}
		tried = append(tried, dir)
	}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; ; dir = filepath.Dir(dir) {
			if isModule(dir) {
				return dir, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
		tried = append(tried, wd+" and above")
	}
	return "", fmt.Errorf("this is a development build of pindiffc, and its source folder is gone (looked in %s); "+
		"run it inside a clone of %s, or install a released version", strings.Join(tried, ", "), pindiffc.Module)
}

// isModule reports whether dir is the root of this module.
func isModule(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(first) == "module "+pindiffc.Module
}

// RuntimeVersion identifies the runtime: the version of a release, or a hash of
// the runtime's source files.
func (s Source) RuntimeVersion() (string, error) {
	if s.Dir == "" {
		return s.Version, nil
	}
	h := sha256.New()
	add := func(path string) error {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(s.Dir, path)
		fmt.Fprintf(h, "%s %d\n", filepath.ToSlash(rel), len(data))
		h.Write(data)
		return nil
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := add(filepath.Join(s.Dir, name)); err != nil {
			return "", err
		}
	}
	err := filepath.WalkDir(filepath.Join(s.Dir, "runtime"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, "_test.go") || (filepath.Ext(name) != ".go" && filepath.Ext(name) != ".s") {
			return nil
		}
		return add(path)
	})
	if err != nil {
		return "", err
	}
	return "source-" + hex.EncodeToString(h.Sum(nil))[:16], nil
}
