//go:build goexperiment.simd && amd64

package vec

import "math"

// softplus32v is softplus32 of every element.
func softplus32v(x F32) F32 {
	u := exp32v(float32s(bits32s(x).Or(splat32(math.MinInt32))))
	s := u.Div(u.Add(BroadcastF32(2)))
	z := s.Mul(s)
	p := BroadcastF32(0)
	for k := len(artanh32) - 1; k >= 0; k-- {
		p = p.Mul(z).Add(BroadcastF32(artanh32[k]))
	}
	return BroadcastF32(0).Max(x).Add(p.Mul(s))
}

// softplus64v is softplus64 of every element.
func softplus64v(x F64) F64 {
	u := exp64v(float64s(bits64s(x).Or(splat64(math.MinInt64))))
	s := u.Div(u.Add(BroadcastF64(2)))
	z := s.Mul(s)
	p := BroadcastF64(0)
	for k := len(artanh64) - 1; k >= 0; k-- {
		p = p.Mul(z).Add(BroadcastF64(artanh64[k]))
	}
	return BroadcastF64(0).Max(x).Add(p.Mul(s))
}

func sigmoid32v(x F32) F32 {
	one := BroadcastF32(1)
	return one.Div(one.Add(exp32v(neg32v(x))))
}

func sigmoid64v(x F64) F64 {
	one := BroadcastF64(1)
	return one.Div(one.Add(exp64v(neg64v(x))))
}

func neg32v(x F32) F32 { return float32s(bits32s(x).Xor(splat32(math.MinInt32))) }
func neg64v(x F64) F64 { return float64s(bits64s(x).Xor(splat64(math.MinInt64))) }
