package rundir

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func record(t *testing.T, dir, hash string, status Status) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, Write(dir, &State{Kind: Train, Spec: "heat", Hash: hash, Status: status}))
}

// choose is Choose without holding the folder.
func choose(r Request) (Choice, error) {
	c, err := Choose(r)
	if c.Unlock != nil {
		c.Unlock()
		c.Unlock = nil
	}
	return c, err
}

func TestChooseWithoutAFolder(t *testing.T) {
	root := t.TempDir()
	ask := func(hash string, fresh, resume bool) (Choice, error) {
		return choose(Request{Spec: "heat", Hash: hash, Root: root, Fresh: fresh, Resume: resume})
	}
	first := filepath.Join(root, "heat")

	c, err := ask("a", false, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: first}, c)
	require.DirExists(t, first)

	record(t, first, "a", Stopped)
	c, err = ask("a", false, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: first, Resume: true}, c, "the same command goes on")

	c, err = ask("b", false, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: first + "-2"}, c, "other settings never touch it")

	c, err = ask("a", true, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: first + "-2"}, c, "-fresh leaves it too")

	record(t, first, "a", Done)
	c, err = ask("a", false, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: first + "-2"}, c, "a finished run is kept")

	_, err = ask("a", false, true)
	require.ErrorContains(t, err, "no unfinished run")
	_, err = ask("a", true, true)
	require.ErrorContains(t, err, "contradict")
}

func TestChooseANamedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mine")
	ask := func(spec, hash string, fresh, resume bool) (Choice, error) {
		return choose(Request{Spec: spec, Hash: hash, Dir: dir, Fresh: fresh, Resume: resume})
	}
	_, err := ask("heat", "a", false, true)
	require.ErrorContains(t, err, "no run to go on with")

	c, err := ask("heat", "a", false, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: dir}, c)

	record(t, dir, "a", Failed)
	c, err = ask("heat", "a", false, false)
	require.NoError(t, err)
	require.True(t, c.Resume)
	_, err = ask("wave", "a", false, false)
	require.ErrorContains(t, err, "another specification, heat")
	_, err = ask("heat", "b", false, false)
	require.ErrorContains(t, err, "another version")

	record(t, dir, "a", Done)
	_, err = ask("heat", "a", false, false)
	require.ErrorContains(t, err, "finished run")
	c, err = ask("heat", "a", true, false)
	require.NoError(t, err)
	require.Equal(t, Choice{Dir: dir, Moved: dir + ".old-1"}, c)
	require.FileExists(t, filepath.Join(dir+".old-1", FileName))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "thesis.tex"), nil, 0o644))
	_, err = ask("heat", "a", false, false)
	require.ErrorContains(t, err, "not a run directory")

	require.NoError(t, os.WriteFile(filepath.Join(dir, FileName), []byte("{"), 0o644))
	_, err = ask("heat", "a", false, false)
	require.ErrorContains(t, err, "damaged")
}

func TestLatest(t *testing.T) {
	root := t.TempDir()
	any := func(string, *State) bool { return true }
	require.Empty(t, Latest(root, "heat", any))
	record(t, filepath.Join(root, "heat"), "a", Done)
	record(t, filepath.Join(root, "heat-2"), "b", Done)
	require.Equal(t, filepath.Join(root, "heat-2"), Latest(root, "heat", any))
	only := func(_ string, s *State) bool { return s.Hash == "a" }
	require.Equal(t, filepath.Join(root, "heat"), Latest(root, "heat", only))
	require.NoError(t, os.RemoveAll(filepath.Join(root, "heat")))
	require.Equal(t, filepath.Join(root, "heat-2"), Latest(root, "heat", any), "also when an older one was removed")
}

func TestLockCanBeTakenAgainAfterUnlock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(dir)
	require.NoError(t, err)
	require.True(t, empty(dir), "a lock is no content")
	unlock()
	unlock, err = Lock(dir)
	require.NoError(t, err)
	unlock()
}

func TestOutput(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	unlock, err := Output(dir, "simulate")
	require.NoError(t, err)
	require.NoError(t, Write(dir, &State{Kind: "simulate", Spec: "heat", Status: Done}))
	unlock()
	unlock, err = Output(dir, "simulate")
	require.NoError(t, err, "made again at any time")
	unlock()
	_, err = Output(dir, "predict")
	require.ErrorContains(t, err, "`pindiffc simulate` wrote")
	_, err = Choose(Request{Spec: "heat", Dir: dir})
	require.ErrorContains(t, err, "`pindiffc simulate` wrote")

	mine := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(mine, "thesis.tex"), nil, 0o644))
	_, err = Output(mine, "simulate")
	require.ErrorContains(t, err, "was not written by")
}
