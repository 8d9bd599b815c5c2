package vec

// Several operations of an iterative solver in one pass over memory, with the bits of
// one after the other (see AxpyRows and DotRows).

// AxpbySquares sets dst = a*x + b*y, and adds the squares of dst to dd. dst may be one of
// the others.
func AxpbySquares[T Float](dd *Totals, r Rows, dst []T, a T, x []T, b T, y []T) {
	r.check(len(dst), len(x), len(y))
	for at, g := range r.groups {
		var lane [lanes]T
		dst, x, y := dst[at:], x[at:], y[at:]
		done := 0
		if single[T]() {
			done = axpbySquares32(lanes32(&lane), g, as32(dst), float32(a), as32(x), float32(b), as32(y))
		} else {
			done = axpbySquares64(lanes64(&lane), g, as64(dst), float64(a), as64(x), float64(b), as64(y))
		}
		for _, part := range g.left(done) {
			for k := range g.Count {
				row := k * g.Stride
				dst, x, y := dst[row:], x[row:], y[row:]
				for j := part[0]; j < part[1]; j++ {
					v := T(a*x[j]) + T(b*y[j])
					dst[j] = v
					lane[j%lanes] += T(v * v)
				}
			}
		}
		fold(dd, &lane)
	}
}

// Advance takes an iterate and its residual along two directions and one,
//
//	x += a*p + b*s    y += c*t
//
// and adds the products of the new y with itself to yy, and with z to zy. The slices
// may be the same but for x, which is none of the others, and y, which may be s only.
func Advance[T Float](yy, zy *Totals, r Rows, a T, p []T, b T, s, x []T, c T, t, y, z []T) {
	r.check(len(p), len(s), len(x), len(t), len(y), len(z))
	for at, g := range r.groups {
		var l, m [lanes]T
		p, s, x, t, y, z := p[at:], s[at:], x[at:], t[at:], y[at:], z[at:]
		done := 0
		if single[T]() {
			done = advance32(lanes32(&l), lanes32(&m), g, float32(a), as32(p), float32(b), as32(s), as32(x), float32(c), as32(t), as32(y), as32(z))
		} else {
			done = advance64(lanes64(&l), lanes64(&m), g, float64(a), as64(p), float64(b), as64(s), as64(x), float64(c), as64(t), as64(y), as64(z))
		}
		for _, part := range g.left(done) {
			for k := range g.Count {
				row := k * g.Stride
				p, s, x, t, y, z := p[row:], s[row:], x[row:], t[row:], y[row:], z[row:]
				for j := part[0]; j < part[1]; j++ {
					x[j] = x[j] + T(a*p[j]) + T(b*s[j])
					v := y[j] + T(c*t[j])
					y[j] = v
					l[j%lanes] += T(v * v)
					m[j%lanes] += T(z[j] * v)
				}
			}
		}
		fold(yy, &l)
		fold(zy, &m)
	}
}

// Redirect sets dst = x + b*(p + a*v). dst may be one of the others.
func Redirect[T Float](r Rows, dst, x []T, b T, p []T, a T, v []T) {
	r.check(len(dst), len(x), len(p), len(v))
	done := 0
	if single[T]() {
		done = redirect32(r, as32(dst), as32(x), float32(b), as32(p), float32(a), as32(v))
	} else {
		done = redirect64(r, as64(dst), as64(x), float64(b), as64(p), float64(a), as64(v))
	}
	for k := 0; done < r.N && k < r.Count; k++ {
		row := k * r.Stride
		dst, x, p, v := dst[row:][done:r.N], x[row:][done:r.N], p[row:][done:r.N], v[row:][done:r.N]
		for i := range dst {
			dst[i] = x[i] + T(b*(p[i]+T(a*v[i])))
		}
	}
}

// Move sets before = z, then z += a*d.
func Move[T Float](r Rows, before, z []T, a T, d []T) {
	r.check(len(before), len(z), len(d))
	done := 0
	if single[T]() {
		done = move32(r, as32(before), as32(z), float32(a), as32(d))
	} else {
		done = move64(r, as64(before), as64(z), float64(a), as64(d))
	}
	for k := 0; done < r.N && k < r.Count; k++ {
		row := k * r.Stride
		before, z, d := before[row:][done:r.N], z[row:][done:r.N], d[row:][done:r.N]
		for i := range z {
			before[i] = z[i]
			z[i] += T(a * d[i])
		}
	}
}

// Toward sets z = u + a*(b - u), and adds the squares of b - u to dd.
func Toward[T Float](dd *Totals, r Rows, z, u []T, a T, b []T) {
	r.check(len(z), len(u), len(b))
	for at, g := range r.groups {
		var lane [lanes]T
		z, u, b := z[at:], u[at:], b[at:]
		done := 0
		if single[T]() {
			done = toward32(lanes32(&lane), g, as32(z), as32(u), float32(a), as32(b))
		} else {
			done = toward64(lanes64(&lane), g, as64(z), as64(u), float64(a), as64(b))
		}
		for _, part := range g.left(done) {
			for k := range g.Count {
				row := k * g.Stride
				z, u, b := z[row:], u[row:], b[row:]
				for j := part[0]; j < part[1]; j++ {
					d := b[j] - u[j]
					z[j] = u[j] + T(a*d)
					lane[j%lanes] += T(d * d)
				}
			}
		}
		fold(dd, &lane)
	}
}
