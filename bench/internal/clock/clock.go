// Package clock measures the time that work takes of the processor: on a machine
// that does other things besides, it says what wall clock does not.
package clock

import "time"

// Watch is running from Start.
type Watch struct {
	wall time.Time
	cpu  time.Duration
}

// Start begins to measure.
func Start() Watch { return Watch{time.Now(), used()} }

// Seconds of processor time since Start, of all threads of this process; of wall
// clock where the system does not tell.
func (w Watch) Seconds() float64 {
	if now := used(); now > 0 {
		return (now - w.cpu).Seconds()
	}
	return time.Since(w.wall).Seconds()
}
