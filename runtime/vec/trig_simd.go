//go:build goexperiment.simd && amd64

package vec

import "unsafe"

// Sine, cosine and tangent. Arguments beyond the limits of sinCos go to package math,
// element by element.

// TanF32 is Tan of every element.
func TanF32(x F32) F32 {
	if beyond32(x) {
		return each32(x, Tan[float32])
	}
	t, r := reduce32v(x)
	s, c := polys32v(r)
	sin, cos := quadrant32v(t, s, c)
	return sin.Div(cos)
}

// TanF64 is Tan of every element.
func TanF64(x F64) F64 {
	if beyond64(x) {
		return each64(x, Tan[float64])
	}
	t, r := reduce64v(x)
	s, c := polys64v(r)
	sin, cos := quadrant64v(t, s, c)
	return sin.Div(cos)
}

// SinF32 is Sin of every element.
func SinF32(x F32) F32 {
	if beyond32(x) {
		return each32(x, Sin[float32])
	}
	t, r := reduce32v(x)
	s, c := polys32v(r)
	sin, _ := quadrant32v(t, s, c)
	return sin
}

// SinF64 is Sin of every element.
func SinF64(x F64) F64 {
	if beyond64(x) {
		return each64(x, Sin[float64])
	}
	t, r := reduce64v(x)
	s, c := polys64v(r)
	sin, _ := quadrant64v(t, s, c)
	return sin
}

// CosF32 is Cos of every element.
func CosF32(x F32) F32 {
	if beyond32(x) {
		return each32(x, Cos[float32])
	}
	t, r := reduce32v(x)
	s, c := polys32v(r)
	_, cos := quadrant32v(t, s, c)
	return cos
}

// CosF64 is Cos of every element.
func CosF64(x F64) F64 {
	if beyond64(x) {
		return each64(x, Cos[float64])
	}
	t, r := reduce64v(x)
	s, c := polys64v(r)
	_, cos := quadrant64v(t, s, c)
	return cos
}

// beyond32 says that an element is beyond the limit of sinCos32.
func beyond32(x F32) bool { return BroadcastF32(trigLimit32).Less(AbsF32(x)).ToBits() != 0 }

// beyond64 says that an element is beyond the limit of sinCos64.
func beyond64(x F64) bool { return BroadcastF64(trigLimit64).Less(AbsF64(x)).ToBits() != 0 }

func each32(x F32, f func(float32) float32) F32 {
	a := elements32(x)
	ClearUpper()
	for i, v := range a {
		a[i] = f(v)
	}
	return LoadF32(unsafe.Pointer(&a), 0)
}

func each64(x F64, f func(float64) float64) F64 {
	a := elements64(x)
	ClearUpper()
	for i, v := range a {
		a[i] = f(v)
	}
	return LoadF64(unsafe.Pointer(&a), 0)
}

func elements32(x F32) (a [W32]float32) {
	StoreF32(x, unsafe.Pointer(&a), 0)
	return a
}

func elements64(x F64) (a [W64]float64) {
	StoreF64(x, unsafe.Pointer(&a), 0)
	return a
}
