package grid

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/vec"
)

// Operations of iterative solvers that take several vectors in one pass over memory.

// DotNorm is Dot(x, y) and Norm(y).
func (s Space[T]) DotNorm(x, y []T) (dot, norm float64) {
	var q squares
	for f := range s.Fields {
		var xy, yy vec.Totals
		for at, r := range s.Blocks {
			at += f * s.Size
			vec.DotsRows(&xy, &yy, r, x[at:], y[at:])
		}
		w := s.weight(f)
		dot += float64(w * w * xy.Sum())
		q.add(w, yy.Sum())
	}
	return dot, s.root(q, y, 0, s.Fields)
}

// AxpbyNorm is y = a*x + b*y, and Norm(y) of that.
func (s Space[T]) AxpbyNorm(a T, x []T, b T, y []T) float64 {
	var q squares
	for f := range s.Fields {
		var yy vec.Totals
		for at, r := range s.Blocks {
			at += f * s.Size
			vec.AxpbySquares(&yy, r, a, x[at:], b, y[at:])
		}
		q.add(s.weight(f), yy.Sum())
	}
	return s.root(q, y, 0, s.Fields)
}

// Advance is x += a*p + b*q, then y += c*t, with Norm(y) and Dot(z, y) of that. y and
// q may be the same.
func (s Space[T]) Advance(a T, p []T, b T, q, x []T, c T, t, y, z []T) (norm, dot float64) {
	var n squares
	for f := range s.Fields {
		var yy, zy vec.Totals
		for at, r := range s.Blocks {
			at += f * s.Size
			vec.Advance(&yy, &zy, r, a, p[at:], b, q[at:], x[at:], c, t[at:], y[at:], z[at:])
		}
		w := s.weight(f)
		dot += float64(w * w * zy.Sum())
		n.add(w, yy.Sum())
	}
	return s.root(n, y, 0, s.Fields), dot
}

// Redirect is p = x + b*(p + a*v).
func (s Space[T]) Redirect(x []T, b T, p []T, a T, v []T) {
	for at, r := range s.each {
		vec.Redirect(r, x[at:], b, p[at:], a, v[at:])
	}
}

// Move is before = z, then z += a*d.
func (s Space[T]) Move(before, z []T, a T, d []T) {
	for at, r := range s.each {
		vec.Move(r, before[at:], z[at:], a, d[at:])
	}
}

// Toward is z = u + a*(b - u), and the norm of b - u: 0 where its squares vanish, infinite
// where they overflow.
func (s Space[T]) Toward(z, u []T, a T, b []T) float64 {
	var q squares
	for f := range s.Fields {
		var dd vec.Totals
		for at, r := range s.Blocks {
			at += f * s.Size
			vec.Toward(&dd, r, z[at:], u[at:], a, b[at:])
		}
		q.add(s.weight(f), dd.Sum())
	}
	return math.Sqrt(q.sum)
}
