package plot

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
)

// decades are ticks of a logarithmic axis: a mark at every digit of every power
// of ten, and labels at the powers of ten, fewer where there are many. Where
// fewer than two powers are in range, 1, 2 and 5 times a power are labelled, and
// where these are too few as well, round values as on a linear axis.
type decades struct{}

func (decades) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0) || !(hi > lo) || math.IsInf(hi, 0) {
		return nil
	}
	from, to := int(math.Floor(math.Log10(lo))), int(math.Ceil(math.Log10(hi)))
	every := max(1, (to-from+5)/6)
	var powers, fine, marks []plot.Tick
	for e := from; e <= to; e++ {
		for m := 1; m < 10; m++ {
			v := power(m, e)
			if v < lo*(1-1e-9) || v > hi*(1+1e-9) {
				continue
			}
			label := plot.Tick{Value: v, Label: logLabel(v, e)}
			switch {
			case m == 1 && (e-from)%every == 0:
				powers, fine = append(powers, label), append(fine, label)
			case m == 2 || m == 5:
				fine = append(fine, label)
			}
			if m == 1 || every == 1 {
				marks = append(marks, plot.Tick{Value: v})
			}
		}
	}
	switch {
	case len(powers) >= 2:
		return mark(powers, marks)
	case len(fine) >= 2:
		return mark(fine, marks)
	}
	return (ticks{target: 5}).Ticks(lo, hi)
}

// mark adds the marks at which no label stands.
func mark(labels, marks []plot.Tick) []plot.Tick {
	for _, m := range marks {
		if !slices.ContainsFunc(labels, func(l plot.Tick) bool { return l.Value == m.Value }) {
			labels = append(labels, m)
		}
	}
	slices.SortFunc(labels, func(a, b plot.Tick) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	return labels
}

// power is m * 10^e, as a decimal number is read.
func power(m, e int) float64 {
	v, _ := strconv.ParseFloat(strconv.Itoa(m)+"e"+strconv.Itoa(e), 64)
	return v
}

// logLabel prints a digit times 10^e.
func logLabel(v float64, e int) string {
	if e >= -2 && e <= 3 {
		return strconv.FormatFloat(v, 'f', max(0, -e), 64)
	}
	return strconv.FormatFloat(v, 'e', 0, 64)
}
