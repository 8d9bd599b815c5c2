package main

import (
	"archive/zip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pindiff/pindiffc"
)

// proxy DIR VERSION makes a module proxy of this working tree, as a released
// version, in the file system, and points GOPROXY at it and at what the local
// module cache has downloaded. The module cache of the script starts empty.
func proxy(ts *testscript.TestScript, root, modules string, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: proxy DIR VERSION")
	}
	dir, version := ts.MkAbs(args[0]), args[1]
	at := filepath.Join(dir, filepath.FromSlash(pindiffc.Module), "@v")
	ts.Check(os.MkdirAll(at, 0o755))
	write := func(ext, text string) {
		ts.Check(os.WriteFile(filepath.Join(at, version+ext), []byte(text), 0o644))
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	ts.Check(err)
	write(".mod", string(mod))
	write(".info", `{"Version":"`+version+`","Time":"2026-01-01T00:00:00Z"}`)
	ts.Check(os.WriteFile(filepath.Join(at, "list"), []byte(version+"\n"), 0o644))
	f, err := os.Create(filepath.Join(at, version+".zip"))
	ts.Check(err)
	ts.Check(moduleZip(f, root, version))
	ts.Check(f.Close())

	ts.Setenv("GOPROXY", "file://"+filepath.ToSlash(dir)+",file://"+filepath.ToSlash(filepath.Join(modules, "cache", "download")))
	ts.Setenv("GOSUMDB", "off")
	ts.Setenv("GOMODCACHE", ts.MkAbs("modcache"))
}

// moduleZip writes the files that git tracks, or would, as a module zip.
func moduleZip(w io.Writer, root, version string) error {
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	seen := map[string]bool{}
	for _, name := range strings.Split(string(out), "\x00") {
		if name == "" || seen[name] || strings.HasPrefix(name, "bench/") {
			continue
		}
		seen[name] = true
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if os.IsNotExist(err) {
			continue // deleted in the working tree
		}
		if err != nil {
			return err
		}
		entry, err := z.Create(pindiffc.Module + "@" + version + "/" + name)
		if err != nil {
			return err
		}
		if _, err := entry.Write(data); err != nil {
			return err
		}
	}
	return z.Close()
}
