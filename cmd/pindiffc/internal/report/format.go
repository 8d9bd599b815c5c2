package report

import (
	"fmt"
	"math"
	"time"
)

// Bytes in words: "1.3 MiB".
func Bytes(n int64) string {
	const k = 1024
	if n < k {
		return fmt.Sprintf("%d B", n)
	}
	v, i := float64(n), -1
	for v >= k && i < 4 {
		v /= k
		i++
	}
	return fmt.Sprintf("%.*f %ciB", decimals(v), v, "KMGTP"[i])
}

func decimals(v float64) int {
	if v < 10 {
		return 1
	}
	return 0
}

// Duration in words: "0.4 s", "3:51", "1:02:03".
func Duration(d time.Duration) string {
	s := d.Seconds()
	if s < 60 {
		return fmt.Sprintf("%.*f s", decimals(s), s)
	}
	t := int64(math.Round(s))
	if t < 3600 {
		return fmt.Sprintf("%d:%02d", t/60, t%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", t/3600, t/60%60, t%60)
}

// Number in four digits.
func Number(v float64) string { return fmt.Sprintf("%.4g", v) }

// Percent of a fraction, three digits: "0.104 %".
func Percent(fraction float64) string { return fmt.Sprintf("%.3g %%", 100*fraction) }
