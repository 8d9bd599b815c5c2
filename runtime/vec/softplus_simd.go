//go:build goexperiment.simd && amd64

package vec

var (
	artanhs32 [len(artanh32)]all32
	artanhs64 [len(artanh64)]all64
)

func init() {
	spreadAll32(artanhs32[:], artanh32[:])
	spreadAll64(artanhs64[:], artanh64[:])
}

// softplus32v is softplus32 of every element.
func softplus32v(x F32) F32 { return softplusOf32v(x, exp32v(minusAbs32v(x))) }

// softplus64v is softplus64 of every element.
func softplus64v(x F64) F64 { return softplusOf64v(x, exp64v(minusAbs64v(x))) }

// softplusOf32v is the second part, with u.
func softplusOf32v(x, u F32) F32 {
	s := u.Div(u.Add(twos32.v()))
	z := s.Mul(s)
	c := &artanhs32
	p := z.Mul(c[4].v()).Add(c[3].v())
	p = p.Mul(z).Add(c[2].v())
	p = p.Mul(z).Add(c[1].v())
	p = p.Mul(z).Add(c[0].v())
	return positive32v(x).Add(s.Mul(p.Mul(z).Add(twos32.v())))
}

// softplusOf64v is the second part, with u.
func softplusOf64v(x, u F64) F64 {
	s := u.Div(u.Add(twos64.v()))
	z := s.Mul(s)
	w := z.Mul(z)
	c := &artanhs64
	even := w.MulAdd(c[10].v(), c[8].v())
	even = w.MulAdd(even, c[6].v())
	even = w.MulAdd(even, c[4].v())
	even = w.MulAdd(even, c[2].v())
	even = w.MulAdd(even, c[0].v())
	odd := w.MulAdd(c[9].v(), c[7].v())
	odd = w.MulAdd(odd, c[5].v())
	odd = w.MulAdd(odd, c[3].v())
	odd = w.MulAdd(odd, c[1].v())
	return positive64v(x).Add(s.Mul(z.MulAdd(z.MulAdd(odd, even), twos64.v())))
}

// softplusSlope32v is softplusSlope of every element, with u.
func softplusSlope32v(x, u F32) F32 {
	one := ones32v.v()
	return u.Merge(one, x.Less(zeros32.v())).Div(one.Add(u))
}

// softplusSlope64v is softplusSlope of every element, with u.
func softplusSlope64v(x, u F64) F64 {
	one := ones64v.v()
	return u.Merge(one, x.Less(zeros64.v())).Div(one.Add(u))
}

func sigmoid32v(x F32) F32 {
	one := ones32v.v()
	return one.Div(one.Add(exp32v(neg32v(x))))
}

func sigmoid64v(x F64) F64 {
	one := ones64v.v()
	return one.Div(one.Add(exp64v(neg64v(x))))
}

// positive32v is x where that is not negative, else 0.
func positive32v(x F32) F32 { return zeros32.v().Merge(x, x.Less(zeros32.v())) }
func positive64v(x F64) F64 { return zeros64.v().Merge(x, x.Less(zeros64.v())) }

func neg32v(x F32) F32 { return float32s(bits32s(x).Xor(signs32.i())) }
func neg64v(x F64) F64 { return float64s(bits64s(x).Xor(signs64.i())) }

func minusAbs32v(x F32) F32 { return float32s(bits32s(x).Or(signs32.i())) }
func minusAbs64v(x F64) F64 { return float64s(bits64s(x).Or(signs64.i())) }
