//go:build goexperiment.simd && amd64

package vec

// exp32v is exp32 of every element.
func exp32v(x F32) F32 {
	n, r := expReduce32v(x)
	return expScale32v(expPoly32v(r), n)
}

// expReduce32v is the first part of exp32: n and r.
func expReduce32v(x F32) (n, r F32) {
	magic := BroadcastF32(magic32)
	x = BroadcastF32(expMin32).Max(BroadcastF32(expMax32).Min(x)) // NaN stays NaN in this order
	n = x.Mul(BroadcastF32(log2E)).Add(magic).Sub(magic)
	return n, x.Sub(n.Mul(BroadcastF32(ln2Hi32))).Sub(n.Mul(BroadcastF32(ln2Lo32)))
}

// expPoly32v is the second part: e^r.
func expPoly32v(r F32) F32 {
	p := r.Mul(BroadcastF32(exp32c7)).Add(BroadcastF32(exp32c6))
	p = p.Mul(r).Add(BroadcastF32(exp32c5))
	p = p.Mul(r).Add(BroadcastF32(exp32c4))
	p = p.Mul(r).Add(BroadcastF32(exp32c3))
	p = p.Mul(r).Add(BroadcastF32(exp32c2))
	return p.Mul(r.Mul(r)).Add(r).Add(BroadcastF32(1))
}

// expScale32v is the last part: p 2^n.
func expScale32v(p, n F32) F32 {
	magic := BroadcastF32(magic32)
	half := n.Mul(BroadcastF32(0.5)).Add(magic)
	rest := n.Sub(half.Sub(magic)).Add(magic)
	return p.Mul(pow2n32v(half)).Mul(pow2n32v(rest))
}

func pow2n32v(t F32) F32 {
	return float32s(bits32s(t).Add(splat32(127)).ShiftAllLeft(23))
}

// exp64v is exp64 of every element.
func exp64v(x F64) F64 {
	n, r := expReduce64v(x)
	return expScale64v(expPoly64v(r), n)
}

// expReduce64v is the first part of exp64: n and r.
func expReduce64v(x F64) (n, r F64) {
	magic := BroadcastF64(magic64)
	x = BroadcastF64(expMin64).Max(BroadcastF64(expMax64).Min(x))
	n = x.Mul(BroadcastF64(log2E)).Add(magic).Sub(magic)
	return n, x.Sub(n.Mul(BroadcastF64(ln2Hi64))).Sub(n.Mul(BroadcastF64(ln2Lo64)))
}

// expPoly64v is the second part: e^r.
func expPoly64v(r F64) F64 {
	z := r.Mul(r)
	p := z.Mul(BroadcastF64(exp64p2)).Add(BroadcastF64(exp64p1))
	p = p.Mul(z).Add(BroadcastF64(exp64p0)).Mul(r)
	q := z.Mul(BroadcastF64(exp64q3)).Add(BroadcastF64(exp64q2))
	q = q.Mul(z).Add(BroadcastF64(exp64q1))
	q = q.Mul(z).Add(BroadcastF64(exp64q0))
	p = p.Div(q.Sub(p))
	return p.Add(p).Add(BroadcastF64(1))
}

// expScale64v is the last part: p 2^n.
func expScale64v(p, n F64) F64 {
	magic := BroadcastF64(magic64)
	half := n.Mul(BroadcastF64(0.5)).Add(magic)
	rest := n.Sub(half.Sub(magic)).Add(magic)
	return p.Mul(pow2n64v(half)).Mul(pow2n64v(rest))
}

func pow2n64v(t F64) F64 {
	return float64s(bits64s(t).Add(splat64(1023)).ShiftAllLeft(52))
}
