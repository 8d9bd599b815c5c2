//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of the slice functions over whole vectors. Each returns how many
// elements it has done: none where the processor lacks the instructions. Sine,
// cosine and exponential are written out in parts small enough to be inlined.

func exps32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		v := LoadF32(s, at)
		if !within32(v) {
			StoreF32(expEnds32v(v), d, at)
			continue
		}
		n, r := expReduce32v(v)
		StoreF32(expNear32v(r).Mul(pow2n32v(n.Add(magics32.v()))), d, at)
	}
	ClearUpper()
	return n
}

func exps64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		v := LoadF64(s, at)
		if !within64(v) {
			StoreF64(expEnds64v(v), d, at)
			continue
		}
		t, r := expReduce64v(v)
		StoreF64(expm1Near64v(r).Add(ones64v.v()).Mul(pow2n64v(t)), d, at)
	}
	ClearUpper()
	return n
}

func tanhs32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(tanh32v(LoadF32(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func tanhs64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(tanh64v(LoadF64(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func sigmoids32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(sigmoid32v(LoadF32(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func sigmoids64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(sigmoid64v(LoadF64(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func softpluses32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		StoreF32(softplus32v(LoadF32(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func softpluses64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		StoreF64(softplus64v(LoadF64(s, at)), d, at)
	}
	ClearUpper()
	return n
}

func sins32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		t, r := reduce32v(LoadF32(s, at))
		sin, cos := polys32v(r)
		y, _ := quadrant32v(t, sin, cos)
		StoreF32(y, d, at)
	}
	ClearUpper()
	return n
}

func sins64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		t, r := reduce64v(LoadF64(s, at))
		sin, cos := polys64v(r)
		y, _ := quadrant64v(t, sin, cos)
		StoreF64(y, d, at)
	}
	ClearUpper()
	return n
}

func coss32(dst, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		t, r := reduce32v(LoadF32(s, at))
		sin, cos := polys32v(r)
		_, y := quadrant32v(t, sin, cos)
		StoreF32(y, d, at)
	}
	ClearUpper()
	return n
}

func coss64(dst, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	d, s := unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		t, r := reduce64v(LoadF64(s, at))
		sin, cos := polys64v(r)
		_, y := quadrant64v(t, sin, cos)
		StoreF64(y, d, at)
	}
	ClearUpper()
	return n
}

func sinCoss32(sin, cos, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	s, c, a := unsafe.Pointer(&sin[0]), unsafe.Pointer(&cos[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		t, r := reduce32v(LoadF32(a, at))
		sv, cv := polys32v(r)
		sv, cv = quadrant32v(t, sv, cv)
		StoreF32(sv, s, at)
		StoreF32(cv, c, at)
	}
	ClearUpper()
	return n
}

func sinCoss64(sin, cos, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	s, c, a := unsafe.Pointer(&sin[0]), unsafe.Pointer(&cos[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		t, r := reduce64v(LoadF64(a, at))
		sv, cv := polys64v(r)
		sv, cv = quadrant64v(t, sv, cv)
		StoreF64(sv, s, at)
		StoreF64(cv, c, at)
	}
	ClearUpper()
	return n
}

// whole32 is the number of elements in whole vectors, of n.
func whole32(n int) int {
	if !simd {
		return 0
	}
	return n &^ (W32 - 1)
}

// whole64 is the number of elements in whole vectors, of n.
func whole64(n int) int {
	if !simd {
		return 0
	}
	return n &^ (W64 - 1)
}
