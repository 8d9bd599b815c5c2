package fixedpoint

import "github.com/pindiff/pindiffc/runtime/vec"

// DefaultDepth is the usual length of Anderson's history.
const DefaultDepth = 5

// mixer is Anderson's acceleration (J. ACM 12, 1965; Walker and Ni, SIAM J. Numer.
// Anal. 49, 2011) of a relaxed sweep G(z) = z + omega M^-1 (b - A(z)). With the
// differences of successive sweeps dg_j and residuals dr_j,
//
//	gamma minimises |r - sum gamma_j dr_j|^2 + sum (lambda |dr_j| gamma_j)^2
//	z' = G(z) - sum gamma_j dg_j
//
// The relaxation of the sweep is the damping beta of the method. The fit is of the
// residual r = b - A(z) itself, in the norm of the space, and not of G(z) - z as
// often: equations of different size count alike, and for an affine A the step is
// the sweep from the point of least residual, as in GMRES.
type mixer[T vec.Float] struct {
	space Space[T]
	fit   *fit[T]
	dg    [][]T // oldest first, as many as the fit has columns
	g, r  []T   // of the iterate before
	known bool  // that there is one
	gamma []float64
}

func newMixer[T vec.Float](space Space[T], depth int) *mixer[T] {
	m := &mixer[T]{
		space: space, fit: newFit(space, depth), gamma: make([]float64, depth),
		g: space.New(), r: space.New(),
	}
	for range depth {
		m.dg = append(m.dg, space.New())
	}
	return m
}

// forget drops the history: the next step is a plain sweep.
func (m *mixer[T]) forget() { m.fit.columns, m.known = 0, false }

// learn takes the sweep and the residual of an iterate into the history. It answers
// true if older differences had to go, because the new one depends on them.
func (m *mixer[T]) learn(g, r []T) (restarted bool) {
	if m.known {
		if m.fit.full() {
			m.fit.drop()
			first := m.dg[0]
			copy(m.dg, m.dg[1:])
			m.dg[len(m.dg)-1] = first
		}
		before := m.fit.columns
		m.space.Axpby(1, r, -1, m.r)
		if m.fit.add(m.r) {
			k := m.fit.columns - 1
			restarted = k < before
			m.space.Copy(m.dg[k], g)
			m.space.Axpy(-1, m.g, m.dg[k])
		}
	}
	m.space.Copy(m.g, g)
	m.space.Copy(m.r, r)
	m.known = true
	return restarted
}

// blend makes trial, which holds the sweep, the accelerated iterate; r is the
// residual. It answers false, and leaves trial, if there is no history yet.
func (m *mixer[T]) blend(trial, r []T) bool {
	gamma := m.gamma[:m.fit.columns]
	m.fit.solve(gamma, r)
	for j, c := range gamma {
		m.space.Axpy(T(-c), m.dg[j], trial)
	}
	return len(gamma) > 0
}
