//go:build goexperiment.simd && amd64

package vec

import "math"

// reduce32v is the first part of sinCos32 of every element, within the limit:
// n + magic32 and r.
func reduce32v(x F32) (t, r F32) {
	magic := BroadcastF32(magic32)
	t = x.Mul(BroadcastF32(2 / math.Pi)).Add(magic)
	n := t.Sub(magic)
	return t, x.Sub(n.Mul(BroadcastF32(halfPi32a))).Sub(n.Mul(BroadcastF32(halfPi32b))).Sub(n.Mul(BroadcastF32(halfPi32c)))
}

// polys32v is the second part: sin r and cos r.
func polys32v(r F32) (s, c F32) {
	z := r.Mul(r)
	s = z.Mul(BroadcastF32(sin32c3)).Add(BroadcastF32(sin32c2))
	s = s.Mul(z).Add(BroadcastF32(sin32c1))
	s = s.Mul(z).Mul(r).Add(r)
	c = z.Mul(BroadcastF32(cos32c3)).Add(BroadcastF32(cos32c2))
	c = c.Mul(z).Add(BroadcastF32(cos32c1))
	c = c.Mul(z).Mul(z).Sub(z.Mul(BroadcastF32(0.5))).Add(BroadcastF32(1))
	return s, c
}

// quadrant32v is the last part: sin x and cos x.
func quadrant32v(t, s, c F32) (sin, cos F32) {
	q := bits32s(t)
	one, two := splat32(1), splat32(2)
	sb, cb := bits32s(s), bits32s(c)
	swap := sb.Xor(cb).And(splat32(0).Sub(q.And(one)))
	sb = sb.Xor(swap).Xor(q.And(two).ShiftAllLeft(30))
	cb = cb.Xor(swap).Xor(q.Add(one).And(two).ShiftAllLeft(30))
	return float32s(sb), float32s(cb)
}

// reduce64v is the first part of sinCos64 of every element, within the limit:
// n + magic64 and r.
func reduce64v(x F64) (t, r F64) {
	magic := BroadcastF64(magic64)
	t = x.Mul(BroadcastF64(2 / math.Pi)).Add(magic)
	n := t.Sub(magic)
	return t, x.Sub(n.Mul(BroadcastF64(halfPi64a))).Sub(n.Mul(BroadcastF64(halfPi64b))).Sub(n.Mul(BroadcastF64(halfPi64c)))
}

// polys64v is the second part: sin r and cos r.
func polys64v(r F64) (s, c F64) {
	z := r.Mul(r)
	s = z.Mul(BroadcastF64(sin64c6)).Add(BroadcastF64(sin64c5))
	s = s.Mul(z).Add(BroadcastF64(sin64c4))
	s = s.Mul(z).Add(BroadcastF64(sin64c3))
	s = s.Mul(z).Add(BroadcastF64(sin64c2))
	s = s.Mul(z).Add(BroadcastF64(sin64c1))
	s = s.Mul(z).Mul(r).Add(r)
	c = z.Mul(BroadcastF64(cos64c6)).Add(BroadcastF64(cos64c5))
	c = c.Mul(z).Add(BroadcastF64(cos64c4))
	c = c.Mul(z).Add(BroadcastF64(cos64c3))
	c = c.Mul(z).Add(BroadcastF64(cos64c2))
	c = c.Mul(z).Add(BroadcastF64(cos64c1))
	c = c.Mul(z).Mul(z).Sub(z.Mul(BroadcastF64(0.5))).Add(BroadcastF64(1))
	return s, c
}

// quadrant64v is the last part: sin x and cos x.
func quadrant64v(t, s, c F64) (sin, cos F64) {
	q := bits64s(t)
	one, two := splat64(1), splat64(2)
	sb, cb := bits64s(s), bits64s(c)
	swap := sb.Xor(cb).And(splat64(0).Sub(q.And(one)))
	sb = sb.Xor(swap).Xor(q.And(two).ShiftAllLeft(62))
	cb = cb.Xor(swap).Xor(q.Add(one).And(two).ShiftAllLeft(62))
	return float64s(sb), float64s(cb)
}
