package grid

import "math"

// Operations of iterative solvers that take several vectors in one pass over memory.

// DotNorm is Dot(x, y) and Norm(y).
func (s Space[T]) DotNorm(x, y []T) (product, norm float64) {
	var q squares
	s.over(pass[T]{operation: dotNorm, x: x, y: y}, 0, s.Fields, func(f int, t sums) {
		w := s.weight(f)
		product += float64(w * w * t[0].Sum())
		q.add(w, t[1].Sum())
	})
	return product, s.root(q, y, 0, s.Fields)
}

// AxpbyNorm is dst = a*x + b*y, and Norm(dst). dst may be one of the others.
func (s Space[T]) AxpbyNorm(dst []T, a T, x []T, b T, y []T) float64 {
	var q squares
	s.over(pass[T]{operation: axpbyNorm, z: dst, a: a, x: x, b: b, y: y}, 0, s.Fields, func(f int, t sums) { q.add(s.weight(f), t[0].Sum()) })
	return s.root(q, dst, 0, s.Fields)
}

// Advance is x += a*p + b*q, then y += c*t, with Norm(y) and Dot(z, y) of that. y and
// q may be the same.
func (s Space[T]) Advance(a T, p []T, b T, q, x []T, c T, t, y, z []T) (norm, product float64) {
	var n squares
	s.over(pass[T]{operation: advance, a: a, p: p, b: b, q: q, x: x, c: c, t: t, y: y, z: z}, 0, s.Fields, func(f int, t sums) {
		w := s.weight(f)
		product += float64(w * w * t[1].Sum())
		n.add(w, t[0].Sum())
	})
	return s.root(n, y, 0, s.Fields), product
}

// Redirect is dst = x + b*(p + a*v). dst may be one of the others.
func (s Space[T]) Redirect(dst, x []T, b T, p []T, a T, v []T) {
	s.all(pass[T]{operation: redirect, z: dst, x: x, b: b, p: p, a: a, q: v})
}

// Move is before = z, then z += a*d.
func (s Space[T]) Move(before, z []T, a T, d []T) {
	s.all(pass[T]{operation: move, x: before, y: z, a: a, p: d})
}

// Toward is z = u + a*(b - u), and the norm of b - u: 0 where its squares vanish, infinite
// where they overflow.
func (s Space[T]) Toward(z, u []T, a T, b []T) float64 {
	var q squares
	s.over(pass[T]{operation: toward, z: z, x: u, a: a, y: b}, 0, s.Fields, func(f int, t sums) { q.add(s.weight(f), t[0].Sum()) })
	return math.Sqrt(q.sum)
}
