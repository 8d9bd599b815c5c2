package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/sbinet/npyio/npz"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// NumPy wrote arange(24) in many ways; every one reads as the same numbers.
func TestTypesAndOrders(t *testing.T) {
	f, err := Open("testdata/types.npz")
	require.NoError(t, err)
	defer f.Close()
	for name, want := range map[string]func(i float64) float64{
		"f4":      func(i float64) float64 { return i / 2 },
		"f8":      func(i float64) float64 { return i / 4 },
		"be":      func(i float64) float64 { return i },
		"fortran": func(i float64) float64 { return i },
		"i2":      func(i float64) float64 { return i - 5 },
		"u8":      func(i float64) float64 { return i },
		"b": func(i float64) float64 {
			if i > 3 {
				return 1
			}
			return 0
		},
	} {
		a, err := f.Read(name)
		require.NoError(t, err, name)
		require.Equal(t, []int{2, 3, 4}, a.Shape)
		for i, x := range a.Data {
			require.Equal(t, want(float64(i)), x, "%s[%d]", name, i)
		}
		require.Equal(t, name != "f8" && name != "be" && name != "u8", a.Single, name)
	}
	s, err := f.Read("scalar")
	require.NoError(t, err)
	require.Empty(t, s.Shape)
	require.Equal(t, []float64{2.5}, s.Data)
	e, err := f.Read("empty")
	require.NoError(t, err)
	require.Equal(t, []int{0, 3}, e.Shape)
	_, err = f.Read("none")
	require.ErrorContains(t, err, `no array "none", it has f4, f8`)

	one, err := Open("testdata/single.npy")
	require.NoError(t, err)
	defer one.Close()
	a, err := one.Read("single")
	require.NoError(t, err)
	require.Equal(t, []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, a.Data)
}

func TestDescribe(t *testing.T) {
	infos, err := Describe("testdata/types.npz")
	require.NoError(t, err)
	by := map[string]Info{}
	for _, i := range infos {
		by[i.Name] = i
	}
	require.Equal(t, Info{Name: "fortran", DType: "float32", Shape: []int{2, 3, 4}, Order: "Fortran", Max: 23}, by["fortran"])
	require.Equal(t, Info{Name: "nan", DType: "float64", Shape: []int{4}, Order: "C", NotFinite: 2, Min: 1, Max: 2}, by["nan"])
	require.Equal(t, Info{Name: "empty", DType: "float64", Shape: []int{0, 3}, Order: "C"}, by["empty"])
}

func TestRefusedTypes(t *testing.T) {
	infos, err := Describe("testdata/refused.npz")
	require.NoError(t, err)
	for i, want := range []string{"Python objects", "text", "complex", "structured", `"<f2" is not supported`, ""} {
		if want == "" {
			require.Empty(t, infos[i].Problem)
			continue
		}
		require.Contains(t, infos[i].Problem, want)
	}
}

func npy(head string, body int) []byte {
	b := append([]byte("\x93NUMPY\x01\x00"), 0, 0)
	binary.LittleEndian.PutUint16(b[8:], uint16(len(head)))
	return append(append(b, head...), make([]byte, body)...)
}

func TestHostileHeaders(t *testing.T) {
	for want, b := range map[string][]byte{
		"not a NumPy array":    []byte("hello, world"),
		"cut short":            npy("{'descr'", 0)[:14],
		"version 9":            []byte("\x93NUMPY\x09\x00\x00\x00"),
		"claims 4294967295":    []byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"),
		"expected":             npy("descr", 0),
		"are needed":           npy("{}", 0),
		"stands twice":         npy("{'descr': '<f4', 'descr': '<f8', }", 0),
		"unknown key":          npy("{'other': 1}", 0),
		"neither True":         npy("{'fortran_order': Maybe}", 0),
		"bad extent":           npy("{'shape': (-1,)}", 0),
		"does not end":         npy("{'shape': (1", 0),
		"too large":            npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", 0),
		"should hold 3 values": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", 8),
		"more than the 1":      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 8),
	} {
		_, err := readArray("a", bytes.NewReader(b), 1<<20)
		require.ErrorContains(t, err, want)
	}
	a, err := readArray("a", bytes.NewReader(npy("{'shape': (2L, ), \"descr\":\"<f4\" ,'fortran_order':False}  \n", 8)), 1<<20)
	require.NoError(t, err)
	require.Equal(t, []int{2}, a.Shape)
}

// A few bytes that claim a terabyte cost almost nothing.
func TestLiesAreCheap(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readArray("a", bytes.NewReader(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (137438953472,)}", 16)), 1<<50)
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "truncated")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(2<<20))
}

func writeZip(t *testing.T, names []string, body []byte) string {
	path := filepath.Join(t.TempDir(), "a.npz")
	w, err := os.Create(path)
	require.NoError(t, err)
	z := zip.NewWriter(w)
	for _, n := range names {
		e, err := z.Create(n)
		require.NoError(t, err)
		_, err = e.Write(body)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, w.Close())
	return path
}

func TestHostileArchives(t *testing.T) {
	one := npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4)
	for want, path := range map[string]string{
		"neither .npz nor .npy": "testdata/README.md",
		"not a regular file":    "testdata",
		"which is not an array": writeZip(t, []string{"../evil.txt"}, one),
		"two arrays named":      writeZip(t, []string{"a.npy", "a.npy"}, one),
	} {
		_, err := Open(path)
		require.ErrorContains(t, err, want)
	}

	// the central directory claims 1 TiB
	path := writeZip(t, []string{"a.npy"}, one)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[at+24:], 0xfffffff0)
	require.NoError(t, os.WriteFile(path, b, 0o644))
	_, err = Open(path)
	require.ErrorContains(t, err, "would unpack to more than")

	// or less than there is: the rest is never unpacked
	path = writeZip(t, []string{"a.npy"}, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000,)}", 4000))
	b, err = os.ReadFile(path)
	require.NoError(t, err)
	at = bytes.LastIndex(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[at+24:], 100)
	require.NoError(t, os.WriteFile(path, b, 0o644))
	f, err := Open(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Read("a")
	require.Error(t, err)

	// zeros that pack well: 100 MB of bytes would be 800 MB of numbers
	path = writeZip(t, []string{"a.npy"}, npy("{'descr': '|i1', 'fortran_order': False, 'shape': (100000000,)}", 100e6))
	f, err = Open(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.Read("a")
	require.ErrorContains(t, err, "100000000 values are more than a file of this size")
}

func TestWriteRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var arrays []Array
		for i, single := range rapid.SliceOfN(rapid.Bool(), 1, 3).Draw(rt, "single") {
			shape := rapid.SliceOfN(rapid.IntRange(0, 3), 0, 3).Draw(rt, "shape")
			n, err := count(shape)
			require.NoError(rt, err)
			a := Array{Name: string(rune('a' + i)), Shape: shape, Single: single, DType: "float64", Data: make([]float64, n)}
			if single {
				a.DType = "float32"
			}
			for k := range a.Data {
				a.Data[k] = float64(rapid.Float32().Draw(rt, "x"))
			}
			arrays = append(arrays, a)
		}
		path := filepath.Join(t.TempDir(), "w.npz")
		require.NoError(rt, Write(path, arrays))
		f, err := Open(path)
		require.NoError(rt, err)
		defer f.Close()
		for _, a := range arrays {
			got, err := f.Read(a.Name)
			require.NoError(rt, err)
			require.Equal(rt, a, *got)
		}
	})
	require.ErrorContains(t, Write(filepath.Join(t.TempDir(), "x.npz"), []Array{{Name: "a", Shape: []int{2}}}), "holds 2 values")
}

// npyio reads what Write writes: an independent reader.
func TestWriteAgainstNpyio(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.npz")
	require.NoError(t, Write(path, []Array{
		{Name: "a", Shape: []int{2, 2}, Data: []float64{1, 2, 3, math.Pi}},
		{Name: "b", Shape: []int{3}, Data: []float64{1, 2, 3}, Single: true},
	}))
	r, err := npz.Open(path)
	require.NoError(t, err)
	defer r.Close()
	require.Equal(t, []int{2, 2}, r.Header("a.npy").Descr.Shape)
	var a []float64
	require.NoError(t, r.Read("a.npy", &a))
	require.Equal(t, []float64{1, 2, 3, math.Pi}, a)
	var b []float32
	require.NoError(t, r.Read("b.npy", &b))
	require.Equal(t, []float32{1, 2, 3}, b)

	again := filepath.Join(t.TempDir(), "v.npz")
	f, err := Open(path)
	require.NoError(t, err)
	defer f.Close()
	x, err := f.Read("a")
	require.NoError(t, err)
	y, err := f.Read("b")
	require.NoError(t, err)
	require.NoError(t, Write(again, []Array{*x, *y}))
	p, err := os.ReadFile(path)
	require.NoError(t, err)
	q, err := os.ReadFile(again)
	require.NoError(t, err)
	require.Equal(t, p, q, "the same bytes every time")
}

func FuzzReadArray(f *testing.F) {
	f.Add(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4))
	f.Add(npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 2)}", 8))
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := readArray("a", bytes.NewReader(b), 1<<20); err == nil {
			n, err := count(a.Shape)
			require.NoError(t, err)
			require.Len(t, a.Data, n)
			require.False(t, strings.Contains(a.DType, "object"))
		}
	})
}
