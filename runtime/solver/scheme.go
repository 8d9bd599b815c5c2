package solver

// scheme is a time scheme as data: an implicit one-step scheme with weight theta
// of the new time, or an explicit Runge-Kutta tableau. A step uses parts+1 time
// levels, evenly spaced from its start to its end.
type scheme struct {
	name  string
	theta float64
	parts int
	a     [][]float64 // a[i][j]: weight of stage j in the state of stage i
	b     []float64   // weights of the stages in the step
	node  []int       // level of stage i, counted from the start of the step
}

func (s *scheme) explicit() bool { return s.b != nil }

var schemes = []scheme{
	{name: "forward_euler", parts: 1, a: [][]float64{nil}, b: []float64{1}, node: []int{0}},
	{
		name: "rk4", parts: 2, // Kutta's classical method of order 4
		a:    [][]float64{nil, {0.5}, {0, 0.5}, {0, 0, 1}},
		b:    []float64{1. / 6, 1. / 3, 1. / 3, 1. / 6},
		node: []int{0, 1, 1, 2},
	},
	{name: "backward_euler", parts: 1, theta: 1},
	{name: "crank_nicolson", parts: 1, theta: 0.5},
}

func schemeNames() []string {
	names := make([]string, len(schemes))
	for i := range schemes {
		names[i] = schemes[i].name
	}
	return names
}

// schemeOf finds a scheme by a name that config has checked.
func schemeOf(name string) *scheme {
	for i := range schemes {
		if schemes[i].name == name {
			return &schemes[i]
		}
	}
	return nil
}
