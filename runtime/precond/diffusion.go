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
	centre := entry([3]int{})
	for r := range g.Rows() {
		row := g.Row(r)
		for i := row; centre != nil && i < row+n; i++ {
			own += math.Abs(float64(centre[i]))
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
			for i := row; i < row+n; i++ {
				along += 2 * min(math.Abs(float64(up[i])), math.Abs(float64(down[i])))
			}
		}
	}
	if own <= along {
		return math.Inf(1)
	}
	return along / (own - along)
}
