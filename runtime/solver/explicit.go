package solver

import (
	"math"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/fixedpoint"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// An explicit Runge-Kutta step is
//
//	s_i = u + dt sum_j a_ij k_j,   k_i = f(s_i)/m,   z = u + dt sum_i b_i k_i
//
// with f = Apply(0, -1) and m the diagonal of the mass, both at the level of
// stage i, computed with the level: kernel Mass.

// explicitStep advances u to z, leaving stages and slopes for the reverse. linear
// is for what follows it there.
func (w *worker[T]) explicitStep(st *step[T], linear bool) fixedpoint.Result {
	begin := st.at(0)
	w.evaluateStart(begin, linear)
	w.space.Copy(w.z, w.u)
	for i := range st.b {
		s, k, l := w.stages[i], w.slopes[i], st.at(st.node[i])
		w.space.Copy(s, w.u)
		for j, a := range st.a[i] {
			if a != 0 {
				w.space.Axpy(T(st.dt*a), w.slopes[j], s)
			}
		}
		w.at(l, begin, 0, -1, 0)
		w.evaluate(s, false)
		w.apply(k, s)
		w.divide(k, l.mass)
		w.space.Axpy(T(st.dt*st.b[i]), k, w.z)
	}
	switch x := w.space.Norm(w.z); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return fixedpoint.Result{Status: fixedpoint.NotFinite}
	case x > largest[T]():
		return fixedpoint.Result{Status: fixedpoint.Diverged}
	}
	return fixedpoint.Result{}
}

// largest is the norm of a state that no computation in good health reaches,
// whatever its units: an unstable step is told from there, while there are
// numbers to tell it by.
func largest[T vec.Float]() float64 {
	if unsafe.Sizeof(T(0)) == 4 {
		return 1e35
	}
	return 1e100
}

// divide sets x /= y on interior cells.
func (w *worker[T]) divide(x, y []T) {
	n := w.grid.N[w.grid.Dim-1]
	for f := range w.space.Fields {
		for r := range w.grid.Rows() {
			at := f*w.grid.Size + w.grid.Row(r)
			a, b := x[at:at+n], y[at:at+n]
			for i := range a {
				a[i] /= b[i]
			}
		}
	}
}

// subtractProduct sets x -= y*z on interior cells.
func (w *worker[T]) subtractProduct(x, y, z []T) {
	n := w.grid.N[w.grid.Dim-1]
	for f := range w.space.Fields {
		for r := range w.grid.Rows() {
			at := f*w.grid.Size + w.grid.Row(r)
			a, b, c := x[at:at+n], y[at:at+n], z[at:at+n]
			for i := range a {
				a[i] -= T(b[i] * c[i])
			}
		}
	}
}
