package dataset

import (
	"fmt"
	"math"
	"os"
	"strings"
)

// maxPoints in a file.
const maxPoints = 1_000_000

// ReadPoints reads the points of sensors: the array "points", or the only one in
// the file, with a row of coordinates for each point (in one dimension just a
// number), each scaled to SI. path is for messages. An error is a *FitError unless
// the file cannot be read at all.
func ReadPoints(path string, f *os.File, scales []float64) ([][]float64, error) {
	file := &File{Path: path, f: f}
	if err := file.list(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	names := file.Names()
	name := "points"
	if len(names) == 1 {
		name = names[0]
	}
	bad := func(found string, args ...any) error {
		expected := fmt.Sprintf("points of sensors, shape (n, %d)", len(scales))
		return &FitError{path, []Problem{{name, fmt.Sprintf(found, args...), expected}}}
	}
	a, err := file.Read(name)
	if err != nil {
		return nil, bad("no array that can be read (there are %s): %v", strings.Join(names, ", "), err)
	}
	shape := a.Shape
	if len(shape) == 1 && len(scales) == 1 {
		shape = []int{shape[0], 1}
	}
	if len(shape) != 2 || shape[1] != len(scales) || shape[0] == 0 || shape[0] > maxPoints {
		return nil, bad("shape (%s)", join(a.Shape))
	}
	points := make([][]float64, shape[0])
	for i := range points {
		for k, scale := range scales {
			x := a.Data[i*len(scales)+k]
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return nil, bad("%g in point %d", x, i)
			}
			points[i] = append(points[i], x*scale)
		}
	}
	return points, nil
}
