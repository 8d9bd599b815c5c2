package solver

// nearest is the part of the way to an open end of a state's declared range that a
// Newton step may go.
const nearest = 0.9

// Longest keeps iterates inside the open ends of the states' declared ranges, beyond
// which an equation may have no value: the largest lambda up to 1 for which no cell
// of z + lambda d goes more than nine tenths of the way. Cells that are outside
// already do not count.
func (s *stageSystem[T]) Longest(z, d []T) float64 {
	w, longest := s.w, 1.0
	n := w.grid.N[w.grid.Dim-1]
	for i := range w.problem.States {
		st := &w.problem.States[i]
		if !bounded(st) || !st.MinOpen && !st.MaxOpen {
			continue
		}
		for k := range w.grid.Rows() {
			at := i*w.grid.Size + w.grid.Row(k)
			for c, x := range z[at : at+n] {
				x, by := float64(x), float64(d[at+c])
				if st.MinOpen && by < 0 && x > st.Min {
					longest = min(longest, nearest*(st.Min-x)/by)
				}
				if st.MaxOpen && by > 0 && x < st.Max {
					longest = min(longest, nearest*(st.Max-x)/by)
				}
			}
		}
	}
	return longest
}
