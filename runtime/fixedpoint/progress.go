package fixedpoint

// progress detects that a residual has stopped falling.
type progress struct {
	mark  float64 // residual from which to gain
	since int     // iterations since the last gain of 1 %
}

// stalls takes the smallest residual so far, and says whether so many iterations
// have passed without one that is 1 % smaller.
func (p *progress) stalls(best float64, patience int) bool {
	p.since++
	if best < 0.99*p.mark {
		p.mark, p.since = best, 0
	}
	return p.since >= patience
}
