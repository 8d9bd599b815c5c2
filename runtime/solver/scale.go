package solver

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/krylov"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// scales are the sizes that a system's equations and states have in one stage, so
// that states of very different size converge together. With M_st the root mean
// square of J_st v for a rough v of size 1,
//
//	size of row s:    R_s = max( rms b_s, round-off/Tol * sum_t M_st S_t )
//	size of state t:  S_t = max( rms z_t, R_t/M_tt )
//
// and for a row without a time derivative, or of a state at rest, in place of b_s
// what the row is without its own state, A_s - J_ss z_s. Residuals are measured by
// R, cotangents of states by 1/S. One state with a time derivative needs no
// weights: its residual is measured by the norm of b.
//
// Where the Jacobian is there as a matrix, M is the mean over all such v.
//
// They are functions of what a step reads, so that repeating a step repeats bits.
type scales struct {
	row, state []float64
	block      []float64 // M, row by row
	size       float64   // what residuals are relative to
}

func newScales(n int) scales {
	s := scales{row: make([]float64, n), state: make([]float64, n), block: make([]float64, n*n)}
	for i := range n {
		s.row[i], s.state[i] = 1, 1
	}
	return s
}

// scaled says whether weights are in use.
func (s *shared[T]) scaled() bool { return s.space.Fields > 1 || len(s.free) > 0 }

// measure sets the scales of the system A(z) = b at a first guess of z, and the
// weights of the space accordingly. The residual that it needs is not computed again.
func (w *worker[T]) measure(z []T) {
	if !w.scaled() {
		if w.scales.size = w.sideNorm; w.sideNorm == 0 {
			w.scales.size = w.space.Norm(w.b)
		}
		return
	}
	held := w.system.held
	w.system.Linearise(z)
	w.pre.forMeasuring()
	w.system.held = false
	w.system.Residual(w.work[0], z)
	w.measureScales(z)
	w.system.held = held
	for i, r := range w.scales.row {
		w.space.Weights[i] = 1 / r
	}
	w.scales.size = math.Sqrt(float64(w.space.Fields * w.grid.Cells))
	w.measured = true
}

// measureDual is measure for the adjoint at z, which solves the system and is
// evaluated. Only the sizes of states matter, for which J z does in the place of b,
// if there is a matrix.
func (w *worker[T]) measureDual(z []T) {
	if !w.scaled() {
		return
	}
	w.pre.forMeasuring()
	if !w.pre.multiply(w.b, z, false) {
		w.apply(w.b, z)
		w.addMean(w.b, z)
	}
	w.space.Zero(w.work[0])
	held := w.system.held
	w.system.held = false
	w.measureScales(z)
	w.system.held = held
	copy(w.space.Weights, w.scales.state)
}

// measureScales needs the residual of z in work[0], and z evaluated.
func (w *worker[T]) measureScales(z []T) {
	n, c := w.space.Fields, &w.scales
	row, v := c.row, w.work[1]
	whole := w.pre.sizes(c.block)
	for t := range n {
		c.state[t] = w.rms(z, t)
		if whole {
			continue
		}
		w.probe(v, t)
		w.system.Apply(w.scratch, v)
		for s := range n {
			c.block[s*n+t] = w.rms(w.scratch, s)
		}
	}
	noise := min(1, 4*epsilon[T]()/w.config.Tol)
	for s := range n {
		row[s] = w.rms(w.b, s)
		if row[s] == 0 || w.isFree(s) {
			row[s] = w.withoutOwn(z, s)
		}
		terms := 0.0
		for t := range n {
			terms += c.block[s*n+t] * c.state[t]
		}
		row[s] = orOne(max(row[s], noise*terms))
	}
	for t := range n {
		if m := c.block[t*n+t]; m > 0 && !math.IsInf(m, 0) {
			c.state[t] = max(c.state[t], row[t]/m)
		}
		c.state[t] = orOne(c.state[t])
	}
}

// orOne replaces what is no size.
func orOne(x float64) float64 {
	if x > 0 && !math.IsInf(x, 0) {
		return x
	}
	return 1
}

// withoutOwn is the size of row s of A without J_ss z_s, where b is zero; the
// residual is in work[0].
func (w *worker[T]) withoutOwn(z []T, s int) float64 {
	residual, v := w.work[0], w.work[1]
	clear(v)
	copy(w.part(v, s), w.part(z, s))
	w.system.Apply(w.scratch, v)
	w.space.Axpy(1, residual, w.scratch)
	return w.rms(w.scratch, s)
}

// probe sets x to 1 and -1, without any order, in state s, 0 elsewhere.
func (w *worker[T]) probe(x []T, s int) {
	clear(x)
	own := w.part(x, s)
	n := w.grid.N[w.grid.Dim-1]
	for k := range w.grid.Rows() {
		r := w.grid.Row(k)
		for i := range n {
			own[r+i] = T(rough(uint64(k*n + i)))
		}
	}
}

// rough is 1 or -1, by a hash (splitmix64) of the place.
func rough(i uint64) float64 {
	h := (i + 1) * 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	if h>>63 == 0 {
		return 1
	}
	return -1
}

// rms is the root mean square of state s of x.
func (w *worker[T]) rms(x []T, s int) float64 {
	one := grid.Space[T]{Grid: w.grid, Fields: 1}
	return one.Norm(w.part(x, s)) / math.Sqrt(float64(w.grid.Cells))
}

// part is the padded array of state s.
func (s *shared[T]) part(x []T, state int) []T {
	return x[state*s.grid.Size : (state+1)*s.grid.Size]
}

// isFree says whether state s has no time derivative.
func (s *shared[T]) isFree(i int) bool { return s.problem.States[i].Algebraic }

func epsilon[T vec.Float]() float64 { return krylov.Epsilon[T]() }

// balance preconditions by the scales alone: for a system whose states differ in
// size, the least that a Krylov method needs. It is its own transpose.
type balance[T vec.Float] struct{ w *worker[T] }

// Precondition sets dst_s = S_s/R_s src_s.
func (p *balance[T]) Precondition(dst, src []T) {
	w := p.w
	n := w.grid.N[w.grid.Dim-1]
	for s := range w.space.Fields {
		a := T(w.scales.state[s] / w.scales.row[s])
		for k := range w.grid.Rows() {
			r := s*w.grid.Size + w.grid.Row(k)
			copy(dst[r:r+n], src[r:r+n])
			vec.Scale(a, dst[r:r+n])
		}
	}
}
