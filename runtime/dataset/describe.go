package dataset

import (
	"io"
	"math"
)

// Info is what Describe tells about one array.
type Info struct {
	Name      string  `json:"name"`
	DType     string  `json:"dtype,omitempty"`
	Shape     []int   `json:"shape"`
	Order     string  `json:"order,omitempty"` // "C" or "Fortran"
	NotFinite int     `json:"not_finite,omitempty"`
	Min       float64 `json:"min"` // of the finite values; 0 if there are none
	Max       float64 `json:"max"`
	Problem   string  `json:"problem,omitempty"` // why it cannot be read
}

// Describe looks at every array of a file, a chunk at a time.
func Describe(path string) ([]Info, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	infos := make([]Info, len(f.entries))
	for i, name := range f.Names() {
		infos[i].Name = name
		if err := f.with(name, infos[i].read); err != nil {
			infos[i].Problem = err.Error()
		}
	}
	return infos, nil
}

func (i *Info) read(r io.Reader) error {
	h, err := readHeader(r)
	if err != nil {
		return err
	}
	i.Shape, i.DType, i.Order = h.shape, h.descr, "C"
	if h.fortran {
		i.Order = "Fortran"
	}
	dt, err := dtypeOf(h.descr)
	if err != nil {
		return err
	}
	i.DType = dt.name
	n, err := count(h.shape)
	if err != nil {
		return err
	}
	least, most := math.Inf(1), math.Inf(-1)
	err = eachChunk(r, dt, n, func(v []float64) {
		for _, x := range v {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				i.NotFinite++
				continue
			}
			least, most = math.Min(least, x), math.Max(most, x)
		}
	})
	if least <= most {
		i.Min, i.Max = least, most
	}
	return err
}
