package verify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

var orders = map[string]float64{
	"forward_euler": 1, "ssp_rk3": 3, "rk4": 4,
	"backward_euler": 1, "crank_nicolson": 2, "theta": 1, "bdf2": 2, "sdirk2": 2,
}

func isExplicit(scheme string) bool {
	return scheme == "forward_euler" || scheme == "ssp_rk3" || scheme == "rk4"
}

// timeOrder observes the order of the scheme, log2(|u_h - u_h/2| / |u_h/2 - u_h/4|),
// from a state that has been smoothed by a few backward-Euler steps, so that it
// fits the boundary conditions. Lagged terms make any scheme first-order.
func (b *bench[T]) timeOrder(ctx context.Context) ([]Check, error) {
	name := "order in time"
	if single[T]() {
		return []Check{skip(name, inSingle)}, nil
	}
	probe, err := b.open(nil)
	if err != nil {
		return nil, err
	}
	scheme := probe.Config().Scheme
	want := orders[scheme]
	if scheme == "theta" && probe.Config().Theta == 0.5 {
		want = 2
	}
	if b.lagged(probe) {
		want = min(want, 1)
	}
	probe.Close()
	// An explicit scheme takes short steps: it needs less smoothing, or nothing is
	// left to see, and there is no solver's tolerance in its differences.
	smoothing, floor := 5*b.config.Steps[0], 1e-10
	explicit := isExplicit(scheme)
	if explicit {
		smoothing, floor = smoothing/10, 3e-13
	}
	smooth, err := b.settle(ctx, 10, smoothing)
	if err != nil {
		return []Check{skip(name, fmt.Sprintf("no smooth state to start from: %v", err))}, ctx.Err()
	}
	dt := b.config.Steps[0] / 16
	for range 12 { // the shortest steps whose differences are above round-off tell
		var u [3][][]T
		for i := range u {
			if u[i], err = b.march(ctx, scheme, smooth, dt/float64(int(1)<<i), 4<<i); err != nil {
				break
			}
		}
		if err != nil {
			break // beyond the stable step
		}
		coarse, fine := b.apart(u[0], u[1]), b.apart(u[1], u[2])
		if explicit && coarse <= fine && fine > floor {
			break // growing, so beyond the stable step too
		}
		if fine > floor {
			detail := fmt.Sprintf("of %s, by halving the step; %g expected", scheme, want)
			return []Check{above(name, detail, math.Log2(coarse/fine), want-0.15)}, nil
		}
		dt *= 2
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return []Check{skip(name, "differences between step lengths are at round-off, or the steps unstable")}, nil
}

// settle is what n steps of backward Euler make of the initial state: that at the
// start, from an earlier time on, so that it fits what conditions and coefficients
// are there; from the start on, where these are not defined before it.
func (b *bench[T]) settle(ctx context.Context, n int, dt float64) ([][]T, error) {
	early := *b
	p := *b.p
	p.Time0 -= float64(n) * dt
	early.p = &p
	u, err := early.march(ctx, "backward_euler", b.at.initial, dt, n)
	if err != nil {
		return b.march(ctx, "backward_euler", b.at.initial, dt, n)
	}
	return u, nil
}

// march takes n steps of length dt from u.
func (b *bench[T]) march(ctx context.Context, scheme string, u [][]T, dt float64, n int) ([][]T, error) {
	s, err := b.open(func(c *solver.Config) {
		// Damped steps have another error than those after them, and there are as many
		// of them however short they are: with few steps they would hide the order, and
		// from a smooth state they have nothing to damp.
		c.Scheme, c.Steps, c.Damped = scheme, nil, 0
		for range n {
			c.Steps = append(c.Steps, dt)
		}
	})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	res, err := s.Simulate(ctx, []solver.Case[T]{{Initial: u}}, nil)
	if err != nil {
		return nil, err
	}
	return res.At[0][0], nil
}

// apart is the distance of two states, each on its scale.
func (b *bench[T]) apart(x, y [][]T) float64 {
	worst := 0.0
	for i := range x {
		d := append([]T(nil), x[i]...)
		vec.Axpy(-1, y[i], d)
		worst = max(worst, vec.Norm2(d)/(b.scale[i]*math.Sqrt(float64(len(d)))))
	}
	return worst
}

// lagged says whether an evaluation reads anything that a step freezes.
func (b *bench[T]) lagged(s *solver.Solver[T]) bool {
	if b.p.Kernels.Inputs.Adjoint == nil {
		return false
	}
	t := b.newStage(s, rand.New(rand.NewPCG(b.o.Seed, 6)))
	t.a.LagTime = t.a.Time // at the start of time, sin(t) and its like hide what they multiply
	lo, hi := t.reach(t.grid.Halo)
	t.k.Inputs.Adjoint(&t.a, lo, hi)
	for _, x := range t.a.Bar[kernel.Lag] {
		if vec.MaxAbs(x) > 0 {
			return true
		}
	}
	for i, c := range b.p.Calls {
		if c.When == kernel.PerStep && vec.MaxAbs(t.a.Bar[kernel.Call][i]) > 0 {
			return true
		}
	}
	for i, x := range t.a.Bar[kernel.CoefLag] {
		if b.p.Coefs[i].Time && vec.MaxAbs(x) > 0 {
			return true
		}
	}
	return false
}
