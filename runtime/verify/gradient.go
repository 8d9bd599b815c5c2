package verify

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// gradients tests the gradient of a loss of the whole run, part by part: its
// Taylor remainder, and against central differences.
func (b *bench[T]) gradients(ctx context.Context) ([]Check, error) {
	s, err := b.open(nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	l := b.newLoss(s.Grid().Cells)
	tape, err := s.Forward(ctx, b.cases(b.at), b.times)
	if err != nil {
		return nil, err
	}
	g, err := tape.Pullback(ctx, l.cotangent(tape.At))
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(b.o.Seed, 4))
	var checks []Check
	for _, part := range b.parts() {
		taylor, difference := "taylor "+part, "gradient "+part
		if single[T]() {
			checks = append(checks, skip(taylor, inSingle), skip(difference, inSingle))
			continue
		}
		d := b.direction(s, rng, part)
		line := &line[T]{b: b, s: s, l: l, d: d, slope: b.slope(g, d)}
		line.start = l.value(tape.At)
		more, err := line.checks(ctx, part)
		if err != nil {
			return nil, err
		}
		checks = append(checks, more...)
	}
	return checks, nil
}

// parts are those that exist.
func (b *bench[T]) parts() []string {
	parts := []string{"initial"}
	if len(b.p.Bounds) > 0 {
		parts = append(parts, "boundary data")
	}
	if len(b.at.params) > 0 {
		parts = append(parts, "parameters")
	}
	if len(b.at.fields) > 0 {
		parts = append(parts, "fields")
	}
	if len(b.at.weights) > 0 {
		parts = append(parts, "weights")
	}
	return parts
}

// direction in one part, of the size of a tenth of its values. Parameters move
// to the side that their range allows.
func (b *bench[T]) direction(s *solver.Solver[T], rng *rand.Rand, part string) inputs[T] {
	var d inputs[T]
	shake := func(x []T, size float64) []T {
		y := make([]T, len(x))
		for i := range y {
			y[i] = T(size * rng.NormFloat64())
		}
		return y
	}
	switch part {
	case "initial":
		for i, u := range b.at.initial {
			v := shake(u, 0.1*b.scale[i])
			if b.null() { // sources of a potential must balance
				mean := vec.Sum(v) / float64(len(v))
				for k := range v {
					v[k] -= T(mean)
				}
			}
			d.initial = append(d.initial, v)
		}
	case "boundary data":
		d.bounds = b.boundDirection(s, rng)
	case "parameters":
		moved := append([]float64(nil), b.at.params...)
		for i, v := range b.at.params {
			size := math.Abs(v) // however small: in SI units a diffusivity may be 1e-9
			if size == 0 {
				size = 1e-3
			}
			step := 0.1 * size * (0.5 + rng.Float64())
			moved[i] = v + step
			if s.SetParams(moved) != nil {
				step = -step
			}
			moved[i] = v
			d.params = append(d.params, step)
		}
	case "fields":
		for _, f := range b.at.fields { // by their own size, so that what is positive stays so
			y, size := shake(f, 0.1), vec.MaxAbs(f)
			for i := range y {
				y[i] *= T(math.Abs(float64(f[i])) + 1e-3*size)
			}
			d.fields = append(d.fields, y)
		}
	case "weights":
		d.weights = shake(b.at.weights, 0.1*vec.Norm2(b.at.weights)/math.Sqrt(float64(len(b.at.weights))))
	}
	return d
}

// slope is <gradient, direction>.
func (b *bench[T]) slope(g *solver.Gradient[T], d inputs[T]) float64 {
	sum := 0.0
	for i := range d.initial {
		sum += vec.Dot(g.Initial[0][i], d.initial[i])
	}
	for i, v := range d.bounds {
		sum += vec.Dot(g.Bounds[i], v)
	}
	for i, v := range d.params {
		sum += g.Params[i] * v
	}
	for i := range d.fields {
		sum += vec.Dot(g.Fields[i], d.fields[i])
	}
	if d.weights != nil {
		sum += vec.Dot(g.Weights, d.weights)
	}
	return sum
}
