//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of AddBlend, AddSplit and Between over whole vectors. Each returns how
// many elements it has done.

func addBlends32(y, w, f, a, b []float32) int {
	n := whole32(len(y))
	if n == 0 {
		return 0
	}
	py, pw, pf, pa, pb := unsafe.Pointer(&y[0]), unsafe.Pointer(&w[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		va := LoadF32(pa, at)
		v := va.Add(LoadF32(pf, at).Mul(LoadF32(pb, at).Sub(va)))
		StoreF32(LoadF32(py, at).Add(LoadF32(pw, at).Mul(v)), py, at)
	}
	ClearUpper()
	return n
}

func addSplits32(a, b, w, f, y []float32) int {
	n := whole32(len(y))
	if n == 0 {
		return 0
	}
	py, pw, pf, pa, pb := unsafe.Pointer(&y[0]), unsafe.Pointer(&w[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0])
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		v := LoadF32(pw, at).Mul(LoadF32(py, at))
		u := LoadF32(pf, at).Mul(v)
		StoreF32(LoadF32(pa, at).Add(v.Sub(u)), pa, at)
		StoreF32(LoadF32(pb, at).Add(u), pb, at)
	}
	ClearUpper()
	return n
}

func betweens32(f, p, q, r, k []float32) int {
	n := whole32(len(f))
	if n == 0 {
		return 0
	}
	pf, pp, pq, pr, pk := unsafe.Pointer(&f[0]), unsafe.Pointer(&p[0]), unsafe.Pointer(&q[0]), unsafe.Pointer(&r[0]), unsafe.Pointer(&k[0])
	zero, one, two := BroadcastF32(0), BroadcastF32(1), BroadcastF32(2)
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		vp, vq, vr := LoadF32(pp, at), LoadF32(pq, at), LoadF32(pr, at)
		far := vq.Mul(vr)
		v := far.Div(far.Add(two.Mul(vp.Mul(vr))).Add(LoadF32(pk, at).Mul(vp.Mul(vq))))
		StoreF32(v.Masked(v.GreaterEqual(zero)).Masked(v.LessEqual(one)), pf, at)
	}
	ClearUpper()
	return n
}

func addBlends64(y, w, f, a, b []float64) int {
	n := whole64(len(y))
	if n == 0 {
		return 0
	}
	py, pw, pf, pa, pb := unsafe.Pointer(&y[0]), unsafe.Pointer(&w[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		va := LoadF64(pa, at)
		v := va.Add(LoadF64(pf, at).Mul(LoadF64(pb, at).Sub(va)))
		StoreF64(LoadF64(py, at).Add(LoadF64(pw, at).Mul(v)), py, at)
	}
	ClearUpper()
	return n
}

func addSplits64(a, b, w, f, y []float64) int {
	n := whole64(len(y))
	if n == 0 {
		return 0
	}
	py, pw, pf, pa, pb := unsafe.Pointer(&y[0]), unsafe.Pointer(&w[0]), unsafe.Pointer(&f[0]), unsafe.Pointer(&a[0]), unsafe.Pointer(&b[0])
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		v := LoadF64(pw, at).Mul(LoadF64(py, at))
		u := LoadF64(pf, at).Mul(v)
		StoreF64(LoadF64(pa, at).Add(v.Sub(u)), pa, at)
		StoreF64(LoadF64(pb, at).Add(u), pb, at)
	}
	ClearUpper()
	return n
}

func betweens64(f, p, q, r, k []float64) int {
	n := whole64(len(f))
	if n == 0 {
		return 0
	}
	pf, pp, pq, pr, pk := unsafe.Pointer(&f[0]), unsafe.Pointer(&p[0]), unsafe.Pointer(&q[0]), unsafe.Pointer(&r[0]), unsafe.Pointer(&k[0])
	zero, one, two := BroadcastF64(0), BroadcastF64(1), BroadcastF64(2)
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		vp, vq, vr := LoadF64(pp, at), LoadF64(pq, at), LoadF64(pr, at)
		far := vq.Mul(vr)
		v := far.Div(far.Add(two.Mul(vp.Mul(vr))).Add(LoadF64(pk, at).Mul(vp.Mul(vq))))
		StoreF64(v.Masked(v.GreaterEqual(zero)).Masked(v.LessEqual(one)), pf, at)
	}
	ClearUpper()
	return n
}
