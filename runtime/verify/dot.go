package verify

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// dotProducts tests every kernel that has a tangent and an adjoint:
//
//	| <J v, w> - <v, J' w> | / (|J v| |w|)  <=  limit
//
// over random pairs, the largest taken.
func (b *bench[T]) dotProducts(context.Context) ([]Check, error) {
	s, err := b.open(nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var checks []Check
	rng := rand.New(rand.NewPCG(b.o.Seed, 2))
	for _, t := range b.dotTests() {
		worst := 0.0
		for range b.o.Pairs {
			left, right, norm := t.run(b.newStage(s, rng))
			switch {
			case !finite(left) || !finite(right):
				worst = math.Inf(1)
			case left != right: // else both may be zero, and the norm
				worst = max(worst, math.Abs(left-right)/max(norm, 1e-300))
			}
		}
		detail := fmt.Sprintf("largest of %d |<Jv,w> - <v,J'w>| / (|Jv| |w|)", b.o.Pairs)
		checks = append(checks, below("dot product "+t.name, detail, worst, limit[T](1e-12, 1e-5)))
	}
	return checks, nil
}

// dotTest is the test of one kernel, on a stage that is drawn anew for each pair.
type dotTest[T vec.Float] struct {
	name string
	run  func(*stage[T]) (left, right, norm float64)
}

// dotTests are those of the kernels that there are.
func (b *bench[T]) dotTests() []dotTest[T] {
	k := &b.p.Kernels
	tests := []dotTest[T]{{"apply", (*stage[T]).apply}}
	if k.InitialTangent != nil {
		tests = append(tests, dotTest[T]{"initial", (*stage[T]).initial})
	}
	if k.Matrix != nil {
		tests = append(tests, dotTest[T]{"matrix", (*stage[T]).matrix})
	}
	if k.Inputs.Tangent != nil {
		tests = append(tests, dotTest[T]{"inputs", (*stage[T]).inputs})
	}
	if k.Mass.Tangent != nil {
		tests = append(tests, dotTest[T]{"mass", (*stage[T]).mass})
	}
	if k.Coefs.Tangent != nil {
		tests = append(tests, dotTest[T]{"coefs", func(g *stage[T]) (float64, float64, float64) { return g.coefs(k.Coefs, 0) }})
	}
	if k.CoefsValue.Tangent != nil {
		tests = append(tests, dotTest[T]{"coefs.value", func(g *stage[T]) (float64, float64, float64) { return g.coefs(k.CoefsValue, g.grid.Depth) }})
	}
	for i := range k.Bounds {
		if k.Bounds[i].Tangent != nil {
			tests = append(tests, dotTest[T]{"bound " + b.p.Bounds[i].Name, func(g *stage[T]) (float64, float64, float64) { return g.bound(i) }})
		}
	}
	for i := range k.Ghosts {
		if k.Ghosts[i].Tangent != nil {
			f := &k.Ghosts[i]
			side := map[bool]string{false: "lo", true: "hi"}[f.High]
			name := fmt.Sprintf("ghost %s.%s.%s", b.p.States[f.State].Name, b.p.Axes[f.Axis].Name, side)
			tests = append(tests, dotTest[T]{name, func(g *stage[T]) (float64, float64, float64) { return g.ghost(f) }})
		}
	}
	return tests
}

func (t *stage[T]) apply() (left, right, norm float64) {
	t.k.Apply.Tangent(&t.a, 0, t.grid.N[0])
	left, norm = t.outputs()
	lo, hi := t.reach(t.grid.Halo)
	t.k.Apply.Adjoint(&t.a, lo, hi)
	return left, t.inner(t.a.Dir[kernel.State], t.a.Bar[kernel.State], t.grid.Halo), norm
}

// initial tests the default initial values in the parameters.
func (t *stage[T]) initial() (left, right, norm float64) {
	jv, w := t.a.Dir[kernel.State], t.a.Bar[kernel.State]
	for i := range jv {
		clear(jv[i]) // some are not written
		t.random(w[i], 0, 1/t.b.scale[i])
	}
	t.k.InitialTangent(&t.a, 0, t.grid.N[0])
	left, norm = t.inner(jv, w, 0), math.Sqrt(t.inner(jv, jv, 0)*t.inner(w, w, 0))
	if t.k.InitialAdjoint != nil {
		t.k.InitialAdjoint(&t.a, 0, t.grid.N[0])
	}
	return left, t.params(), norm
}

// matrix compares <w, J v> by the tangent with that by the entries of the matrix.
func (t *stage[T]) matrix() (left, right, norm float64) {
	a, g := &t.a, t.grid
	t.k.Apply.Tangent(a, 0, g.N[0])
	left, norm = t.outputs()
	t.k.Matrix(a, 0, g.N[0])
	n := g.N[g.Dim-1]
	for k, e := range t.b.p.Matrix {
		shift := 0
		for axis, o := range e.Off {
			shift += o * g.Stride[axis]
		}
		v, w, entry := a.Dir[kernel.State][e.State], a.Bar[kernel.Out][e.Equation], a.Val[kernel.Entry][k]
		for r := range g.Rows() {
			for p := g.Row(r); p < g.Row(r)+n; p++ {
				right += float64(w[p]) * float64(entry[p]) * float64(v[p+shift])
			}
		}
	}
	return left, right, norm
}

func (t *stage[T]) inputs() (left, right, norm float64) {
	t.k.Inputs.Tangent(&t.a, 0, t.grid.N[0])
	left, norm = t.outputs()
	if t.k.Inputs.Adjoint != nil {
		lo, hi := t.reach(t.grid.Halo)
		t.k.Inputs.Adjoint(&t.a, lo, hi)
	}
	if t.k.Params != nil {
		t.k.Params(&t.a, 0, t.grid.N[0])
	}
	right = t.params()
	for _, role := range []kernel.Role{kernel.Lag, kernel.Coef, kernel.CoefLag, kernel.Call} {
		right += t.inner(t.a.Dir[role], t.a.Bar[role], t.grid.Halo)
	}
	return left, right, norm
}

// mass tests what explicit schemes divide by, in the coefficients and parameters.
func (t *stage[T]) mass() (left, right, norm float64) {
	t.k.Mass.Tangent(&t.a, 0, t.grid.N[0])
	left, norm = t.outputs()
	if t.k.Mass.Adjoint != nil {
		t.k.Mass.Adjoint(&t.a, 0, t.grid.N[0])
	}
	right = t.params()
	for _, role := range []kernel.Role{kernel.Coef, kernel.CoefLag} {
		right += t.inner(t.a.Dir[role], t.a.Bar[role], 0)
	}
	return left, right, norm
}

// coefs tests the evaluation of coefficients over the interior or with ghosts,
// depth deep. Adjoints look at the ghosts that a stencil can reach, no further.
func (t *stage[T]) coefs(f kernel.Forms[T], depth int) (left, right, norm float64) {
	seen := min(depth, t.grid.Halo)
	jv, w := t.a.Dir[kernel.Coef], t.a.Bar[kernel.Coef]
	for i := range jv {
		clear(jv[i]) // some are not written
		t.random(w[i], 0, 1)
		t.within(w[i], seen)
	}
	lo, hi := t.reach(depth)
	f.Tangent(&t.a, lo, hi)
	left, norm = t.inner(jv, w, seen), math.Sqrt(t.inner(jv, jv, seen)*t.inner(w, w, seen))
	if f.Adjoint != nil {
		f.Adjoint(&t.a, lo, hi)
	}
	return left, t.params() + t.inner(t.a.Dir[kernel.Base], t.a.Bar[kernel.Base], 0), norm
}

// bound tests the data of one condition. Its adjoint looks at the tangential
// ghosts that a stencil can reach, unless the data come from given fields or
// networks, which have no values there.
func (t *stage[T]) bound(i int) (left, right, norm float64) {
	f := t.k.Bounds[i]
	depth := t.grid.Halo
	if t.boundCotangent(i, 0); t.readsBase(f) {
		depth = 0
	}
	w, jv := t.boundCotangent(i, depth), t.a.Dir[kernel.Bound][i]
	clear(jv)
	lo, hi := -t.grid.Depth, t.grid.N[0]+t.grid.Depth
	f.Tangent(&t.a, lo, hi)
	if f.Adjoint != nil {
		f.Adjoint(&t.a, lo, hi)
	}
	norm = vec.Norm2(jv) * vec.Norm2(w)
	left, right = vec.Dot(jv, w), t.params()
	return left, right + t.inner(t.a.Dir[kernel.Base], t.a.Bar[kernel.Base], 0), norm
}

// boundCotangent draws the cotangent of the data of a condition, on the cells of
// its face and depth tangential ghost layers.
func (t *stage[T]) boundCotangent(i, depth int) []T {
	w, axis := t.a.Bar[kernel.Bound][i], t.b.p.Bounds[i].Axis
	clear(w)
	seen, _ := grid.Alloc[T](t.grid, 1)
	for j := range seen[0] {
		seen[0][j] = 1
	}
	t.within(seen[0], depth)
	t.padded(func(at [3]int, p int) {
		if at[axis] == 0 && seen[0][p] != 0 {
			w[t.grid.FaceIndex(axis, at[tangent(axis, 0)], at[tangent(axis, 1)])] = T(t.rng.NormFloat64())
		}
	})
	return w
}

// readsBase tells whether an adjoint adds to the cotangents of given fields or
// networks, which it clears again, with those of the parameters.
func (t *stage[T]) readsBase(f kernel.Forms[T]) (reads bool) {
	if f.Adjoint == nil {
		return false
	}
	f.Adjoint(&t.a, -t.grid.Depth, t.grid.N[0]+t.grid.Depth)
	clear(t.a.BarParam)
	for _, bar := range t.a.Bar[kernel.Base] {
		reads = reads || vec.Norm2(bar) > 0
		clear(bar)
	}
	return reads
}

// ghost tests the fill of one face. Its adjoint reads the layers that a stencil
// can reach, and marks them by making them zero; one that reads nothing fails.
func (t *stage[T]) ghost(f *kernel.Ghost[T]) (left, right, norm float64) {
	a := &t.a
	jv, w := a.Dir[kernel.State][f.State], a.Bar[kernel.State][f.State]
	before := append([]T(nil), jv...)
	clear(w)
	ghost := func(at [3]int) bool {
		return f.High && at[f.Axis] >= t.grid.N[f.Axis] || !f.High && at[f.Axis] < 0
	}
	t.padded(func(at [3]int, p int) {
		if ghost(at) {
			w[p] = T(t.rng.NormFloat64())
		}
	})
	t.within(w, t.grid.Halo)
	seed := append([]T(nil), w...)
	lo, hi := -t.grid.Depth, t.grid.N[0]+t.grid.Depth
	f.Tangent(a, lo, hi)
	if f.Adjoint != nil {
		f.Adjoint(a, lo, hi)
	}
	jj, ww := 0.0, 0.0
	t.padded(func(at [3]int, p int) {
		v, s := float64(jv[p]), float64(seed[p])
		switch {
		case !ghost(at):
			right += float64(before[p]) * float64(w[p])
		case s != 0 && w[p] == 0:
			left += v * s
			jj += v * v
			ww += s * s
		}
	})
	if ww == 0 {
		return 1, 0, 1
	}
	for i := range a.Bar[kernel.Bound] {
		right += vec.Dot(a.Dir[kernel.Bound][i], a.Bar[kernel.Bound][i])
	}
	right += t.params() + t.inner(a.Dir[kernel.Call], a.Bar[kernel.Call], t.grid.Depth)
	for i := range a.Bar[kernel.State] {
		if i != f.State {
			right += t.inner(a.Dir[kernel.State][i:i+1], a.Bar[kernel.State][i:i+1], t.grid.Depth)
		}
	}
	return left, right, math.Sqrt(jj * ww)
}
