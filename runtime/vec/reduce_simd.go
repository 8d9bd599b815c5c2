//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// dots32 adds x[j]*y[j] to lane j mod 64 and returns how many elements of every row it
// has done: whole vectors.
func dots32(lane *[lanes]float32, r Rows, x, y []float32) int {
	n := whole32(r.N)
	if n == 0 {
		return 0
	}
	l, p, q := unsafe.Pointer(lane), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	whole, stride := uintptr(r.N&^(lanes-1))*4, uintptr(r.Stride)*4
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*4); part += 4 * W32 * 4 {
		var s0, s1, s2, s3 F32
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 4 {
				s0 = s0.Add(LoadF32(p, at).Mul(LoadF32(q, at)))
				s1 = s1.Add(LoadF32(p, at+W32*4).Mul(LoadF32(q, at+W32*4)))
				s2 = s2.Add(LoadF32(p, at+2*W32*4).Mul(LoadF32(q, at+2*W32*4)))
				s3 = s3.Add(LoadF32(p, at+3*W32*4).Mul(LoadF32(q, at+3*W32*4)))
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
			s = s.Add(LoadF32(p, row+at).Mul(LoadF32(q, row+at)))
		}
		StoreF32(s, l, at-whole)
	}
	ClearUpper()
	return n
}

// dotPairs32 adds x[j]*y[j] to lane j mod 64 of xy, and y[j]*y[j] to that of yy.
func dotPairs32(xy, yy *[lanes]float32, r Rows, x, y []float32) int {
	n := whole32(r.N)
	if n == 0 {
		return 0
	}
	l, m, p, q := unsafe.Pointer(xy), unsafe.Pointer(yy), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	whole, stride := uintptr(r.N&^(lanes-1))*4, uintptr(r.Stride)*4
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*4); part += 2 * W32 * 4 {
		var s0, s1, t0, t1 F32
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 4 {
				y0, y1 := LoadF32(q, at), LoadF32(q, at+W32*4)
				s0 = s0.Add(LoadF32(p, at).Mul(y0))
				s1 = s1.Add(LoadF32(p, at+W32*4).Mul(y1))
				t0 = t0.Add(y0.Mul(y0))
				t1 = t1.Add(y1.Mul(y1))
			}
		}
		StoreF32(s0, l, part)
		StoreF32(s1, l, part+W32*4)
		StoreF32(t0, m, part)
		StoreF32(t1, m, part+W32*4)
	}
	for at := whole; at < uintptr(n)*4; at += W32 * 4 {
		s, t := LoadF32(l, at-whole), LoadF32(m, at-whole)
		for row := uintptr(0); row < end; row += stride {
			v := LoadF32(q, row+at)
			s = s.Add(LoadF32(p, row+at).Mul(v))
			t = t.Add(v.Mul(v))
		}
		StoreF32(s, l, at-whole)
		StoreF32(t, m, at-whole)
	}
	ClearUpper()
	return n
}

// sums32 adds x[i] to lane i mod 64 and returns how many elements it has done.
func sums32(lane *[lanes]float32, x []float32) int {
	n := len(x) &^ (lanes - 1)
	if !simd || n == 0 {
		return 0
	}
	l, p := unsafe.Pointer(lane), unsafe.Pointer(&x[0])
	for part := uintptr(0); part < lanes*4; part += W32 * 4 {
		s := LoadF32(l, part)
		for at := part; at < uintptr(n)*4; at += lanes * 4 {
			s = s.Add(LoadF32(p, at))
		}
		StoreF32(s, l, part)
	}
	ClearUpper()
	return n
}

// maxAbs32 is the largest |x[i]| of the whole vectors and how many elements they
// hold. The vector maximum drops a NaN, so x - x is summed beside it.
func maxAbs32(x []float32) (float32, int) {
	n := whole32(len(x))
	if n == 0 {
		return 0, 0
	}
	p := unsafe.Pointer(&x[0])
	zero := BroadcastF32(0)
	largest, smallest, bad := zero, zero, zero
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 { // three chains, none waits for another
		v := LoadF32(p, at)
		bad = bad.Add(v.Sub(v))
		largest = largest.Max(v)
		smallest = smallest.Min(v)
	}
	largest = largest.Max(zero.Sub(smallest))
	var out [2 * W32]float32
	StoreF32(largest, unsafe.Pointer(&out), 0)
	StoreF32(bad, unsafe.Pointer(&out), W32*4)
	ClearUpper()
	var m float32
	for i := range W32 {
		m = max(m, out[i])
		if out[W32+i] != 0 {
			return 0, 0 // an infinity or a NaN: left to the loop that tells them apart
		}
	}
	return m, n
}

// dots64 adds x[j]*y[j] to lane j mod 64 and returns how many elements of every row it
// has done: whole vectors.
func dots64(lane *[lanes]float64, r Rows, x, y []float64) int {
	n := whole64(r.N)
	if n == 0 {
		return 0
	}
	l, p, q := unsafe.Pointer(lane), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	whole, stride := uintptr(r.N&^(lanes-1))*8, uintptr(r.Stride)*8
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*8); part += 4 * W64 * 8 {
		var s0, s1, s2, s3 F64
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 8 {
				s0 = s0.Add(LoadF64(p, at).Mul(LoadF64(q, at)))
				s1 = s1.Add(LoadF64(p, at+W64*8).Mul(LoadF64(q, at+W64*8)))
				s2 = s2.Add(LoadF64(p, at+2*W64*8).Mul(LoadF64(q, at+2*W64*8)))
				s3 = s3.Add(LoadF64(p, at+3*W64*8).Mul(LoadF64(q, at+3*W64*8)))
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
			s = s.Add(LoadF64(p, row+at).Mul(LoadF64(q, row+at)))
		}
		StoreF64(s, l, at-whole)
	}
	ClearUpper()
	return n
}

// dotPairs64 adds x[j]*y[j] to lane j mod 64 of xy, and y[j]*y[j] to that of yy.
func dotPairs64(xy, yy *[lanes]float64, r Rows, x, y []float64) int {
	n := whole64(r.N)
	if n == 0 {
		return 0
	}
	l, m, p, q := unsafe.Pointer(xy), unsafe.Pointer(yy), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	whole, stride := uintptr(r.N&^(lanes-1))*8, uintptr(r.Stride)*8
	end := uintptr(r.Count) * stride
	for part := uintptr(0); part < min(whole, lanes*8); part += 2 * W64 * 8 {
		var s0, s1, t0, t1 F64
		for row := uintptr(0); row < end; row += stride {
			for at := row + part; at < row+whole; at += lanes * 8 {
				y0, y1 := LoadF64(q, at), LoadF64(q, at+W64*8)
				s0 = s0.Add(LoadF64(p, at).Mul(y0))
				s1 = s1.Add(LoadF64(p, at+W64*8).Mul(y1))
				t0 = t0.Add(y0.Mul(y0))
				t1 = t1.Add(y1.Mul(y1))
			}
		}
		StoreF64(s0, l, part)
		StoreF64(s1, l, part+W64*8)
		StoreF64(t0, m, part)
		StoreF64(t1, m, part+W64*8)
	}
	for at := whole; at < uintptr(n)*8; at += W64 * 8 {
		s, t := LoadF64(l, at-whole), LoadF64(m, at-whole)
		for row := uintptr(0); row < end; row += stride {
			v := LoadF64(q, row+at)
			s = s.Add(LoadF64(p, row+at).Mul(v))
			t = t.Add(v.Mul(v))
		}
		StoreF64(s, l, at-whole)
		StoreF64(t, m, at-whole)
	}
	ClearUpper()
	return n
}

// sums64 adds x[i] to lane i mod 64 and returns how many elements it has done.
func sums64(lane *[lanes]float64, x []float64) int {
	n := len(x) &^ (lanes - 1)
	if !simd || n == 0 {
		return 0
	}
	l, p := unsafe.Pointer(lane), unsafe.Pointer(&x[0])
	for part := uintptr(0); part < lanes*8; part += W64 * 8 {
		s := LoadF64(l, part)
		for at := part; at < uintptr(n)*8; at += lanes * 8 {
			s = s.Add(LoadF64(p, at))
		}
		StoreF64(s, l, part)
	}
	ClearUpper()
	return n
}

// maxAbs64 is the largest |x[i]| of the whole vectors and how many elements they
// hold. The vector maximum drops a NaN, so x - x is summed beside it.
func maxAbs64(x []float64) (float64, int) {
	n := whole64(len(x))
	if n == 0 {
		return 0, 0
	}
	p := unsafe.Pointer(&x[0])
	zero := BroadcastF64(0)
	largest, smallest, bad := zero, zero, zero
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 { // three chains, none waits for another
		v := LoadF64(p, at)
		bad = bad.Add(v.Sub(v))
		largest = largest.Max(v)
		smallest = smallest.Min(v)
	}
	largest = largest.Max(zero.Sub(smallest))
	var out [2 * W64]float64
	StoreF64(largest, unsafe.Pointer(&out), 0)
	StoreF64(bad, unsafe.Pointer(&out), W64*8)
	ClearUpper()
	var m float64
	for i := range W64 {
		m = max(m, out[i])
		if out[W64+i] != 0 {
			return 0, 0 // an infinity or a NaN: left to the loop that tells them apart
		}
	}
	return m, n
}

// folds32 is fold, where the processor has the instructions.
func folds32(totals *Totals, lane *[lanes]float32) bool {
	if !simd {
		return false
	}
	l := unsafe.Pointer(lane)
	pair := func(i uintptr) F32x8 { return LoadF32x8(l, 4*i).Add(LoadF32x8(l, 4*i+32*4)) }
	addToTotals(totals, pair(0).Add(pair(16)).Add(pair(8).Add(pair(24))))
	ClearUpper()
	return true
}

// folds64 is fold, where the processor has the instructions.
func folds64(totals *Totals, lane *[lanes]float64) bool {
	if !simd {
		return false
	}
	t, l := unsafe.Pointer(totals), unsafe.Pointer(lane)
	for at := uintptr(0); at < 8*8; at += W64 * 8 {
		pair := func(i uintptr) F64 { return LoadF64(l, at+8*i).Add(LoadF64(l, at+8*i+32*8)) }
		sum := pair(0).Add(pair(16)).Add(pair(8).Add(pair(24)))
		StoreF64(LoadF64(t, at).Add(sum), t, at)
	}
	ClearUpper()
	return true
}
