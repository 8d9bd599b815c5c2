//go:build !unix

package clock

import "time"

func used() time.Duration { return 0 }
