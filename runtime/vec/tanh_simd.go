//go:build goexperiment.simd && amd64

package vec

var (
	tanhFars64 = spread64(tanhFar64)

	tanhPolys32 [len(tanhPoly32)]all32
	tanhPoly32  = [...]float32{tanh32c1, tanh32c2, tanh32c3, tanh32c4, tanh32c5}
	tanhNears32 = spread32(tanhNear)
)

func init() { spreadAll32(tanhPolys32[:], tanhPoly32[:]) }

// tanh32v is tanh32 of every element.
func tanh32v(x F32) F32 {
	sign := signs32.i()
	b := bits32s(x)
	a := float32s(b.AndNot(sign))
	z := a.Mul(a)
	p := z.Mul(tanhPolys32[4].v()).Add(tanhPolys32[3].v())
	p = p.Mul(z).Add(tanhPolys32[2].v())
	p = p.Mul(z).Add(tanhPolys32[1].v())
	p = p.Mul(z).Add(tanhPolys32[0].v())
	near := p.Mul(z).Mul(a).Add(a)
	one := ones32v.v()
	far := one.Sub(twos32.v().Div(exp32v(a.Add(a)).Add(one)))
	y := near.Merge(far, a.Less(tanhNears32.v()))
	return float32s(bits32s(y).Or(b.And(sign)))
}

// tanh64v is tanh64 of every element.
func tanh64v(x F64) F64 {
	far := tanhFars64.v()
	a := abs64v(x)
	a = far.Merge(a, far.Less(a))
	t, r := expReduce64v(a.Add(a))
	n := pow2n64v(t)
	u := n.MulAdd(expm1Near64v(r), n.Sub(ones64v.v()))
	y := u.Div(u.Add(twos64.v()))
	return float64s(bits64s(y).Or(bits64s(x).And(signs64.i())))
}
