//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops return how many elements they have done: all, or none where a slice is
// shorter than a vector. Elements behind the last whole vector are done by a vector
// that ends with them: it is made before anything is stored, and stored last.

func addProducts32(dst []float32, terms []Product[float32], x []float32) int {
	n := len(dst)
	if !simd || n < W32 {
		return 0
	}
	const step = W32 * 4
	d, p := unsafe.Pointer(unsafe.SliceData(dst)), unsafe.Pointer(unsafe.SliceData(x))
	end, whole := uintptr(n)*4, uintptr(n&^(W32-1))*4
	last := LoadF32(d, end-step)
	if whole < end {
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			last = last.Add(LoadF32(a, end-step).Mul(LoadF32(y, end-step)))
		}
	}
	at := uintptr(0)
	for ; at+4*step <= whole; at += 4 * step {
		s0, s1 := LoadF32(d, at), LoadF32(d, at+step)
		s2, s3 := LoadF32(d, at+2*step), LoadF32(d, at+3*step)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s0 = s0.Add(LoadF32(a, at).Mul(LoadF32(y, at)))
			s1 = s1.Add(LoadF32(a, at+step).Mul(LoadF32(y, at+step)))
			s2 = s2.Add(LoadF32(a, at+2*step).Mul(LoadF32(y, at+2*step)))
			s3 = s3.Add(LoadF32(a, at+3*step).Mul(LoadF32(y, at+3*step)))
		}
		StoreF32(s0, d, at)
		StoreF32(s1, d, at+step)
		StoreF32(s2, d, at+2*step)
		StoreF32(s3, d, at+3*step)
	}
	for ; at < whole; at += step {
		s := LoadF32(d, at)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s = s.Add(LoadF32(a, at).Mul(LoadF32(y, at)))
		}
		StoreF32(s, d, at)
	}
	if whole < end {
		StoreF32(last, d, end-step)
	}
	ClearUpper()
	return n
}

func addProducts64(dst []float64, terms []Product[float64], x []float64) int {
	n := len(dst)
	if !simd || n < W64 {
		return 0
	}
	const step = W64 * 8
	d, p := unsafe.Pointer(unsafe.SliceData(dst)), unsafe.Pointer(unsafe.SliceData(x))
	end, whole := uintptr(n)*8, uintptr(n&^(W64-1))*8
	last := LoadF64(d, end-step)
	if whole < end {
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			last = last.Add(LoadF64(a, end-step).Mul(LoadF64(y, end-step)))
		}
	}
	at := uintptr(0)
	for ; at+4*step <= whole; at += 4 * step {
		s0, s1 := LoadF64(d, at), LoadF64(d, at+step)
		s2, s3 := LoadF64(d, at+2*step), LoadF64(d, at+3*step)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s0 = s0.Add(LoadF64(a, at).Mul(LoadF64(y, at)))
			s1 = s1.Add(LoadF64(a, at+step).Mul(LoadF64(y, at+step)))
			s2 = s2.Add(LoadF64(a, at+2*step).Mul(LoadF64(y, at+2*step)))
			s3 = s3.Add(LoadF64(a, at+3*step).Mul(LoadF64(y, at+3*step)))
		}
		StoreF64(s0, d, at)
		StoreF64(s1, d, at+step)
		StoreF64(s2, d, at+2*step)
		StoreF64(s3, d, at+3*step)
	}
	for ; at < whole; at += step {
		s := LoadF64(d, at)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s = s.Add(LoadF64(a, at).Mul(LoadF64(y, at)))
		}
		StoreF64(s, d, at)
	}
	if whole < end {
		StoreF64(last, d, end-step)
	}
	ClearUpper()
	return n
}

func subProducts32(dst []float32, terms []Product[float32], x []float32) int {
	n := len(dst)
	if !simd || n < W32 {
		return 0
	}
	const step = W32 * 4
	d, p := unsafe.Pointer(unsafe.SliceData(dst)), unsafe.Pointer(unsafe.SliceData(x))
	end, whole := uintptr(n)*4, uintptr(n&^(W32-1))*4
	last := LoadF32(d, end-step)
	if whole < end {
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			last = last.Sub(LoadF32(a, end-step).Mul(LoadF32(y, end-step)))
		}
	}
	at := uintptr(0)
	for ; at+4*step <= whole; at += 4 * step {
		s0, s1 := LoadF32(d, at), LoadF32(d, at+step)
		s2, s3 := LoadF32(d, at+2*step), LoadF32(d, at+3*step)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s0 = s0.Sub(LoadF32(a, at).Mul(LoadF32(y, at)))
			s1 = s1.Sub(LoadF32(a, at+step).Mul(LoadF32(y, at+step)))
			s2 = s2.Sub(LoadF32(a, at+2*step).Mul(LoadF32(y, at+2*step)))
			s3 = s3.Sub(LoadF32(a, at+3*step).Mul(LoadF32(y, at+3*step)))
		}
		StoreF32(s0, d, at)
		StoreF32(s1, d, at+step)
		StoreF32(s2, d, at+2*step)
		StoreF32(s3, d, at+3*step)
	}
	for ; at < whole; at += step {
		s := LoadF32(d, at)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s = s.Sub(LoadF32(a, at).Mul(LoadF32(y, at)))
		}
		StoreF32(s, d, at)
	}
	if whole < end {
		StoreF32(last, d, end-step)
	}
	ClearUpper()
	return n
}

func subProducts64(dst []float64, terms []Product[float64], x []float64) int {
	n := len(dst)
	if !simd || n < W64 {
		return 0
	}
	const step = W64 * 8
	d, p := unsafe.Pointer(unsafe.SliceData(dst)), unsafe.Pointer(unsafe.SliceData(x))
	end, whole := uintptr(n)*8, uintptr(n&^(W64-1))*8
	last := LoadF64(d, end-step)
	if whole < end {
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			last = last.Sub(LoadF64(a, end-step).Mul(LoadF64(y, end-step)))
		}
	}
	at := uintptr(0)
	for ; at+4*step <= whole; at += 4 * step {
		s0, s1 := LoadF64(d, at), LoadF64(d, at+step)
		s2, s3 := LoadF64(d, at+2*step), LoadF64(d, at+3*step)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s0 = s0.Sub(LoadF64(a, at).Mul(LoadF64(y, at)))
			s1 = s1.Sub(LoadF64(a, at+step).Mul(LoadF64(y, at+step)))
			s2 = s2.Sub(LoadF64(a, at+2*step).Mul(LoadF64(y, at+2*step)))
			s3 = s3.Sub(LoadF64(a, at+3*step).Mul(LoadF64(y, at+3*step)))
		}
		StoreF64(s0, d, at)
		StoreF64(s1, d, at+step)
		StoreF64(s2, d, at+2*step)
		StoreF64(s3, d, at+3*step)
	}
	for ; at < whole; at += step {
		s := LoadF64(d, at)
		for i := range terms {
			a, y := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s = s.Sub(LoadF64(a, at).Mul(LoadF64(y, at)))
		}
		StoreF64(s, d, at)
	}
	if whole < end {
		StoreF64(last, d, end-step)
	}
	ClearUpper()
	return n
}

// mixProducts32 does whole vectors only.
func mixProducts32(dst []float32, a float32, z []float32, b float32, terms []Product[float32], x []float32) int {
	n := whole32(len(dst))
	if n == 0 {
		return 0
	}
	const step = W32 * 4
	d, y, p := unsafe.Pointer(&dst[0]), unsafe.Pointer(&z[0]), unsafe.Pointer(unsafe.SliceData(x))
	f, g := BroadcastF32(a), BroadcastF32(b)
	at, whole := uintptr(0), uintptr(n)*4
	for ; at+4*step <= whole; at += 4 * step {
		var s0, s1, s2, s3 F32
		for i := range terms {
			a, x := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s0 = s0.Add(LoadF32(a, at).Mul(LoadF32(x, at)))
			s1 = s1.Add(LoadF32(a, at+step).Mul(LoadF32(x, at+step)))
			s2 = s2.Add(LoadF32(a, at+2*step).Mul(LoadF32(x, at+2*step)))
			s3 = s3.Add(LoadF32(a, at+3*step).Mul(LoadF32(x, at+3*step)))
		}
		StoreF32(f.Mul(LoadF32(y, at)).Add(g.Mul(s0)), d, at)
		StoreF32(f.Mul(LoadF32(y, at+step)).Add(g.Mul(s1)), d, at+step)
		StoreF32(f.Mul(LoadF32(y, at+2*step)).Add(g.Mul(s2)), d, at+2*step)
		StoreF32(f.Mul(LoadF32(y, at+3*step)).Add(g.Mul(s3)), d, at+3*step)
	}
	for ; at < whole; at += step {
		var s F32
		for i := range terms {
			a, x := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*4)
			s = s.Add(LoadF32(a, at).Mul(LoadF32(x, at)))
		}
		StoreF32(f.Mul(LoadF32(y, at)).Add(g.Mul(s)), d, at)
	}
	ClearUpper()
	return n
}

// mixProducts64 does whole vectors only.
func mixProducts64(dst []float64, a float64, z []float64, b float64, terms []Product[float64], x []float64) int {
	n := whole64(len(dst))
	if n == 0 {
		return 0
	}
	const step = W64 * 8
	d, y, p := unsafe.Pointer(&dst[0]), unsafe.Pointer(&z[0]), unsafe.Pointer(unsafe.SliceData(x))
	f, g := BroadcastF64(a), BroadcastF64(b)
	at, whole := uintptr(0), uintptr(n)*8
	for ; at+4*step <= whole; at += 4 * step {
		var s0, s1, s2, s3 F64
		for i := range terms {
			a, x := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s0 = s0.Add(LoadF64(a, at).Mul(LoadF64(x, at)))
			s1 = s1.Add(LoadF64(a, at+step).Mul(LoadF64(x, at+step)))
			s2 = s2.Add(LoadF64(a, at+2*step).Mul(LoadF64(x, at+2*step)))
			s3 = s3.Add(LoadF64(a, at+3*step).Mul(LoadF64(x, at+3*step)))
		}
		StoreF64(f.Mul(LoadF64(y, at)).Add(g.Mul(s0)), d, at)
		StoreF64(f.Mul(LoadF64(y, at+step)).Add(g.Mul(s1)), d, at+step)
		StoreF64(f.Mul(LoadF64(y, at+2*step)).Add(g.Mul(s2)), d, at+2*step)
		StoreF64(f.Mul(LoadF64(y, at+3*step)).Add(g.Mul(s3)), d, at+3*step)
	}
	for ; at < whole; at += step {
		var s F64
		for i := range terms {
			a, x := unsafe.Pointer(unsafe.SliceData(terms[i].A)), unsafe.Add(p, terms[i].At*8)
			s = s.Add(LoadF64(a, at).Mul(LoadF64(x, at)))
		}
		StoreF64(f.Mul(LoadF64(y, at)).Add(g.Mul(s)), d, at)
	}
	ClearUpper()
	return n
}
