package krylov

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// gmres is the restarted generalised minimal residual method (Saad and Schultz,
// SIAM J. Sci. Stat. Comput. 7, 1986), preconditioned from the right: a cycle of
// m steps finds the y that makes
//
//	|r - A M^-1 V y| = |beta e1 - H y|,   A M^-1 V_k = V_{k+1} H,   x += M^-1 V y
//
// least. V is orthonormal by modified Gram-Schmidt, repeated where cancellation
// calls for it; H is made triangular by rotations as it grows. The preconditioner
// must not change during a solve.
type gmres[T vec.Float] struct {
	v     [][]T   // restart+1 vectors
	h     dense64 // column k: R of H after rotations, k+1 long
	c, s  []float64
	g, y  []float64 // rotated right-hand side, solution
	z, xi []T       // M^-1 v, V y
	k     int       // columns of this cycle
	size  float64   // largest |A M^-1 v| of this cycle
}

// dense64 is a small column-major matrix.
type dense64 struct {
	rows int
	data []float64
}

func (d *dense64) column(j int) []float64 { return d.data[j*d.rows : (j+1)*d.rows] }

// NewGMRES returns a GMRES solver that starts afresh after so many iterations,
// at least one. It keeps restart+1 vectors.
func NewGMRES[T vec.Float](space Space[T], restart int) *Solver[T] {
	m := &gmres[T]{
		h: dense64{restart + 1, make([]float64, (restart+1)*restart)},
		c: make([]float64, restart), s: make([]float64, restart),
		g: make([]float64, restart+1), y: make([]float64, restart),
		z: space.New(), xi: space.New(),
	}
	for range restart + 1 {
		m.v = append(m.v, space.New())
	}
	return newSolver(space, m)
}

func (m *gmres[T]) start(w *work[T], norm float64) {
	m.k, m.size, m.g[0] = 0, 0, norm
	size := max(norm, Smallest[T]())
	w.Zero(m.v[0])
	w.Axpy(T(1/size), w.r, m.v[0])
	if size > norm {
		w.Scale(T(size/norm), m.v[0])
	}
}

// step adds one column.
func (m *gmres[T]) step(w *work[T]) (float64, Status) {
	k := m.k
	next := m.v[k+1]
	z := w.precondition(m.z, m.v[k])
	w.apply(next, z)
	length := w.norm(next)
	if !finite(length) {
		return length, NotFinite
	}
	w.gain = max(w.gain, length/w.norm(z))
	m.size = max(m.size, length)
	h := m.h.column(k)
	rest := m.orthogonalise(w, h, length)
	if rest <= 2*Epsilon[T]()*length {
		rest = 0 // A maps the space into itself: it holds the solution, unless A is singular
	} else {
		w.Scale(T(1/rest), next)
	}
	m.rotate(h, rest)
	if h[k] <= Epsilon[T]()*m.size {
		return length, Stagnated // the column is nothing but rounding: A is singular
	}
	m.k++
	estimate := math.Abs(m.g[m.k])
	if estimate > w.target && m.k == len(m.y) {
		return estimate, full
	}
	return estimate, Converged
}

// orthogonalise takes V' next out of v[k+1], into h, and returns the norm of the
// rest. A second pass follows where the first has cancelled digits.
func (m *gmres[T]) orthogonalise(w *work[T], h []float64, length float64) float64 {
	k := m.k
	next := m.v[k+1]
	clear(h)
	for range 3 {
		for i, v := range m.v[:k+1] {
			d := w.Dot(v, next)
			h[i] += d
			w.Axpy(T(-d), v, next)
		}
		rest := w.norm(next)
		if rest > 0.7*length {
			return rest
		}
		length = rest
	}
	return length
}

// rotate applies the rotations so far to a new column of H, whose last element
// is rest, and adds the one that removes it.
func (m *gmres[T]) rotate(h []float64, rest float64) {
	k := m.k
	for i := range k {
		h[i], h[i+1] = m.c[i]*h[i]+m.s[i]*h[i+1], m.c[i]*h[i+1]-m.s[i]*h[i]
	}
	r := math.Hypot(h[k], rest)
	m.c[k], m.s[k] = 1, 0
	if r > 0 {
		m.c[k], m.s[k] = h[k]/r, rest/r
	}
	h[k] = r
	m.g[k+1] = -m.s[k] * m.g[k]
	m.g[k] *= m.c[k]
}

// finish adds M^-1 V y to the iterate.
func (m *gmres[T]) finish(w *work[T]) {
	if m.k == 0 {
		return
	}
	for i := m.k - 1; i >= 0; i-- {
		sum := m.g[i]
		for j := i + 1; j < m.k; j++ {
			sum -= m.h.column(j)[i] * m.y[j]
		}
		m.y[i] = sum / m.h.column(i)[i]
	}
	w.Zero(m.xi)
	for i, y := range m.y[:m.k] {
		w.Axpy(T(y), m.v[i], m.xi)
	}
	w.Axpy(1, w.precondition(m.z, m.xi), w.x)
}
