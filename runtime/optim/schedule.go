package optim

import (
	"fmt"
	"math"
)

// Piece of a schedule. Fraction is its share of all epochs; pieces with
// Fraction 0 share what the others leave. To is relative to the base rate.
//
// With f the factor at which the piece before ended (1 at the start) and s the
// part of the piece that has passed, in [0, 1), the factor is
//
//	constant     f
//	cosine       To + (f - To) * (1 + cos(pi s))/2
//	exponential  f * (To/f)^s
//	warmup       (s + one epoch's share): linear to 1, never 0
type Piece struct {
	Kind     string
	Fraction float64
	To       float64
}

// Schedule gives the learning rate of every epoch.
type Schedule struct {
	base   float64
	epochs int
	pieces []piece
}

type piece struct {
	Piece
	start, length float64 // in epochs
	from          float64 // factor at its start
}

// NewSchedule joins pieces over a number of epochs; no pieces means constant.
// After the last piece its final factor stays. Errors: an unknown kind, fractions
// that are negative or sum to more than 1, a decay to a rate that is not positive.
func NewSchedule(base float64, epochs int, pieces []Piece) (*Schedule, error) {
	if !(base > 0) || math.IsInf(base, 0) {
		return nil, fmt.Errorf("the learning rate must be positive, found %g", base)
	}
	s := &Schedule{base: base, epochs: epochs}
	given, open := 0.0, 0
	for _, p := range pieces {
		if !(p.Fraction >= 0) {
			return nil, fmt.Errorf("schedule: %s has a negative share of the epochs, %g", p.Kind, p.Fraction)
		}
		given += p.Fraction
		if p.Fraction == 0 {
			open++
		}
	}
	if given > 1+1e-9 {
		return nil, fmt.Errorf("schedule: the pieces take %g %% of the epochs", 100*given)
	}
	if open > 0 && given > 1-1e-9 {
		return nil, fmt.Errorf("schedule: nothing is left for the piece that has no share of its own")
	}
	at, factor := 0.0, 1.0
	for _, p := range pieces {
		share := p.Fraction
		if share == 0 {
			share = (1 - given) / float64(open)
		}
		q := piece{Piece: p, start: at, length: share * float64(epochs), from: factor}
		switch p.Kind {
		case "constant":
		case "warmup":
			factor = 1
		case "cosine", "exponential":
			if !(p.To >= 0) || p.Kind == "exponential" && p.To == 0 {
				return nil, fmt.Errorf("schedule: %s cannot go to %g", p.Kind, p.To)
			}
			factor = p.To
		default:
			return nil, fmt.Errorf("schedule: unknown piece %q (constant, cosine, exponential and warmup are known)", p.Kind)
		}
		at += q.length
		s.pieces = append(s.pieces, q)
	}
	return s, nil
}

// Rate of an epoch, counted from 0.
func (s *Schedule) Rate(epoch int) float64 {
	factor := 1.0
	for _, p := range s.pieces {
		if float64(epoch) < p.start {
			break
		}
		factor = p.at(float64(epoch) - p.start)
	}
	return s.base * factor
}

// at is the factor after e epochs of the piece.
func (p *piece) at(e float64) float64 {
	x := 1.0
	if e < p.length {
		x = e / p.length
	}
	switch p.Kind {
	case "cosine":
		return p.To + (p.from-p.To)*(1+math.Cos(math.Pi*x))/2
	case "exponential":
		return p.from * math.Pow(p.To/p.from, x)
	case "warmup":
		return math.Min(1, (e+1)/math.Max(1, p.length))
	}
	return p.from
}
