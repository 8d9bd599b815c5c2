//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of the functions with slopes over whole vectors. Each returns how many
// elements it has done.

func tanhSlopes32(h, d, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		y := tanh32v(LoadF32(s, at))
		StoreF32(y, p, at)
		StoreF32(ones32v.v().Sub(y).Mul(ones32v.v().Add(y)), q, at)
	}
	ClearUpper()
	return n
}

func sigmoidSlopes32(h, d, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		y := sigmoid32v(LoadF32(s, at))
		StoreF32(y, p, at)
		StoreF32(y.Mul(ones32v.v().Sub(y)), q, at)
	}
	ClearUpper()
	return n
}

func softplusSlopes32(h, d, x []float32) int {
	n := whole32(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		v := LoadF32(s, at)
		u := exp32v(minusAbs32v(v))
		StoreF32(softplusSlope32v(v, u), q, at)
		StoreF32(softplusOf32v(v, u), p, at)
	}
	ClearUpper()
	return n
}

func tanhSlopes64(h, d, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		y := tanh64v(LoadF64(s, at))
		StoreF64(y, p, at)
		StoreF64(ones64v.v().Sub(y).Mul(ones64v.v().Add(y)), q, at)
	}
	ClearUpper()
	return n
}

func sigmoidSlopes64(h, d, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		y := sigmoid64v(LoadF64(s, at))
		StoreF64(y, p, at)
		StoreF64(y.Mul(ones64v.v().Sub(y)), q, at)
	}
	ClearUpper()
	return n
}

func softplusSlopes64(h, d, x []float64) int {
	n := whole64(len(x))
	if n == 0 {
		return 0
	}
	p, q, s := unsafe.Pointer(&h[0]), unsafe.Pointer(&d[0]), unsafe.Pointer(&x[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		v := LoadF64(s, at)
		u := exp64v(minusAbs64v(v))
		StoreF64(softplusSlope64v(v, u), q, at)
		StoreF64(softplusOf64v(v, u), p, at)
	}
	ClearUpper()
	return n
}
