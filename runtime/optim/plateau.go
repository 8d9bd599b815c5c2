package optim

import "math"

// Plateau lowers the learning rate where nothing gets better: after Patience
// looks in a row at a value that is not below the best so far, the factor is
// multiplied by Factor, down to Least.
type Plateau struct {
	Factor   float64
	Patience int
	Least    float64 // of the factor

	Scale float64 // the factor now, 1 at the start; 0 means 1
	Best  float64 // least value seen
	Bad   int     // looks since then
	Seen  bool    // there was a look
}

// Look takes a new value.
func (p *Plateau) Look(v float64) {
	if !p.Seen || v < p.Best {
		p.Seen, p.Best, p.Bad = true, v, 0
		return
	}
	if p.Bad++; p.Bad >= p.Patience {
		p.Bad = 0
		p.Scale = math.Max(p.Least, p.Rate()*p.Factor)
	}
}

// Rate is the factor now.
func (p *Plateau) Rate() float64 {
	if p.Scale == 0 {
		return 1
	}
	return p.Scale
}

// Save and Restore carry the state on.
func (p *Plateau) Save() []float64 {
	seen := 0.0
	if p.Seen {
		seen = 1
	}
	return []float64{p.Rate(), p.Best, float64(p.Bad), seen}
}

// Restore what was saved.
func (p *Plateau) Restore(v []float64) {
	if len(v) == 4 {
		p.Scale, p.Best, p.Bad, p.Seen = v[0], v[1], int(v[2]), v[3] != 0
	}
}
