package mms

import "math"

// stage of a step, at t + c*dt. With m the mass, f the right-hand side and z_0 the
// state at the start, it solves
//
//	m(z_i) - own*dt*f(z_i) = m(z_0) + dt*sum_j before_j*f(z_j)
//
// where z_j are the start and the stages before. Algebraic rows hold at the
// stage's own time. The last stage is the new state.
type stage struct {
	c, own float64
	before []float64
}

// gamma makes sdirk2 L-stable: R. Alexander, SIAM J. Numer. Anal. 14 (1977).
var gamma = 1 - 1/math.Sqrt2

// stages of the one-step schemes. bdf2 is a case of its own.
func stages(scheme string, theta float64) []stage {
	switch scheme {
	case "forward_euler":
		return []stage{{1, 0, []float64{1}}}
	case "ssp_rk3": // Shu and Osher, J. Comput. Phys. 77 (1988)
		return []stage{{1, 0, []float64{1}}, {0.5, 0, []float64{0.25, 0.25}}, {1, 0, []float64{1. / 6, 1. / 6, 2. / 3}}}
	case "rk4":
		return []stage{{0.5, 0, []float64{0.5}}, {0.5, 0, []float64{0, 0.5}}, {1, 0, []float64{0, 0, 1}},
			{1, 0, []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6}}}
	case "backward_euler":
		return []stage{{1, 1, nil}}
	case "crank_nicolson":
		return []stage{{1, 0.5, []float64{0.5}}}
	case "theta":
		return []stage{{1, theta, []float64{1 - theta}}}
	case "sdirk2":
		return []stage{{gamma, gamma, nil}, {1, gamma, []float64{0, 1 - gamma}}}
	}
	return nil
}

// TimeOrder of a scheme; a lag in the equations makes it 1.
func TimeOrder(scheme string, theta float64, lagged bool) float64 {
	order := map[string]float64{
		"forward_euler": 1, "ssp_rk3": 3, "rk4": 4, "backward_euler": 1, "crank_nicolson": 2, "theta": 1, "bdf2": 2, "sdirk2": 2,
	}[scheme]
	switch {
	case lagged:
		return 1
	case scheme == "theta" && theta == 0.5:
		return 2
	}
	return order
}

// explicit schemes have a limit to their step.
func explicit(scheme string) bool {
	return scheme == "forward_euler" || scheme == "ssp_rk3" || scheme == "rk4"
}
