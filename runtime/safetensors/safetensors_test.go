package safetensors

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func file(head string, data int) []byte {
	b := make([]byte, 8, 8+len(head)+data)
	binary.LittleEndian.PutUint64(b, uint64(len(head)))
	b = append(b, head...)
	return append(b, make([]byte, data)...)
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f File
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z/0-9]{1,8}`), 0, 5, rapid.ID[string]).Draw(t, "names")
		for _, name := range names {
			shape := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 3).Draw(t, "shape")
			n, err := elements(shape)
			require.NoError(t, err)
			var x Tensor
			if rapid.Bool().Draw(t, "single") {
				x, err = New(name, shape, rapid.SliceOfN(rapid.Float32(), n, n).Draw(t, "v"))
			} else {
				x, err = New(name, shape, rapid.SliceOfN(rapid.Float64(), n, n).Draw(t, "v"))
			}
			require.NoError(t, err)
			f.Tensors = append(f.Tensors, x)
		}
		f.Meta = map[string]string{"a": rapid.String().Draw(t, "meta")}
		b, err := Marshal(&f)
		require.NoError(t, err)
		g, err := Unmarshal(b)
		require.NoError(t, err)
		require.Len(t, g.Tensors, len(f.Tensors))
		require.Equal(t, len(f.Meta), len(g.Meta))
		for i := range f.Tensors {
			x, y := &f.Tensors[i], g.Tensor(f.Tensors[i].Name)
			require.NotNil(t, y)
			require.Equal(t, x.Data, append([]byte{}, y.Data...))
			require.True(t, SameShape(x.Shape, y.Shape))
		}
		c, err := Marshal(g)
		require.NoError(t, err)
		require.Equal(t, b, c, "order of tensors must not matter")
	})
}

// The bytes of a file as the reference library writes it for
// {"a": float32 [[1, 2]]}, up to the padding of the header.
func TestReferenceBytes(t *testing.T) {
	head := `{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}`
	b := file(head, 8)
	copy(b[len(b)-8:], []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0x40})
	f, err := Unmarshal(b)
	require.NoError(t, err)
	require.Equal(t, "pt", f.Meta["format"])
	v := make([]float64, 2)
	require.NoError(t, Copy(v, f.Tensor("a"), 0))
	require.Equal(t, []float64{1, 2}, v)
	require.Error(t, Copy(v, f.Tensor("a"), 1))
	require.Nil(t, f.Tensor("b"))
}

func TestHostileFiles(t *testing.T) {
	long := make([]byte, 8)
	binary.LittleEndian.PutUint64(long, 1<<62)
	for name, c := range map[string]struct {
		b    []byte
		want string
	}{
		"empty":               {nil, "8"},
		"header too long":     {long, "claims a header"},
		"header cut":          {file(`{"a":1}`, 0)[:10], "truncated"},
		"not json":            {file(`hello`, 0), "header"},
		"not an object":       {file(`[1]`, 0), "object"},
		"unclosed":            {file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}`, 4), "header"},
		"trailing":            {file(`{}{}`, 0), "after the object"},
		"type":                {file(`{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}`, 4), "not supported"},
		"shape lies":          {file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 4), "needs 8 bytes"},
		"shape overflows":     {file(`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`, 0), "too large"},
		"shape negative":      {file(`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, 4), "negative"},
		"outside":             {file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 4), "truncated"},
		"not a range":         {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, 4), "not a range"},
		"negative offset":     {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`, 4), "not a range"},
		"overlap":             {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}`, 6), "overlap"},
		"gap":                 {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 8), "gap"},
		"left over":           {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 8), "after the last"},
		"twice":               {file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, 8), "two tensors"},
		"metadata no strings": {file(`{"__metadata__":{"a":1}}`, 0), "__metadata__"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Unmarshal(c.b)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A few bytes that claim a terabyte cost almost nothing.
func TestLiesAreCheap(t *testing.T) {
	b := file(`{"a":{"dtype":"F64","shape":[137438953472],"data_offsets":[0,1099511627776]}}`, 8)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Unmarshal(b)
	runtime.ReadMemStats(&after)
	require.Error(t, err)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))

	// so does a file that is mostly a hole
	path := filepath.Join(t.TempDir(), "hole")
	require.NoError(t, os.WriteFile(path, file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4), 0o644))
	require.NoError(t, os.Truncate(path, 1<<32))
	runtime.ReadMemStats(&before)
	_, err = Load(path)
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "after the last tensor")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
}

func TestSaveIsAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "w.safetensors")
	x, err := New("a", []int{2}, []float32{1, 2})
	require.NoError(t, err)
	require.NoError(t, Save(path, &File{Tensors: []Tensor{x}}))
	old, err := os.ReadFile(path)
	require.NoError(t, err)

	require.Error(t, Save(path, &File{Tensors: []Tensor{x, x}}), "a name twice")
	require.Error(t, Save(filepath.Join(dir, "none", "w"), &File{}))
	now, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, old, now)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, left, 1, "no temporary file stays")

	f, err := Load(path)
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, f.Names())
	_, err = Load(dir)
	require.Error(t, err)
	for _, n := range []int{0, 7, 9, len(old) - 1} {
		require.NoError(t, os.WriteFile(path, old[:n], 0o644))
		_, err = Load(path)
		require.Error(t, err, "%d bytes", n)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 4))
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := Unmarshal(b); err == nil {
			_, err := Marshal(g)
			require.NoError(t, err)
		}
	})
}

// TestViewAndWrite: a view has the bytes of a copy, and a stream those of Marshal.
func TestViewAndWrite(t *testing.T) {
	narrow, wide := []float32{1, -2, float32(math.Pi)}, []float64{math.E, math.Inf(1)}
	a, b := must(New("a", []int{3}, narrow))(t), must(View("a", []int{3}, narrow))(t)
	require.Equal(t, a, b)
	c, d := must(New("c", []int{1, 2}, wide))(t), must(View("c", []int{1, 2}, wide))(t)
	require.Equal(t, c, d)
	_, err := View("a", []int{4}, narrow)
	require.ErrorContains(t, err, "holds 4 values, 3 given")

	f := &File{Tensors: []Tensor{b, d}, Meta: map[string]string{"of": "a test"}}
	want, err := Marshal(f)
	require.NoError(t, err)
	var got bytes.Buffer
	n, err := Write(&got, f)
	require.NoError(t, err)
	require.Equal(t, want, got.Bytes())
	require.EqualValues(t, len(want), n)
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return v
	}
}
