package train

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// finished runs a short training and returns its folder.
func finished(t *testing.T, epochs int) string {
	dir := t.TempDir()
	opt, obj := options(dir)
	opt.Epochs, opt.SaveEvery = epochs, time.Nanosecond
	_, err := Run(t.Context(), obj, start, opt)
	require.NoError(t, err)
	require.True(t, Exists(dir))
	return dir
}

func resume(t *testing.T, dir string, change func(*Options)) error {
	opt, obj := options(dir)
	change(&opt)
	_, err := Run(t.Context(), obj, start, opt)
	return err
}

func TestDamagedCheckpoint(t *testing.T) {
	for name, c := range map[string]struct {
		damage func([]byte) []byte
		want   string
	}{
		"truncated": {func(b []byte) []byte { return b[:len(b)-1] }, "bytes long"},
		"cut short": {func(b []byte) []byte { return b[:10] }, "does not start"},
		"empty":     {func(b []byte) []byte { return nil }, "does not start"},
		"altered":   {func(b []byte) []byte { b[len(b)-3] ^= 1; return b }, "checksum"},
		"sum":       {func(b []byte) []byte { b[21] ^= 1; return b }, "checksum"},
		"other":     {func(b []byte) []byte { return append([]byte("other"), b...) }, "does not start"},
		"newer":     {func(b []byte) []byte { b[8] = 9; return b }, "format 9"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := finished(t, 5)
			last := filepath.Join(dir, LastName)
			b, err := os.ReadFile(last)
			require.NoError(t, err)
			bad := c.damage(b)
			require.NoError(t, os.WriteFile(last, bad, 0o644))

			err = resume(t, dir, func(*Options) {})
			var damaged *DamagedError
			require.ErrorAs(t, err, &damaged)
			require.ErrorContains(t, err, c.want)
			require.True(t, damaged.Spare)
			require.Equal(t, 4, damaged.Epoch)
			now, err := os.ReadFile(last)
			require.NoError(t, err)
			require.Equal(t, len(bad), len(now), "nothing is overwritten")

			require.NoError(t, os.Rename(filepath.Join(dir, PreviousName), last))
			require.NoError(t, resume(t, dir, func(o *Options) { o.Epochs = 6 }))
		})
	}
}

// Every single flipped bit is noticed.
func TestEveryBitCounts(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(finished(t, 1), LastName))
	require.NoError(t, err)
	for i := range b {
		b[i] ^= 1 << (i % 8)
		_, err := decode(b)
		require.Error(t, err, "byte %d", i)
		b[i] ^= 1 << (i % 8)
	}
	_, err = decode(b)
	require.NoError(t, err)
}

func TestCheckpointOfAnotherRun(t *testing.T) {
	dir := finished(t, 2)
	var mismatch *MismatchError
	require.ErrorAs(t, resume(t, dir, func(o *Options) { o.Hash = "def" }), &mismatch)
	require.Equal(t, "specification", mismatch.What)
	require.ErrorAs(t, resume(t, dir, func(o *Options) { o.Numerics = "float32/4" }), &mismatch)
	require.Equal(t, "arithmetic", mismatch.What)
	opt, obj := options(dir)
	_, err := Run(t.Context(), obj, start[:2], opt)
	require.ErrorAs(t, err, &mismatch)
}

// Killed between the two renames of a file system without links.
func TestOnlyPreviousIsLeft(t *testing.T) {
	dir := finished(t, 3)
	require.NoError(t, os.Remove(filepath.Join(dir, LastName)))
	opt, obj := options(dir)
	out, err := Run(t.Context(), obj, start, opt)
	require.NoError(t, err)
	require.Equal(t, 2, out.Started)
}

// What cannot be written leaves both checkpoints as they were.
func TestFailedSaveKeepsBoth(t *testing.T) {
	dir := finished(t, 3)
	opt, obj := options(dir)
	r, err := newRun(obj, start, opt)
	require.NoError(t, err)
	defer r.log.close()
	read := func() (all []byte) {
		for _, name := range []string{LastName, PreviousName} {
			b, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			all = append(all, b...)
		}
		return all
	}
	before := read()
	// a folder in the place of the new file stands for any failing write
	require.NoError(t, os.MkdirAll(filepath.Join(dir, nextName, "x"), 0o755))
	r.s.epoch++
	require.Error(t, r.save())
	require.Equal(t, before, read())
}

func TestUnwritableFolder(t *testing.T) {
	dir := finished(t, 2)
	// a folder in the place of the file stands for any failing write
	last := filepath.Join(dir, LastName)
	opt, obj := options(dir)
	r, err := newRun(obj, start, opt)
	require.NoError(t, err)
	before, err := os.ReadFile(last)
	require.NoError(t, err)
	r.opt.Dir = filepath.Join(dir, "gone")
	r.s.epoch = 9
	require.ErrorContains(t, r.save(), "checkpoint of epoch 9 could not be written (that of epoch 2 is kept)")
	after, err := os.ReadFile(last)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.NoError(t, r.log.close())
}
