//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops return how many elements of every row they have done: all, or none where a
// row is shorter than a vector. Elements behind the last whole vector are done by a
// vector that ends with them.

func relax32(lane *[lanes]float32, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float32, beyond float32, y, x, b []float32) int {
	if !simd || n < W32 || len(rows) == 0 {
		return 0
	}
	if len(terms) == 4 && n%(4*W32) == 0 {
		relaxStar32(lane, rows, n, ring, apart, terms, factors, beyond, y, x, b)
		ClearUpper()
		return n
	}
	const step = W32 * 4
	l, over := unsafe.Pointer(lane), BroadcastF32(beyond)
	pa, pb := unsafe.Pointer(unsafe.SliceData(factors)), unsafe.Pointer(unsafe.SliceData(b))
	py, px := unsafe.Pointer(unsafe.SliceData(y)), unsafe.Pointer(unsafe.SliceData(x))
	next := uintptr(apart) * 4
	end, whole := uintptr(n)*4, uintptr(n&^(W32-1))*4
	for i := range rows {
		r := &rows[i]
		row := r.At * 4
		first := uintptr(r.Factors) * 4
		d, o, f := unsafe.Add(py, row), unsafe.Add(px, row), unsafe.Add(pb, row)
		at := uintptr(0)
		for ; at+4*step <= whole; at += 4 * step {
			s0, s1 := LoadF32(f, at), LoadF32(f, at+step)
			s2, s3 := LoadF32(f, at+2*step), LoadF32(f, at+3*step)
			a := first
			for k := range terms {
				t := &terms[k]
				z := o
				if t.Before&r.Done != 0 {
					z = d
				}
				z = unsafe.Add(z, t.Shift*4)
				s0 = s0.Sub(LoadF32(pa, a+at).Mul(LoadF32(z, at)))
				s1 = s1.Sub(LoadF32(pa, a+at+step).Mul(LoadF32(z, at+step)))
				s2 = s2.Sub(LoadF32(pa, a+at+2*step).Mul(LoadF32(z, at+2*step)))
				s3 = s3.Sub(LoadF32(pa, a+at+3*step).Mul(LoadF32(z, at+3*step)))
				a += next
			}
			o0, o1, o2, o3 := LoadF32(o, at), LoadF32(o, at+step), LoadF32(o, at+2*step), LoadF32(o, at+3*step)
			s0, s1, s2, s3 = s0.Sub(over.Mul(o0)), s1.Sub(over.Mul(o1)), s2.Sub(over.Mul(o2)), s3.Sub(over.Mul(o3))
			StoreF32(s0, d, at)
			StoreF32(s1, d, at+step)
			StoreF32(s2, d, at+2*step)
			StoreF32(s3, d, at+3*step)
			s0, s1, s2, s3 = s0.Sub(o0), s1.Sub(o1), s2.Sub(o2), s3.Sub(o3)
			part := at % (lanes * 4)
			StoreF32(LoadF32(l, part).Add(s0.Mul(s0)), l, part)
			StoreF32(LoadF32(l, part+step).Add(s1.Mul(s1)), l, part+step)
			StoreF32(LoadF32(l, part+2*step).Add(s2.Mul(s2)), l, part+2*step)
			StoreF32(LoadF32(l, part+3*step).Add(s3.Mul(s3)), l, part+3*step)
		}
		for ; at < whole; at += step {
			s := LoadF32(f, at)
			a := first
			for k := range terms {
				t := &terms[k]
				z := o
				if t.Before&r.Done != 0 {
					z = d
				}
				z = unsafe.Add(z, t.Shift*4)
				s = s.Sub(LoadF32(pa, a+at).Mul(LoadF32(z, at)))
				a += next
			}
			o0 := LoadF32(o, at)
			s = s.Sub(over.Mul(o0))
			StoreF32(s, d, at)
			s = s.Sub(o0)
			part := at % (lanes * 4)
			StoreF32(LoadF32(l, part).Add(s.Mul(s)), l, part)
		}
		if whole == end {
			wrapRow(y, r.At, n, ring)
			continue
		}
		s := LoadF32(f, end-step)
		a := first
		for k := range terms {
			t := &terms[k]
			z := o
			if t.Before&r.Done != 0 {
				z = d
			}
			z = unsafe.Add(z, t.Shift*4)
			s = s.Sub(LoadF32(pa, a+end-step).Mul(LoadF32(z, end-step)))
			a += next
		}
		StoreF32(s.Sub(over.Mul(LoadF32(o, end-step))), d, end-step)
		to, was := y[r.At:][:n], x[r.At:][:n]
		for j := n &^ (W32 - 1); j < n; j++ {
			v := to[j] - was[j]
			lane[j%lanes] += float32(v * v)
		}
		wrapRow(y, r.At, n, ring)
	}
	ClearUpper()
	return n
}

// relaxStar32 is relax32 for four couplings, as a star of cells in two dimensions has,
// and rows of whole blocks of four vectors: without a loop over the couplings.
func relaxStar32(lane *[lanes]float32, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float32, beyond float32, y, x, b []float32) {
	l, f, p := NewRowF32(lane[:]), NewRowF32(factors), BroadcastF32(beyond)
	to, from, side := NewRowF32(y), NewRowF32(x), NewRowF32(b)
	c0, c1, c2, c3 := l.At(0), l.At(W32), l.At(2*W32), l.At(3*W32)
	for i := range rows {
		r := &rows[i]
		y0, x0, b0 := to.Shift(r.At), from.Shift(r.At), side.Shift(r.At)
		z0, z1, z2, z3 := x0, x0, x0, x0
		if r.Done&terms[0].Before != 0 {
			z0 = y0
		}
		if r.Done&terms[1].Before != 0 {
			z1 = y0
		}
		if r.Done&terms[2].Before != 0 {
			z2 = y0
		}
		if r.Done&terms[3].Before != 0 {
			z3 = y0
		}
		z0, z1, z2, z3 = z0.Shift(terms[0].Shift), z1.Shift(terms[1].Shift), z2.Shift(terms[2].Shift), z3.Shift(terms[3].Shift)
		a0 := f.Shift(r.Factors)
		a1, a2, a3 := a0.Shift(apart), a0.Shift(2*apart), a0.Shift(3*apart)
		for j := 0; j < n; j += 4 * W32 {
			side := b0.Shift(j)
			s0, s1, s2, s3 := side.At(0), side.At(W32), side.At(2*W32), side.At(3*W32)
			a, z := a0.Shift(j), z0.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W32).Mul(z.At(W32)))
			s2 = s2.Sub(a.At(2 * W32).Mul(z.At(2 * W32)))
			s3 = s3.Sub(a.At(3 * W32).Mul(z.At(3 * W32)))
			a, z = a1.Shift(j), z1.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W32).Mul(z.At(W32)))
			s2 = s2.Sub(a.At(2 * W32).Mul(z.At(2 * W32)))
			s3 = s3.Sub(a.At(3 * W32).Mul(z.At(3 * W32)))
			a, z = a2.Shift(j), z2.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W32).Mul(z.At(W32)))
			s2 = s2.Sub(a.At(2 * W32).Mul(z.At(2 * W32)))
			s3 = s3.Sub(a.At(3 * W32).Mul(z.At(3 * W32)))
			a, z = a3.Shift(j), z3.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W32).Mul(z.At(W32)))
			s2 = s2.Sub(a.At(2 * W32).Mul(z.At(2 * W32)))
			s3 = s3.Sub(a.At(3 * W32).Mul(z.At(3 * W32)))
			z = x0.Shift(j)
			o0, o1, o2, o3 := z.At(0), z.At(W32), z.At(2*W32), z.At(3*W32)
			s0, s1, s2, s3 = s0.Sub(p.Mul(o0)), s1.Sub(p.Mul(o1)), s2.Sub(p.Mul(o2)), s3.Sub(p.Mul(o3))
			z = y0.Shift(j)
			z.Set(0, s0)
			z.Set(W32, s1)
			z.Set(2*W32, s2)
			z.Set(3*W32, s3)
			s0, s1, s2, s3 = s0.Sub(o0), s1.Sub(o1), s2.Sub(o2), s3.Sub(o3)
			if 4*W32 < lanes {
				part := j % lanes
				c0, c1, c2, c3 = l.At(part), l.At(part+W32), l.At(part+2*W32), l.At(part+3*W32)
			}
			c0, c1, c2, c3 = c0.Add(s0.Mul(s0)), c1.Add(s1.Mul(s1)), c2.Add(s2.Mul(s2)), c3.Add(s3.Mul(s3))
			if 4*W32 < lanes {
				part := j % lanes
				l.Set(part, c0)
				l.Set(part+W32, c1)
				l.Set(part+2*W32, c2)
				l.Set(part+3*W32, c3)
			}
		}
		wrapRow(y, r.At, n, ring)
	}
	if 4*W32 == lanes {
		l.Set(0, c0)
		l.Set(W32, c1)
		l.Set(2*W32, c2)
		l.Set(3*W32, c3)
	}
}

func relax64(lane *[lanes]float64, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float64, beyond float64, y, x, b []float64) int {
	if !simd || n < W64 || len(rows) == 0 {
		return 0
	}
	if len(terms) == 4 && n%(4*W64) == 0 {
		relaxStar64(lane, rows, n, ring, apart, terms, factors, beyond, y, x, b)
		ClearUpper()
		return n
	}
	const step = W64 * 8
	l, over := unsafe.Pointer(lane), BroadcastF64(beyond)
	pa, pb := unsafe.Pointer(unsafe.SliceData(factors)), unsafe.Pointer(unsafe.SliceData(b))
	py, px := unsafe.Pointer(unsafe.SliceData(y)), unsafe.Pointer(unsafe.SliceData(x))
	next := uintptr(apart) * 8
	end, whole := uintptr(n)*8, uintptr(n&^(W64-1))*8
	for i := range rows {
		r := &rows[i]
		row := r.At * 8
		first := uintptr(r.Factors) * 8
		d, o, f := unsafe.Add(py, row), unsafe.Add(px, row), unsafe.Add(pb, row)
		at := uintptr(0)
		for ; at+4*step <= whole; at += 4 * step {
			s0, s1 := LoadF64(f, at), LoadF64(f, at+step)
			s2, s3 := LoadF64(f, at+2*step), LoadF64(f, at+3*step)
			a := first
			for k := range terms {
				t := &terms[k]
				z := o
				if t.Before&r.Done != 0 {
					z = d
				}
				z = unsafe.Add(z, t.Shift*8)
				s0 = s0.Sub(LoadF64(pa, a+at).Mul(LoadF64(z, at)))
				s1 = s1.Sub(LoadF64(pa, a+at+step).Mul(LoadF64(z, at+step)))
				s2 = s2.Sub(LoadF64(pa, a+at+2*step).Mul(LoadF64(z, at+2*step)))
				s3 = s3.Sub(LoadF64(pa, a+at+3*step).Mul(LoadF64(z, at+3*step)))
				a += next
			}
			o0, o1, o2, o3 := LoadF64(o, at), LoadF64(o, at+step), LoadF64(o, at+2*step), LoadF64(o, at+3*step)
			s0, s1, s2, s3 = s0.Sub(over.Mul(o0)), s1.Sub(over.Mul(o1)), s2.Sub(over.Mul(o2)), s3.Sub(over.Mul(o3))
			StoreF64(s0, d, at)
			StoreF64(s1, d, at+step)
			StoreF64(s2, d, at+2*step)
			StoreF64(s3, d, at+3*step)
			s0, s1, s2, s3 = s0.Sub(o0), s1.Sub(o1), s2.Sub(o2), s3.Sub(o3)
			part := at % (lanes * 8)
			StoreF64(LoadF64(l, part).Add(s0.Mul(s0)), l, part)
			StoreF64(LoadF64(l, part+step).Add(s1.Mul(s1)), l, part+step)
			StoreF64(LoadF64(l, part+2*step).Add(s2.Mul(s2)), l, part+2*step)
			StoreF64(LoadF64(l, part+3*step).Add(s3.Mul(s3)), l, part+3*step)
		}
		for ; at < whole; at += step {
			s := LoadF64(f, at)
			a := first
			for k := range terms {
				t := &terms[k]
				z := o
				if t.Before&r.Done != 0 {
					z = d
				}
				z = unsafe.Add(z, t.Shift*8)
				s = s.Sub(LoadF64(pa, a+at).Mul(LoadF64(z, at)))
				a += next
			}
			o0 := LoadF64(o, at)
			s = s.Sub(over.Mul(o0))
			StoreF64(s, d, at)
			s = s.Sub(o0)
			part := at % (lanes * 8)
			StoreF64(LoadF64(l, part).Add(s.Mul(s)), l, part)
		}
		if whole == end {
			wrapRow(y, r.At, n, ring)
			continue
		}
		s := LoadF64(f, end-step)
		a := first
		for k := range terms {
			t := &terms[k]
			z := o
			if t.Before&r.Done != 0 {
				z = d
			}
			z = unsafe.Add(z, t.Shift*8)
			s = s.Sub(LoadF64(pa, a+end-step).Mul(LoadF64(z, end-step)))
			a += next
		}
		StoreF64(s.Sub(over.Mul(LoadF64(o, end-step))), d, end-step)
		to, was := y[r.At:][:n], x[r.At:][:n]
		for j := n &^ (W64 - 1); j < n; j++ {
			v := to[j] - was[j]
			lane[j%lanes] += float64(v * v)
		}
		wrapRow(y, r.At, n, ring)
	}
	ClearUpper()
	return n
}

// relaxStar64 is relax64 for four couplings, as a star of cells in two dimensions has,
// and rows of whole blocks of four vectors: without a loop over the couplings.
func relaxStar64(lane *[lanes]float64, rows []RelaxRow, n, ring, apart int, terms []Coupling, factors []float64, beyond float64, y, x, b []float64) {
	l, f, p := NewRowF64(lane[:]), NewRowF64(factors), BroadcastF64(beyond)
	to, from, side := NewRowF64(y), NewRowF64(x), NewRowF64(b)
	c0, c1, c2, c3 := l.At(0), l.At(W64), l.At(2*W64), l.At(3*W64)
	for i := range rows {
		r := &rows[i]
		y0, x0, b0 := to.Shift(r.At), from.Shift(r.At), side.Shift(r.At)
		z0, z1, z2, z3 := x0, x0, x0, x0
		if r.Done&terms[0].Before != 0 {
			z0 = y0
		}
		if r.Done&terms[1].Before != 0 {
			z1 = y0
		}
		if r.Done&terms[2].Before != 0 {
			z2 = y0
		}
		if r.Done&terms[3].Before != 0 {
			z3 = y0
		}
		z0, z1, z2, z3 = z0.Shift(terms[0].Shift), z1.Shift(terms[1].Shift), z2.Shift(terms[2].Shift), z3.Shift(terms[3].Shift)
		a0 := f.Shift(r.Factors)
		a1, a2, a3 := a0.Shift(apart), a0.Shift(2*apart), a0.Shift(3*apart)
		for j := 0; j < n; j += 4 * W64 {
			side := b0.Shift(j)
			s0, s1, s2, s3 := side.At(0), side.At(W64), side.At(2*W64), side.At(3*W64)
			a, z := a0.Shift(j), z0.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W64).Mul(z.At(W64)))
			s2 = s2.Sub(a.At(2 * W64).Mul(z.At(2 * W64)))
			s3 = s3.Sub(a.At(3 * W64).Mul(z.At(3 * W64)))
			a, z = a1.Shift(j), z1.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W64).Mul(z.At(W64)))
			s2 = s2.Sub(a.At(2 * W64).Mul(z.At(2 * W64)))
			s3 = s3.Sub(a.At(3 * W64).Mul(z.At(3 * W64)))
			a, z = a2.Shift(j), z2.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W64).Mul(z.At(W64)))
			s2 = s2.Sub(a.At(2 * W64).Mul(z.At(2 * W64)))
			s3 = s3.Sub(a.At(3 * W64).Mul(z.At(3 * W64)))
			a, z = a3.Shift(j), z3.Shift(j)
			s0 = s0.Sub(a.At(0).Mul(z.At(0)))
			s1 = s1.Sub(a.At(W64).Mul(z.At(W64)))
			s2 = s2.Sub(a.At(2 * W64).Mul(z.At(2 * W64)))
			s3 = s3.Sub(a.At(3 * W64).Mul(z.At(3 * W64)))
			z = x0.Shift(j)
			o0, o1, o2, o3 := z.At(0), z.At(W64), z.At(2*W64), z.At(3*W64)
			s0, s1, s2, s3 = s0.Sub(p.Mul(o0)), s1.Sub(p.Mul(o1)), s2.Sub(p.Mul(o2)), s3.Sub(p.Mul(o3))
			z = y0.Shift(j)
			z.Set(0, s0)
			z.Set(W64, s1)
			z.Set(2*W64, s2)
			z.Set(3*W64, s3)
			s0, s1, s2, s3 = s0.Sub(o0), s1.Sub(o1), s2.Sub(o2), s3.Sub(o3)
			if 4*W64 < lanes {
				part := j % lanes
				c0, c1, c2, c3 = l.At(part), l.At(part+W64), l.At(part+2*W64), l.At(part+3*W64)
			}
			c0, c1, c2, c3 = c0.Add(s0.Mul(s0)), c1.Add(s1.Mul(s1)), c2.Add(s2.Mul(s2)), c3.Add(s3.Mul(s3))
			if 4*W64 < lanes {
				part := j % lanes
				l.Set(part, c0)
				l.Set(part+W64, c1)
				l.Set(part+2*W64, c2)
				l.Set(part+3*W64, c3)
			}
		}
		wrapRow(y, r.At, n, ring)
	}
	if 4*W64 == lanes {
		l.Set(0, c0)
		l.Set(W64, c1)
		l.Set(2*W64, c2)
		l.Set(3*W64, c3)
	}
}

// start32 returns how many elements of every row it has done: whole vectors.
func start32(rows []RelaxRow, n int, b, x, f, g, r []float32) int {
	whole := whole32(n)
	if whole == 0 {
		return 0
	}
	b0, x0, f0, g0, r0 := NewRowF32(b), NewRowF32(x), NewRowF32(f), NewRowF32(g), NewRowF32(r)
	for i := range rows {
		at := rows[i].At
		for j := at; j < at+whole; j += W32 {
			v := r0.At(j)
			b0.Set(j, f0.At(j).Mul(v))
			x0.Set(j, g0.At(j).Mul(v))
		}
	}
	ClearUpper()
	return whole
}

// start64 returns how many elements of every row it has done: whole vectors.
func start64(rows []RelaxRow, n int, b, x, f, g, r []float64) int {
	whole := whole64(n)
	if whole == 0 {
		return 0
	}
	b0, x0, f0, g0, r0 := NewRowF64(b), NewRowF64(x), NewRowF64(f), NewRowF64(g), NewRowF64(r)
	for i := range rows {
		at := rows[i].At
		for j := at; j < at+whole; j += W64 {
			v := r0.At(j)
			b0.Set(j, f0.At(j).Mul(v))
			x0.Set(j, g0.At(j).Mul(v))
		}
	}
	ClearUpper()
	return whole
}
