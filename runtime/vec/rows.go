package vec

import "fmt"

// Rows lie regularly in an array, as those of a grid between its ghosts: Count runs
// of N elements, each beginning Stride elements after the one before. A slice that
// is given beside Rows begins with the first of them; what lies between rows is
// neither read nor written.
type Rows struct{ Count, N, Stride int }

// run is one row.
func run(n int) Rows { return Rows{1, n, n} }

// check guards the loops, which check no bounds.
func (r Rows) check(lengths ...int) {
	need := 0
	if r.Count > 0 {
		need = (r.Count-1)*r.Stride + r.N
	}
	for _, n := range lengths {
		if r.Count < 0 || r.N < 0 || r.Stride < r.N || n < need {
			panic(fmt.Sprintf("vec: %d rows of %d elements, %d apart, in a slice of %d", r.Count, r.N, r.Stride, n))
		}
	}
}

// groups yields the rows that a sum takes at a time, and where they begin.
func (r Rows) groups(yield func(at int, group Rows) bool) {
	if r.N == 0 {
		return
	}
	if r.N > reduceBlock {
		for k := range r.Count {
			for at := 0; at < r.N; at += reduceBlock {
				if !yield(k*r.Stride+at, run(min(reduceBlock, r.N-at))) {
					return
				}
			}
		}
		return
	}
	size := reduceBlock / r.N
	for k := 0; k < r.Count; k += size {
		if !yield(k*r.Stride, Rows{min(size, r.Count-k), r.N, r.Stride}) {
			return
		}
	}
}

// left are the columns that a plain loop takes one after the other where the first
// `done` of every row have been taken: whole blocks of lanes, then what is left.
func (r Rows) left(done int) [][2]int {
	whole := r.N &^ (lanes - 1)
	switch done {
	case r.N:
		return nil
	case 0:
		return [][2]int{{0, whole}, {whole, r.N}}
	}
	return [][2]int{{done, r.N}}
}
