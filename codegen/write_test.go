package codegen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/codegen/emit"
)

func generatedFile(name, text string) File {
	return File{Name: name, Content: []byte(emit.Header + " from a.pde. DO NOT EDIT.\n\npackage a\n" + text)}
}

func TestWriteDirWritesOnlyChanges(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "folder")
	files := []File{generatedFile("a.go", "// 1\n"), generatedFile("b.go", "")}
	changed, err := WriteDir(dir, files)
	require.NoError(t, err)
	require.True(t, changed)

	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, f := range files {
		require.NoError(t, os.Chtimes(filepath.Join(dir, f.Name), past, past))
	}
	changed, err = WriteDir(dir, files)
	require.NoError(t, err)
	require.False(t, changed)

	files[0] = generatedFile("a.go", "// 2\n")
	changed, err = WriteDir(dir, files)
	require.NoError(t, err)
	require.True(t, changed)
	info, err := os.Stat(filepath.Join(dir, "b.go"))
	require.NoError(t, err)
	require.True(t, info.ModTime().Equal(past), "an unchanged file is left alone")
	text, err := os.ReadFile(filepath.Join(dir, "a.go"))
	require.NoError(t, err)
	require.Equal(t, files[0].Content, text)
	left, err := filepath.Glob(filepath.Join(dir, ".pindiffc*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestWriteDirRemovesStaleAndKeepsForeign(t *testing.T) {
	dir := t.TempDir()
	_, err := WriteDir(dir, []File{generatedFile("a.go", ""), generatedFile("old.go", "")})
	require.NoError(t, err)
	mine := filepath.Join(dir, "mine.go")
	require.NoError(t, os.WriteFile(mine, []byte("package a\n"), 0o600))
	notes := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(notes, generatedFile("", "").Content, 0o600))

	changed, err := WriteDir(dir, []File{generatedFile("a.go", "")})
	require.NoError(t, err)
	require.True(t, changed)
	require.NoFileExists(t, filepath.Join(dir, "old.go"))
	require.FileExists(t, mine)
	require.FileExists(t, notes)
}

func TestWriteDirRefusesForeignFile(t *testing.T) {
	for name, put := range map[string]func(t *testing.T, path string){
		"file": func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte("package mine\n"), 0o600))
		},
		"empty":  func(t *testing.T, path string) { require.NoError(t, os.WriteFile(path, nil, 0o600)) },
		"folder": func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o700)) },
		"link": func(t *testing.T, path string) {
			target := filepath.Join(t.TempDir(), "elsewhere.go")
			require.NoError(t, os.WriteFile(target, generatedFile("", "").Content, 0o600))
			require.NoError(t, os.Symlink(target, path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, "b.go"))
			changed, err := WriteDir(dir, []File{generatedFile("a.go", ""), generatedFile("b.go", "")})
			var foreign *ForeignFileError
			require.ErrorAs(t, err, &foreign)
			require.True(t, strings.HasSuffix(foreign.Path, "b.go"))
			require.False(t, changed)
			require.NoFileExists(t, filepath.Join(dir, "a.go"), "nothing is written")
		})
	}
}

func TestWriteDirRefusesNames(t *testing.T) {
	for _, name := range []string{"", "../a.go", "x/a.go", "a.txt", ".."} {
		_, err := WriteDir(t.TempDir(), []File{generatedFile(name, "")})
		require.Error(t, err, name)
	}
	_, err := WriteDir(t.TempDir(), []File{generatedFile("a.go", ""), generatedFile("a.go", "")})
	require.Error(t, err)
}
