package solver

import "github.com/pindiff/pindiffc/runtime/precond"

// choose picks what serves this linearisation best.
func (p *preconditioner[T]) choose() int {
	if len(p.all) == 1 {
		return 0
	}
	strength := precond.Strength(p.matrix)
	axis := p.strongest(strength)
	if len(p.all) > p.lines && leftBeside(strength, axis) > worthwhile {
		return p.lines
	}
	return axis
}

// strongest is the axis with the strongest couplings.
func (p *preconditioner[T]) strongest(strength [3]float64) int {
	best := 0
	for axis := range p.lines {
		if strength[axis] > strength[best] {
			best = axis
		}
	}
	return best
}

// leftBeside estimates how much of an error a solve along one axis leaves: the
// couplings along the others, against those within the cell less those along the
// axis.
func leftBeside(strength [3]float64, axis int) float64 {
	others := 0.0
	for a, s := range strength {
		if a != axis {
			others += s
		}
	}
	if strength[axis] >= 1 {
		return others
	}
	return others / (1 - strength[axis])
}

// worthwhile is what lines may leave before a cycle of multigrid, several times
// the work of a line, takes less time.
const worthwhile = 0.8
