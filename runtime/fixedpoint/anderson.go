package fixedpoint

import "github.com/pindiff/pindiffc/runtime/vec"

// DefaultDepth is the usual length of Anderson's history.
const DefaultDepth = 5

// mixer is Anderson's acceleration (J. ACM 12, 1965; Walker and Ni, SIAM J. Numer.
// Anal. 49, 2011) of the map G(z) = z - omega D^-1 (A(z) - b). With differences of
// successive iterates dz_j, of their sweeps dg_j and of their residuals dr_j,
//
//	gamma minimises |r - sum gamma_j dr_j|^2 + sum (lambda |dr_j| gamma_j)^2
//	z' = (1-beta) (z - sum gamma_j dz_j) + beta (G(z) - sum gamma_j dg_j)
//
// The fit is of the residual r = b - A(z) itself, in the norm of the space, and not
// of G(z) - z as often: equations of different size count alike, and for an affine
// A the step is the sweep from the point of least residual, as in GMRES.
type mixer[T vec.Float] struct {
	space   Space[T]
	fit     *fit[T]
	dz, dg  [][]T // oldest first, as many as the fit has columns
	z, g, r []T   // of the iterate before
	known   bool  // that there is one
	gamma   []float64
}

func newMixer[T vec.Float](space Space[T], depth int) *mixer[T] {
	m := &mixer[T]{
		space: space, fit: newFit(space, depth), gamma: make([]float64, depth),
		z: space.New(), g: space.New(), r: space.New(),
	}
	for range depth {
		m.dz = append(m.dz, space.New())
		m.dg = append(m.dg, space.New())
	}
	return m
}

// forget drops the history: the next step is a plain sweep.
func (m *mixer[T]) forget() { m.fit.columns, m.known = 0, false }

// learn takes an iterate with its sweep and residual into the history. It answers
// true if older differences had to go, because the new one depends on them.
func (m *mixer[T]) learn(z, g, r []T) (restarted bool) {
	if m.known {
		m.space.Axpby(1, r, -1, m.r)
		if m.fit.full() {
			m.fit.drop()
			cycle(m.dz)
			cycle(m.dg)
		}
		before := m.fit.columns
		if m.fit.add(m.r) {
			k := m.fit.columns - 1
			restarted = k < before
			difference(m.space, m.dz[k], z, m.z)
			difference(m.space, m.dg[k], g, m.g)
		}
	}
	m.space.Copy(m.z, z)
	m.space.Copy(m.g, g)
	m.space.Copy(m.r, r)
	m.known = true
	return restarted
}

// blend makes trial, which holds the sweep of z, the accelerated iterate. It
// answers false, for a sweep that is at most damped, if there is no history yet.
func (m *mixer[T]) blend(trial, z, r []T, beta float64) bool {
	if beta == 0 {
		beta = 1
	}
	gamma := m.gamma[:m.fit.columns]
	m.fit.solve(gamma, r)
	for j, c := range gamma {
		m.space.Axpy(T(-c), m.dg[j], trial)
	}
	if beta != 1 {
		m.space.Axpby(T(1-beta), z, T(beta), trial)
		for j, c := range gamma {
			m.space.Axpy(T(-(1-beta)*c), m.dz[j], trial)
		}
	}
	return len(gamma) > 0
}

// difference is d = x - y.
func difference[T vec.Float](s Space[T], d, x, y []T) {
	s.Copy(d, x)
	s.Axpy(-1, y, d)
}

// cycle moves the first vector to the end.
func cycle[T any](v [][]T) {
	first := v[0]
	copy(v, v[1:])
	v[len(v)-1] = first
}
