package breadth

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Every operator, scheme and boundary kind has the order that it promises.
func TestBreadthInSpace(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	count := 0
	Space(func(r Result) {
		count++
		check(t, r)
	})
	require.Greater(t, count, 250)
}

// Every scheme in time has its order on every system to which it applies.
func TestBreadthInTime(t *testing.T) { Time(func(r Result) { check(t, r) }) }

// Coupled systems are of second order in space.
func TestBreadthOfSystems(t *testing.T) { Systems(func(r Result) { check(t, r) }) }

func check(t *testing.T, r Result) {
	t.Logf("%d-D  %-34s %-24s promised %.0f observed %.2f", r.Dim, r.What, r.With, r.Order, r.Observed)
	switch {
	case r.Err != nil:
		t.Errorf("%d-D %s, %s: %v\n%s", r.Dim, r.What, r.With, r.Err, r.Spec)
	case !r.Good():
		t.Errorf("%d-D %s, %s: order %.2f instead of %.0f\n%s", r.Dim, r.What, r.With, r.Observed, r.Order, r.Spec)
	}
}
