//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of the fused functions over whole vectors. Each returns how many elements
// it has done, of every row.

func axpbySquares32(lane *[lanes]float32, r Rows, dst []float32, a float32, x []float32, b float32, y []float32) int {
	n := whole32(r.N)
	if n == 0 {
		return 0
	}
	l, d, p, q := unsafe.Pointer(lane), unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f, g := BroadcastF32(a), BroadcastF32(b)
	whole, stride := uintptr(r.N&^(lanes-1))*4, uintptr(r.Stride)*4
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*4); part += 4 * W32 * 4 {
		var s0, s1, s2, s3 F32
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 4 {
				y0 := f.Mul(LoadF32(p, at)).Add(g.Mul(LoadF32(q, at)))
				y1 := f.Mul(LoadF32(p, at+W32*4)).Add(g.Mul(LoadF32(q, at+W32*4)))
				y2 := f.Mul(LoadF32(p, at+2*W32*4)).Add(g.Mul(LoadF32(q, at+2*W32*4)))
				y3 := f.Mul(LoadF32(p, at+3*W32*4)).Add(g.Mul(LoadF32(q, at+3*W32*4)))
				StoreF32(y0, d, at)
				StoreF32(y1, d, at+W32*4)
				StoreF32(y2, d, at+2*W32*4)
				StoreF32(y3, d, at+3*W32*4)
				s0 = s0.Add(y0.Mul(y0))
				s1 = s1.Add(y1.Mul(y1))
				s2 = s2.Add(y2.Mul(y2))
				s3 = s3.Add(y3.Mul(y3))
			}
		}
		StoreF32(s0, l, part)
		StoreF32(s1, l, part+W32*4)
		StoreF32(s2, l, part+2*W32*4)
		StoreF32(s3, l, part+3*W32*4)
	}
	for at := whole; at < uintptr(n)*4; at += W32 * 4 {
		s := LoadF32(l, at-whole)
		for row := uintptr(0); row < end; row += stride {
			v := f.Mul(LoadF32(p, row+at)).Add(g.Mul(LoadF32(q, row+at)))
			StoreF32(v, d, row+at)
			s = s.Add(v.Mul(v))
		}
		StoreF32(s, l, at-whole)
	}
	ClearUpper()
	return n
}

func advance32(yy, zy *[lanes]float32, r Rows, a float32, p []float32, b float32, s, x []float32, c float32, t, y, z []float32) int {
	n := whole32(r.N)
	if n == 0 {
		return 0
	}
	l, m := unsafe.Pointer(yy), unsafe.Pointer(zy)
	pp, sp, xp := unsafe.Pointer(&p[0]), unsafe.Pointer(&s[0]), unsafe.Pointer(&x[0])
	tp, yp, zp := unsafe.Pointer(&t[0]), unsafe.Pointer(&y[0]), unsafe.Pointer(&z[0])
	f, g, h := BroadcastF32(a), BroadcastF32(b), BroadcastF32(c)
	whole, stride := uintptr(r.N&^(lanes-1))*4, uintptr(r.Stride)*4
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*4); part += 2 * W32 * 4 {
		var s0, s1, t0, t1 F32
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 4 {
				next := at + W32*4
				x0 := LoadF32(xp, at).Add(f.Mul(LoadF32(pp, at))).Add(g.Mul(LoadF32(sp, at)))
				x1 := LoadF32(xp, next).Add(f.Mul(LoadF32(pp, next))).Add(g.Mul(LoadF32(sp, next)))
				StoreF32(x0, xp, at)
				StoreF32(x1, xp, next)
				y0 := LoadF32(yp, at).Add(h.Mul(LoadF32(tp, at)))
				y1 := LoadF32(yp, next).Add(h.Mul(LoadF32(tp, next)))
				StoreF32(y0, yp, at)
				StoreF32(y1, yp, next)
				s0 = s0.Add(y0.Mul(y0))
				s1 = s1.Add(y1.Mul(y1))
				t0 = t0.Add(LoadF32(zp, at).Mul(y0))
				t1 = t1.Add(LoadF32(zp, next).Mul(y1))
			}
		}
		StoreF32(s0, l, part)
		StoreF32(s1, l, part+W32*4)
		StoreF32(t0, m, part)
		StoreF32(t1, m, part+W32*4)
	}
	for col := whole; col < uintptr(n)*4; col += W32 * 4 {
		s, t := LoadF32(l, col-whole), LoadF32(m, col-whole)
		for row := uintptr(0); row < end; row += stride {
			at := row + col
			StoreF32(LoadF32(xp, at).Add(f.Mul(LoadF32(pp, at))).Add(g.Mul(LoadF32(sp, at))), xp, at)
			v := LoadF32(yp, at).Add(h.Mul(LoadF32(tp, at)))
			StoreF32(v, yp, at)
			s = s.Add(v.Mul(v))
			t = t.Add(LoadF32(zp, at).Mul(v))
		}
		StoreF32(s, l, col-whole)
		StoreF32(t, m, col-whole)
	}
	ClearUpper()
	return n
}

func redirect32(r Rows, dst, x []float32, b float32, p []float32, a float32, v []float32) int {
	n := whole32(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	dp, xp, pp, vp := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&p[0]), unsafe.Pointer(&v[0])
	f, g := BroadcastF32(a), BroadcastF32(b)
	stride := uintptr(r.Stride) * 4
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*4; at += W32 * 4 {
			StoreF32(LoadF32(xp, at).Add(g.Mul(LoadF32(pp, at).Add(f.Mul(LoadF32(vp, at))))), dp, at)
		}
	}
	ClearUpper()
	return n
}

func move32(r Rows, before, z []float32, a float32, d []float32) int {
	n := whole32(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	bp, zp, dp := unsafe.Pointer(&before[0]), unsafe.Pointer(&z[0]), unsafe.Pointer(&d[0])
	f := BroadcastF32(a)
	stride := uintptr(r.Stride) * 4
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*4; at += W32 * 4 {
			v := LoadF32(zp, at)
			StoreF32(v, bp, at)
			StoreF32(v.Add(f.Mul(LoadF32(dp, at))), zp, at)
		}
	}
	ClearUpper()
	return n
}

func axpbySquares64(lane *[lanes]float64, r Rows, dst []float64, a float64, x []float64, b float64, y []float64) int {
	n := whole64(r.N)
	if n == 0 {
		return 0
	}
	l, d, p, q := unsafe.Pointer(lane), unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f, g := BroadcastF64(a), BroadcastF64(b)
	whole, stride := uintptr(r.N&^(lanes-1))*8, uintptr(r.Stride)*8
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*8); part += 4 * W64 * 8 {
		var s0, s1, s2, s3 F64
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 8 {
				y0 := f.Mul(LoadF64(p, at)).Add(g.Mul(LoadF64(q, at)))
				y1 := f.Mul(LoadF64(p, at+W64*8)).Add(g.Mul(LoadF64(q, at+W64*8)))
				y2 := f.Mul(LoadF64(p, at+2*W64*8)).Add(g.Mul(LoadF64(q, at+2*W64*8)))
				y3 := f.Mul(LoadF64(p, at+3*W64*8)).Add(g.Mul(LoadF64(q, at+3*W64*8)))
				StoreF64(y0, d, at)
				StoreF64(y1, d, at+W64*8)
				StoreF64(y2, d, at+2*W64*8)
				StoreF64(y3, d, at+3*W64*8)
				s0 = s0.Add(y0.Mul(y0))
				s1 = s1.Add(y1.Mul(y1))
				s2 = s2.Add(y2.Mul(y2))
				s3 = s3.Add(y3.Mul(y3))
			}
		}
		StoreF64(s0, l, part)
		StoreF64(s1, l, part+W64*8)
		StoreF64(s2, l, part+2*W64*8)
		StoreF64(s3, l, part+3*W64*8)
	}
	for at := whole; at < uintptr(n)*8; at += W64 * 8 {
		s := LoadF64(l, at-whole)
		for row := uintptr(0); row < end; row += stride {
			v := f.Mul(LoadF64(p, row+at)).Add(g.Mul(LoadF64(q, row+at)))
			StoreF64(v, d, row+at)
			s = s.Add(v.Mul(v))
		}
		StoreF64(s, l, at-whole)
	}
	ClearUpper()
	return n
}

func advance64(yy, zy *[lanes]float64, r Rows, a float64, p []float64, b float64, s, x []float64, c float64, t, y, z []float64) int {
	n := whole64(r.N)
	if n == 0 {
		return 0
	}
	l, m := unsafe.Pointer(yy), unsafe.Pointer(zy)
	pp, sp, xp := unsafe.Pointer(&p[0]), unsafe.Pointer(&s[0]), unsafe.Pointer(&x[0])
	tp, yp, zp := unsafe.Pointer(&t[0]), unsafe.Pointer(&y[0]), unsafe.Pointer(&z[0])
	f, g, h := BroadcastF64(a), BroadcastF64(b), BroadcastF64(c)
	whole, stride := uintptr(r.N&^(lanes-1))*8, uintptr(r.Stride)*8
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*8); part += 2 * W64 * 8 {
		var s0, s1, t0, t1 F64
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 8 {
				next := at + W64*8
				x0 := LoadF64(xp, at).Add(f.Mul(LoadF64(pp, at))).Add(g.Mul(LoadF64(sp, at)))
				x1 := LoadF64(xp, next).Add(f.Mul(LoadF64(pp, next))).Add(g.Mul(LoadF64(sp, next)))
				StoreF64(x0, xp, at)
				StoreF64(x1, xp, next)
				y0 := LoadF64(yp, at).Add(h.Mul(LoadF64(tp, at)))
				y1 := LoadF64(yp, next).Add(h.Mul(LoadF64(tp, next)))
				StoreF64(y0, yp, at)
				StoreF64(y1, yp, next)
				s0 = s0.Add(y0.Mul(y0))
				s1 = s1.Add(y1.Mul(y1))
				t0 = t0.Add(LoadF64(zp, at).Mul(y0))
				t1 = t1.Add(LoadF64(zp, next).Mul(y1))
			}
		}
		StoreF64(s0, l, part)
		StoreF64(s1, l, part+W64*8)
		StoreF64(t0, m, part)
		StoreF64(t1, m, part+W64*8)
	}
	for col := whole; col < uintptr(n)*8; col += W64 * 8 {
		s, t := LoadF64(l, col-whole), LoadF64(m, col-whole)
		for row := uintptr(0); row < end; row += stride {
			at := row + col
			StoreF64(LoadF64(xp, at).Add(f.Mul(LoadF64(pp, at))).Add(g.Mul(LoadF64(sp, at))), xp, at)
			v := LoadF64(yp, at).Add(h.Mul(LoadF64(tp, at)))
			StoreF64(v, yp, at)
			s = s.Add(v.Mul(v))
			t = t.Add(LoadF64(zp, at).Mul(v))
		}
		StoreF64(s, l, col-whole)
		StoreF64(t, m, col-whole)
	}
	ClearUpper()
	return n
}

func redirect64(r Rows, dst, x []float64, b float64, p []float64, a float64, v []float64) int {
	n := whole64(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	dp, xp, pp, vp := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&p[0]), unsafe.Pointer(&v[0])
	f, g := BroadcastF64(a), BroadcastF64(b)
	stride := uintptr(r.Stride) * 8
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*8; at += W64 * 8 {
			StoreF64(LoadF64(xp, at).Add(g.Mul(LoadF64(pp, at).Add(f.Mul(LoadF64(vp, at))))), dp, at)
		}
	}
	ClearUpper()
	return n
}

func move64(r Rows, before, z []float64, a float64, d []float64) int {
	n := whole64(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	bp, zp, dp := unsafe.Pointer(&before[0]), unsafe.Pointer(&z[0]), unsafe.Pointer(&d[0])
	f := BroadcastF64(a)
	stride := uintptr(r.Stride) * 8
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*8; at += W64 * 8 {
			v := LoadF64(zp, at)
			StoreF64(v, bp, at)
			StoreF64(v.Add(f.Mul(LoadF64(dp, at))), zp, at)
		}
	}
	ClearUpper()
	return n
}

func toward32(lane *[lanes]float32, r Rows, z, u []float32, a float32, b []float32) int {
	n := whole32(r.N)
	if n == 0 {
		return 0
	}
	l, zp, up, bp := unsafe.Pointer(lane), unsafe.Pointer(&z[0]), unsafe.Pointer(&u[0]), unsafe.Pointer(&b[0])
	f := BroadcastF32(a)
	stride := uintptr(r.Stride) * 4
	whole, end := uintptr(r.N&^(lanes-1))*4, uintptr(r.Count)*stride
	for part := uintptr(0); part < min(whole, lanes*4); part += 2 * W32 * 4 {
		var s0, s1 F32
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 4 {
				next := at + W32*4
				u0, u1 := LoadF32(up, at), LoadF32(up, next)
				d0, d1 := LoadF32(bp, at).Sub(u0), LoadF32(bp, next).Sub(u1)
				StoreF32(u0.Add(f.Mul(d0)), zp, at)
				StoreF32(u1.Add(f.Mul(d1)), zp, next)
				s0 = s0.Add(d0.Mul(d0))
				s1 = s1.Add(d1.Mul(d1))
			}
		}
		StoreF32(s0, l, part)
		StoreF32(s1, l, part+W32*4)
	}
	for col := whole; col < uintptr(n)*4; col += W32 * 4 {
		s := LoadF32(l, col-whole)
		for at := col; at < end+col; at += stride {
			v := LoadF32(up, at)
			d := LoadF32(bp, at).Sub(v)
			StoreF32(v.Add(f.Mul(d)), zp, at)
			s = s.Add(d.Mul(d))
		}
		StoreF32(s, l, col-whole)
	}
	ClearUpper()
	return n
}

func toward64(lane *[lanes]float64, r Rows, z, u []float64, a float64, b []float64) int {
	n := whole64(r.N)
	if n == 0 {
		return 0
	}
	l, zp, up, bp := unsafe.Pointer(lane), unsafe.Pointer(&z[0]), unsafe.Pointer(&u[0]), unsafe.Pointer(&b[0])
	f := BroadcastF64(a)
	stride := uintptr(r.Stride) * 8
	whole, end := uintptr(r.N&^(lanes-1))*8, uintptr(r.Count)*stride
	for part := uintptr(0); part < min(whole, lanes*8); part += 2 * W64 * 8 {
		var s0, s1 F64
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 8 {
				next := at + W64*8
				u0, u1 := LoadF64(up, at), LoadF64(up, next)
				d0, d1 := LoadF64(bp, at).Sub(u0), LoadF64(bp, next).Sub(u1)
				StoreF64(u0.Add(f.Mul(d0)), zp, at)
				StoreF64(u1.Add(f.Mul(d1)), zp, next)
				s0 = s0.Add(d0.Mul(d0))
				s1 = s1.Add(d1.Mul(d1))
			}
		}
		StoreF64(s0, l, part)
		StoreF64(s1, l, part+W64*8)
	}
	for col := whole; col < uintptr(n)*8; col += W64 * 8 {
		s := LoadF64(l, col-whole)
		for at := col; at < end+col; at += stride {
			v := LoadF64(up, at)
			d := LoadF64(bp, at).Sub(v)
			StoreF64(v.Add(f.Mul(d)), zp, at)
			s = s.Add(d.Mul(d))
		}
		StoreF64(s, l, col-whole)
	}
	ClearUpper()
	return n
}
