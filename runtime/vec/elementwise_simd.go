//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of the element-wise functions over whole vectors. Each returns how
// many elements it has done, of every row.

func axpys32(r Rows, a float32, x, y []float32) int {
	n := whole32(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p, q := unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f := BroadcastF32(a)
	stride := uintptr(r.Stride) * 4
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*4; at += W32 * 4 {
			StoreF32(LoadF32(q, at).Add(f.Mul(LoadF32(p, at))), q, at)
		}
	}
	ClearUpper()
	return n
}

func axpbys32(r Rows, a float32, x []float32, b float32, y []float32) int {
	n := whole32(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p, q := unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f, g := BroadcastF32(a), BroadcastF32(b)
	stride := uintptr(r.Stride) * 4
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*4; at += W32 * 4 {
			StoreF32(f.Mul(LoadF32(p, at)).Add(g.Mul(LoadF32(q, at))), q, at)
		}
	}
	ClearUpper()
	return n
}

func scales32(r Rows, a float32, x []float32) int {
	n := whole32(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p := unsafe.Pointer(&x[0])
	f := BroadcastF32(a)
	stride := uintptr(r.Stride) * 4
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*4; at += W32 * 4 {
			StoreF32(f.Mul(LoadF32(p, at)), p, at)
		}
	}
	ClearUpper()
	return n
}

func muls32(dst, x, y []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(LoadF32(p, at).Mul(LoadF32(q, at)), d, at)
	}
	ClearUpper()
	return n
}

func axpys64(r Rows, a float64, x, y []float64) int {
	n := whole64(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p, q := unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f := BroadcastF64(a)
	stride := uintptr(r.Stride) * 8
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*8; at += W64 * 8 {
			StoreF64(LoadF64(q, at).Add(f.Mul(LoadF64(p, at))), q, at)
		}
	}
	ClearUpper()
	return n
}

func axpbys64(r Rows, a float64, x []float64, b float64, y []float64) int {
	n := whole64(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p, q := unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	f, g := BroadcastF64(a), BroadcastF64(b)
	stride := uintptr(r.Stride) * 8
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*8; at += W64 * 8 {
			StoreF64(f.Mul(LoadF64(p, at)).Add(g.Mul(LoadF64(q, at))), q, at)
		}
	}
	ClearUpper()
	return n
}

func scales64(r Rows, a float64, x []float64) int {
	n := whole64(r.N)
	if n == 0 || r.Count == 0 {
		return 0
	}
	p := unsafe.Pointer(&x[0])
	f := BroadcastF64(a)
	stride := uintptr(r.Stride) * 8
	for row := uintptr(0); row < uintptr(r.Count)*stride; row += stride {
		for at := row; at < row+uintptr(n)*8; at += W64 * 8 {
			StoreF64(f.Mul(LoadF64(p, at)), p, at)
		}
	}
	ClearUpper()
	return n
}

func muls64(dst, x, y []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(LoadF64(p, at).Mul(LoadF64(q, at)), d, at)
	}
	ClearUpper()
	return n
}

func mulAdds32(dst, x, y []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(LoadF32(d, at).Add(LoadF32(p, at).Mul(LoadF32(q, at))), d, at)
	}
	ClearUpper()
	return n
}

func mulAdds64(dst, x, y []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(LoadF64(d, at).Add(LoadF64(p, at).Mul(LoadF64(q, at))), d, at)
	}
	ClearUpper()
	return n
}

func mulSubs32(dst, x, y []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(LoadF32(d, at).Sub(LoadF32(p, at).Mul(LoadF32(q, at))), d, at)
	}
	ClearUpper()
	return n
}

func mulSubs64(dst, x, y []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, p, q := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0]), unsafe.Pointer(&y[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(LoadF64(d, at).Sub(LoadF64(p, at).Mul(LoadF64(q, at))), d, at)
	}
	ClearUpper()
	return n
}
