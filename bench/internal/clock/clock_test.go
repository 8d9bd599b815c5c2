package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Sleeping takes no processor time, working does.
func TestSleepIsFree(t *testing.T) {
	if used() == 0 {
		t.Skip("the system does not tell")
	}
	w := Start()
	time.Sleep(200 * time.Millisecond)
	asleep := w.Seconds()
	require.Less(t, asleep, 0.1)
	for w.Seconds() < asleep+0.05 { // ends only if work counts
	}
}
