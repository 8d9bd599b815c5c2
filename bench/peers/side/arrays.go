package side

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Arrays are written one to a file, NAME.f64: float64, little endian, C order; the
// shapes of all are in arrays.json.
type Arrays struct {
	Dir    string
	Shapes map[string][]int
}

// Put writes one array.
func Put[T vec.Float](a *Arrays, name string, shape []int, v []T) error {
	b := make([]byte, 0, 8*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(float64(x)))
	}
	if a.Shapes == nil {
		a.Shapes = map[string][]int{}
	}
	a.Shapes[name] = shape
	return os.WriteFile(a.file(name), b, 0o644)
}

func (a *Arrays) file(name string) string {
	safe := []rune(name)
	for i, r := range safe {
		if r == '/' {
			safe[i] = '.'
		}
	}
	return filepath.Join(a.Dir, string(safe)+".f64")
}

// Save writes the shapes, last.
func (a *Arrays) Save() error {
	text, err := json.Marshal(a.Shapes)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(a.Dir, "arrays.json"), text, 0o644)
}

// Open reads the shapes of a folder.
func Open(dir string) (*Arrays, error) {
	text, err := os.ReadFile(filepath.Join(dir, "arrays.json"))
	if err != nil {
		return nil, err
	}
	a := &Arrays{Dir: dir}
	return a, json.Unmarshal(text, &a.Shapes)
}

// Get reads one array.
func (a *Arrays) Get(name string) ([]float64, error) {
	if a.Shapes[name] == nil {
		return nil, fmt.Errorf("%s: there is no %s", a.Dir, name)
	}
	b, err := os.ReadFile(a.file(name))
	if err != nil {
		return nil, err
	}
	v := make([]float64, len(b)/8)
	for i := range v {
		v[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return v, nil
}
