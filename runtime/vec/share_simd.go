//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// The loops of Share over whole vectors. Each returns how many elements it has done.

func shares32(to, stay, v, there, f []float32, k float32) int {
	n := whole32(len(to))
	if n == 0 {
		return 0
	}
	pt, ps, pv := unsafe.Pointer(&to[0]), unsafe.Pointer(&stay[0]), unsafe.Pointer(&v[0])
	pb, pf := unsafe.Pointer(&there[0]), unsafe.Pointer(&f[0])
	half, zero, scale := BroadcastF32(0.5), BroadcastF32(0), BroadcastF32(k)
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		x, part := LoadF32(pv, at), LoadF32(pf, at)
		a := x.Sub(LoadF32(pb, at)).Mul(half)
		u := part.Mul(scale).Mul(x.Sub(a)).Add(a).Masked(part.Greater(zero))
		StoreF32(LoadF32(pt, at).Add(u), pt, at)
		StoreF32(LoadF32(ps, at).Sub(u), ps, at)
	}
	ClearUpper()
	return n
}

func sharesOwn32(to, stay, v, there, here, f []float32, k float32) int {
	n := whole32(len(to))
	if n == 0 {
		return 0
	}
	pt, ps, pv := unsafe.Pointer(&to[0]), unsafe.Pointer(&stay[0]), unsafe.Pointer(&v[0])
	pb, ph, pf := unsafe.Pointer(&there[0]), unsafe.Pointer(&here[0]), unsafe.Pointer(&f[0])
	half, zero, scale := BroadcastF32(0.5), BroadcastF32(0), BroadcastF32(k)
	for at := uintptr(0); at < uintptr(n)*4; at += W32 * 4 {
		x, part := LoadF32(pv, at), LoadF32(pf, at)
		a, b := x.Sub(LoadF32(pb, at)).Mul(half), x.Sub(LoadF32(ph, at)).Mul(half)
		size, other := a.Max(zero.Sub(a)), b.Max(zero.Sub(b))
		a = b.Merge(a, other.Less(size)).Masked(a.Mul(b).Greater(zero))
		s := x.Sub(a)
		large := s.Max(zero.Sub(s))
		least := large.Min(a.Max(zero.Sub(a)))
		least = zero.Sub(least).Merge(least, s.Less(zero))
		u := part.Mul(scale).Mul(s)
		u = least.Merge(u, u.Max(zero.Sub(u)).Less(least.Max(zero.Sub(least))))
		u = u.Add(a).Masked(part.Greater(zero))
		StoreF32(LoadF32(pt, at).Add(u), pt, at)
		StoreF32(LoadF32(ps, at).Sub(u), ps, at)
	}
	ClearUpper()
	return n
}

func shares64(to, stay, v, there, f []float64, k float64) int {
	n := whole64(len(to))
	if n == 0 {
		return 0
	}
	pt, ps, pv := unsafe.Pointer(&to[0]), unsafe.Pointer(&stay[0]), unsafe.Pointer(&v[0])
	pb, pf := unsafe.Pointer(&there[0]), unsafe.Pointer(&f[0])
	half, zero, scale := BroadcastF64(0.5), BroadcastF64(0), BroadcastF64(k)
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		x, part := LoadF64(pv, at), LoadF64(pf, at)
		a := x.Sub(LoadF64(pb, at)).Mul(half)
		u := part.Mul(scale).Mul(x.Sub(a)).Add(a).Masked(part.Greater(zero))
		StoreF64(LoadF64(pt, at).Add(u), pt, at)
		StoreF64(LoadF64(ps, at).Sub(u), ps, at)
	}
	ClearUpper()
	return n
}

func sharesOwn64(to, stay, v, there, here, f []float64, k float64) int {
	n := whole64(len(to))
	if n == 0 {
		return 0
	}
	pt, ps, pv := unsafe.Pointer(&to[0]), unsafe.Pointer(&stay[0]), unsafe.Pointer(&v[0])
	pb, ph, pf := unsafe.Pointer(&there[0]), unsafe.Pointer(&here[0]), unsafe.Pointer(&f[0])
	half, zero, scale := BroadcastF64(0.5), BroadcastF64(0), BroadcastF64(k)
	for at := uintptr(0); at < uintptr(n)*8; at += W64 * 8 {
		x, part := LoadF64(pv, at), LoadF64(pf, at)
		a, b := x.Sub(LoadF64(pb, at)).Mul(half), x.Sub(LoadF64(ph, at)).Mul(half)
		size, other := a.Max(zero.Sub(a)), b.Max(zero.Sub(b))
		a = b.Merge(a, other.Less(size)).Masked(a.Mul(b).Greater(zero))
		s := x.Sub(a)
		large := s.Max(zero.Sub(s))
		least := large.Min(a.Max(zero.Sub(a)))
		least = zero.Sub(least).Merge(least, s.Less(zero))
		u := part.Mul(scale).Mul(s)
		u = least.Merge(u, u.Max(zero.Sub(u)).Less(least.Max(zero.Sub(least))))
		u = u.Add(a).Masked(part.Greater(zero))
		StoreF64(LoadF64(pt, at).Add(u), pt, at)
		StoreF64(LoadF64(ps, at).Sub(u), ps, at)
	}
	ClearUpper()
	return n
}
