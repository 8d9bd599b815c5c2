package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// Power iteration ends when the estimate moves by less than powerTol between
// two products, powerMax products at most.
const (
	powerTol = 1e-4
	powerMax = 400
)

// explicitLimit is the largest step for which forward Euler is stable on M z' = f(z)
// at the start of the horizon: 2/rho, rho the spectral radius of M^-1 df/dz there,
// where the largest eigenvalues are real and negative. It is found without an
// explicit operator: the tangent of one backward-Euler step of length dt,
//
//	S = (M - dt J)^-1 M,   with eigenvalues 1/(1 + dt l) for -l of M^-1 J,
//
// turns power iteration on 1 - S, with eigenvalues p = dt l/(1 + dt l) in the order
// of l, into rho = p/((1 - p) dt), whatever dt is. It should be below the limit,
// where p lies well apart. The system has no algebraic state.
func explicitLimit(ctx context.Context, p *kernel.Problem[float64], dt float64) (float64, error) {
	s, err := solver.New(p, solver.Config{Scheme: "backward_euler", Steps: []float64{dt}, Tol: 1e-10})
	if err != nil {
		return 0, err
	}
	defer s.Close()
	tape, err := s.Forward(ctx, []solver.Case[float64]{{}}, nil)
	if err != nil {
		return 0, err
	}
	v := checkerboard(len(p.States), s.Grid().Cells, s.Grid().N[s.Grid().Dim-1])
	before := 0.0
	for range powerMax {
		at, err := tape.Pushforward(ctx, &solver.Direction[float64]{Initial: [][][]float64{v}})
		if err != nil {
			return 0, err
		}
		along, size := 0.0, 0.0
		for i, moved := range at[0][0] {
			for k, x := range moved {
				d := v[i][k] - x
				along += d * v[i][k]
				size += d * d
				v[i][k] = d
			}
		}
		for i := range v {
			for k := range v[i] {
				v[i][k] /= math.Sqrt(size)
			}
		}
		// v was of length one: along is the Rayleigh quotient.
		if math.Abs(along-before) < powerTol*along {
			return 2 * (1 - along) * dt / along, nil
		}
		before = along
	}
	return 0, fmt.Errorf("%s: the spectral radius is not found in %d products", p.Name, powerMax)
}

// checkerboard is a direction of length one that changes sign from cell to cell,
// as the stiffest mode of diffusion does, with seeded noise, so that no mode is
// missing. row is the number of cells along the last axis.
func checkerboard(states, cells, row int) [][]float64 {
	r := rand.New(rand.NewPCG(1, 2))
	v := make([][]float64, states)
	size := 0.0
	for i := range v {
		v[i] = make([]float64, cells)
		for k := range v[i] {
			sign := 1 - 2*float64((k/row+k%row)%2)
			v[i][k] = sign * (1 + 0.3*r.NormFloat64())
			size += v[i][k] * v[i][k]
		}
	}
	for i := range v {
		for k := range v[i] {
			v[i][k] /= math.Sqrt(size)
		}
	}
	return v
}
