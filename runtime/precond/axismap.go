package precond

// axisMap joins the cells of one axis in pairs: cells 2I and 2I+1 are the children
// of coarse cell I; the last one of an odd number is an only child. On an axis that
// is not coarsened all are.
type axisMap struct {
	n, coarse  int
	periodic   bool
	parent     []int     // by cell
	sibling    []int     // by cell: the other child of its parent; -1: none
	outside    []int     // by cell with a sibling: its neighbour under another parent; -1: none
	fine, wide []float64 // widths of the cells, fine and coarse
}

func newAxisMap(width []float64, periodic, pair bool) axisMap {
	a := axisMap{n: len(width), periodic: periodic, fine: width}
	for i, w := range width {
		I := i
		if pair {
			I = i / 2
		}
		a.parent = append(a.parent, I)
		if I == len(a.wide) {
			a.wide = append(a.wide, 0)
		}
		a.wide[I] += w
	}
	a.coarse = len(a.wide)
	for i := range a.n {
		s, to := -1, -1
		for _, j := range [2]int{i - 1, i + 1} {
			if j >= 0 && j < a.n && a.parent[j] == a.parent[i] {
				s = j
			}
		}
		if s >= 0 {
			to = 2*i - s
			if periodic {
				to = wrap(to, a.n)
			} else if to >= a.n {
				to = -1
			}
		}
		a.sibling, a.outside = append(a.sibling, s), append(a.outside, to)
	}
	return a
}

// hop is where an offset leads from a cell.
type hop struct {
	to      int     // the cell, -1 beyond a wall
	coarse  int     // the offset of its parent
	stretch float64 // how much longer the way is between the parents, 1 for the same one
}

// hops are those of an offset, by cell.
func (a *axisMap) hops(off int) []hop {
	list := make([]hop, a.n)
	for i := range list {
		list[i] = a.hop(i, off)
	}
	return list
}

func (a *axisMap) hop(i, off int) hop {
	to := i + off
	if a.periodic {
		to = wrap(to, a.n)
	}
	if to < 0 || to >= a.n {
		return hop{to: -1, stretch: 1}
	}
	coarse := a.parent[to] - a.parent[i]
	if a.periodic { // in the direction of the offset
		coarse = wrap(coarse, a.coarse)
		if off < 0 && coarse > 0 {
			coarse -= a.coarse
		}
	}
	if coarse == 0 {
		return hop{to, 0, 1}
	}
	return hop{to, coarse, distance(a.wide, a.parent[i], coarse) / distance(a.fine, i, off)}
}

// distance of the centre of a cell from that of the one off cells away.
func distance(width []float64, i, off int) float64 {
	n, sum := len(width), width[i]/2
	step := 1
	if off < 0 {
		step = -1
	}
	for k := step; k != off; k += step {
		sum += width[wrap(i+k, n)]
	}
	return sum + width[wrap(i+off, n)]/2
}
