package precond

import "math"

// Diffusion is how much of the entries that couple a state to itself within a cell is
// diffusion to the neighbours: the smaller one of the couplings to both sides, twice,
// over all axes, against what is left without them, both summed over cells. It is of
// the first state; infinite where nothing is left.
func Diffusion[T float32 | float64](m *Matrix[T]) float64 {
	g := m.Grid
	n := g.N[g.Dim-1]
	own, along := 0.0, 0.0
	entry := func(off [3]int) []T {
		if k := m.find(Entry{Off: off}); k >= 0 {
			return m.Values[k]
		}
		return nil
	}
	if centre := entry([3]int{}); centre != nil {
		for r := range g.Rows() {
			row := g.Row(r)
			own += lesserSum(centre[row:row+n], centre[row:row+n])
		}
	}
	for a := range g.Dim {
		var off [3]int
		off[a] = 1
		up := entry(off)
		off[a] = -1
		down := entry(off)
		if up == nil || down == nil {
			continue
		}
		for r := range g.Rows() {
			row := g.Row(r)
			along += 2 * lesserSum(up[row:row+n], down[row:row+n])
		}
	}
	if own <= along {
		return math.Inf(1)
	}
	return along / (own - along)
}

// lesserSum is the sum of min(|x[i]|, |y[i]|), in four parts, which add at the same time.
func lesserSum[T float32 | float64](x, y []T) float64 {
	var t [4]float64
	y = y[:len(x)]
	i := 0
	for ; i+4 <= len(x); i += 4 {
		a, b := x[i:i+4:i+4], y[i:i+4:i+4]
		t[0] += min(math.Abs(float64(a[0])), math.Abs(float64(b[0])))
		t[1] += min(math.Abs(float64(a[1])), math.Abs(float64(b[1])))
		t[2] += min(math.Abs(float64(a[2])), math.Abs(float64(b[2])))
		t[3] += min(math.Abs(float64(a[3])), math.Abs(float64(b[3])))
	}
	for ; i < len(x); i++ {
		t[0] += min(math.Abs(float64(x[i])), math.Abs(float64(y[i])))
	}
	return (t[0] + t[2]) + (t[1] + t[3])
}
