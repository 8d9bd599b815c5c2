//go:build goexperiment.simd && amd64

package vec

import "math"

// tanh32v is tanh32 of every element.
func tanh32v(x F32) F32 {
	sign := splat32(math.MinInt32)
	b := bits32s(x)
	a := float32s(b.AndNot(sign))
	z := a.Mul(a)
	p := z.Mul(BroadcastF32(tanh32c5)).Add(BroadcastF32(tanh32c4))
	p = p.Mul(z).Add(BroadcastF32(tanh32c3))
	p = p.Mul(z).Add(BroadcastF32(tanh32c2))
	p = p.Mul(z).Add(BroadcastF32(tanh32c1))
	near := p.Mul(z).Mul(a).Add(a)
	one := BroadcastF32(1)
	far := one.Sub(BroadcastF32(2).Div(exp32v(a.Add(a)).Add(one)))
	y := near.Merge(far, a.Less(BroadcastF32(tanhNear)))
	return float32s(bits32s(y).Or(b.And(sign)))
}

// tanh64v is tanh64 of every element.
func tanh64v(x F64) F64 {
	sign := splat64(math.MinInt64)
	b := bits64s(x)
	a := float64s(b.AndNot(sign))
	z := a.Mul(a)
	p := z.Mul(BroadcastF64(tanh64p2)).Add(BroadcastF64(tanh64p1))
	p = p.Mul(z).Add(BroadcastF64(tanh64p0))
	q := z.Add(BroadcastF64(tanh64q2))
	q = q.Mul(z).Add(BroadcastF64(tanh64q1))
	q = q.Mul(z).Add(BroadcastF64(tanh64q0))
	near := a.Mul(z).Mul(p.Div(q)).Add(a)
	one := BroadcastF64(1)
	far := one.Sub(BroadcastF64(2).Div(exp64v(a.Add(a)).Add(one)))
	y := near.Merge(far, a.Less(BroadcastF64(tanhNear)))
	return float64s(bits64s(y).Or(b.And(sign)))
}
