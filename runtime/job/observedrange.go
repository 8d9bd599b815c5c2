package job

import "slices"

// observedRange is how the values of a state that the loss compares with are spread,
// over all training cases and times, with their noise, SI.
type observedRange struct {
	State string  `json:"state"`
	Min   float64 `json:"min"`
	Low   float64 `json:"quantile_01"`
	High  float64 `json:"quantile_99"`
	Max   float64 `json:"max"`
}

// observed ranges of the states that a term looks at.
func (o *objective[T]) observed() []observedRange {
	var out []observedRange
	for k, st := range o.s.p.States {
		var all []T
		for _, p := range o.pairs {
			if p.state == k {
				all = append(all, p.label...)
			}
		}
		if len(all) == 0 {
			continue
		}
		slices.Sort(all)
		at := func(q float64) float64 { return float64(all[int(q*float64(len(all)-1)+0.5)]) }
		out = append(out, observedRange{State: st.Name, Min: at(0), Low: at(0.01), High: at(0.99), Max: at(1)})
	}
	return out
}
