//go:build goexperiment.simd && amd64

package vec

// The functions of package vec for every element of a vector. Each gives the bits
// of the function of one value (but for the sign of a zero from Min and Max), so
// it has that one's error.

// AbsF32 is Abs of every element.
func AbsF32(x F32) F32 { return abs32v(x) }

// AbsF64 is Abs of every element.
func AbsF64(x F64) F64 { return abs64v(x) }

// NegF32 is -x.
func NegF32(x F32) F32 { return neg32v(x) }

// NegF64 is -x.
func NegF64(x F64) F64 { return neg64v(x) }

// MinF32 is Min of every two elements. The compiler exchanges the operands of the
// instruction as it likes, which gives the second one where either is NaN.
func MinF32(x, y F32) F32 { return x.Min(y).Merge(x, x.Equal(x)).Merge(y, y.Equal(y)) }

// MinF64 is Min of every two elements.
func MinF64(x, y F64) F64 { return x.Min(y).Merge(x, x.Equal(x)).Merge(y, y.Equal(y)) }

// MaxF32 is Max of every two elements.
func MaxF32(x, y F32) F32 { return x.Max(y).Merge(x, x.Equal(x)).Merge(y, y.Equal(y)) }

// MaxF64 is Max of every two elements.
func MaxF64(x, y F64) F64 { return x.Max(y).Merge(x, x.Equal(x)).Merge(y, y.Equal(y)) }

// SignF32 is Sign of every element.
func SignF32(x F32) F32 {
	var zero F32
	s := BroadcastF32(1).Merge(x, zero.Less(x))
	return BroadcastF32(-1).Merge(s, x.Less(zero))
}

// SignF64 is Sign of every element.
func SignF64(x F64) F64 {
	var zero F64
	s := BroadcastF64(1).Merge(x, zero.Less(x))
	return BroadcastF64(-1).Merge(s, x.Less(zero))
}

// TanhF32 is Tanh of every element.
func TanhF32(x F32) F32 { return tanh32v(x) }

// TanhF64 is Tanh of every element.
func TanhF64(x F64) F64 { return tanh64v(x) }

// SigmoidF32 is Sigmoid of every element.
func SigmoidF32(x F32) F32 { return sigmoid32v(x) }

// SigmoidF64 is Sigmoid of every element.
func SigmoidF64(x F64) F64 { return sigmoid64v(x) }

// SoftplusF32 is Softplus of every element.
func SoftplusF32(x F32) F32 { return softplus32v(x) }

// SoftplusF64 is Softplus of every element.
func SoftplusF64(x F64) F64 { return softplus64v(x) }

// SqrtF32 is Sqrt of every element.
func SqrtF32(x F32) F32 { return x.Sqrt() }

// SqrtF64 is Sqrt of every element.
func SqrtF64(x F64) F64 { return x.Sqrt() }

func abs32v(x F32) F32 { var zero F32; return x.Max(zero.Sub(x)) }
func abs64v(x F64) F64 { var zero F64; return x.Max(zero.Sub(x)) }
