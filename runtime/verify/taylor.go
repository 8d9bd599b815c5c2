package verify

import (
	"context"
	"math"
)

// enough is an order that is 2.
const enough = 1.99

// order is that of the Taylor remainder |J(h) - J(0) - h J'| in h: 2 where J' is the
// derivative, else 1. The order seen between h and h/2 is 2 + O(h), so two of them
// give 2 + O(h^2). The least of three, from the smallest steps whose remainder is far
// above the noise, where kinks are rarest and a wrong slope shows; the noise being an
// estimate, the steps may be up to four times larger. -Inf if there are none.
func (n *line[T]) order(ctx context.Context, noise float64) (float64, error) {
	const halvings = 16
	floor := 3e3 * noise
	var remainder [halvings + 1]float64
	h := 0.5
	for i := range remainder {
		j, err := n.at(ctx, h)
		if err != nil {
			return 0, err
		}
		remainder[i] = math.Abs(j - n.start - h*n.slope)
		h /= 2
	}
	best, tried := math.Inf(-1), 0
	for i := halvings - 4; i >= 0 && tried < 3 && best < enough; i-- {
		if !(remainder[i+4] > floor) {
			continue
		}
		var seen [4]float64
		for k := range seen {
			seen[k] = math.Log2(remainder[i+k] / remainder[i+k+1])
		}
		if least := min(2*seen[1]-seen[0], 2*seen[2]-seen[1], 2*seen[3]-seen[2]); finite(least) {
			best = max(best, least)
			tried++
		}
	}
	return best, nil
}
