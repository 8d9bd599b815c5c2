package cli

import (
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/arrays"
	"github.com/pindiff/pindiffc/cmd/pindiffc/internal/pictures"
	"github.com/pindiff/pindiffc/dsl/model"
)

// lawsOf reads the pointwise closures of one or two arguments from a file of
// closures: those that can be drawn.
func lawsOf(m *model.Model, path string) ([]*pictures.Law, error) {
	var names []string
	for _, c := range m.Closures {
		if c.Closure.Pointwise {
			names = append(names, c.Name)
		}
	}
	list, err := arrays.ReadClosures(path, names)
	if err != nil {
		return nil, err
	}
	var laws []*pictures.Law
	for _, c := range list {
		if l := lawOf(&c); l != nil {
			laws = append(laws, l)
		}
	}
	return laws, nil
}

// lawOf takes a closure's lattice apart; nil where there is none to draw.
func lawOf(c *arrays.Closure) *pictures.Law {
	if len(c.Shape) != len(c.Args) || len(c.Shape) > 2 {
		return nil
	}
	l := &pictures.Law{Name: c.Name, Unit: c.Unit, Learned: c.Learned, True: c.True, SD: c.SD}
	step := len(c.Learned)
	for k, a := range c.Args {
		n := c.Shape[k]
		if n < 2 || !a.Visited {
			return nil
		}
		step /= n
		at := make([]float64, n)
		for i := range at {
			at[i] = a.At[i*step]
		}
		l.Args = append(l.Args, pictures.LawArg{Name: a.Name, Unit: a.Unit, At: at, Lo: a.Lo, Hi: a.Hi})
	}
	return l
}
