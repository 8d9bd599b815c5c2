//go:build goexperiment.simd && amd64

package vec

var (
	logPolys32 [len(logPoly32)]all32
	logPolys64 [len(logPoly64)]all64
	thirds32   = spread32(2. / 3)
	thirds64   = spread64(2. / 3)
	fromHalf32 = spreadBits32(one32 - sqrtHalf32)
	fromHalf64 = spreadBits64(one64 - sqrtHalf64)
)

func init() {
	spreadAll32(logPolys32[:], logPoly32[:])
	spreadAll64(logPolys64[:], logPoly64[:])
}

// LogF32 is Log of every element.
func LogF32(x F32) F32 {
	if !usual32(x) {
		return logEnds32v(x)
	}
	return logNormal32v(x, zeros32.v())
}

// LogF64 is Log of every element.
func LogF64(x F64) F64 {
	if !usual64(x) {
		return logEnds64v(x)
	}
	return logNormal64v(x, zeros64.v())
}

// usual32 says that every element is positive, normal and finite.
func usual32(x F32) bool {
	return normals32.v().LessEqual(x).ToBits()&x.LessEqual(largest32.v()).ToBits() == 1<<W32-1
}

// usual64 says that every element is positive, normal and finite.
func usual64(x F64) bool {
	return normals64.v().LessEqual(x).ToBits()&x.LessEqual(largest64.v()).ToBits() == 1<<W64-1
}

// raise32 multiplies subnormal elements by 2^up.
func raise32(x F32) (normal, up F32) {
	tiny := x.Less(normals32.v())
	return x.Mul(BroadcastF32(1<<up32)).Merge(x, tiny), BroadcastF32(up32).Masked(tiny)
}

// raise64 multiplies subnormal elements by 2^up.
func raise64(x F64) (normal, up F64) {
	tiny := x.Less(normals64.v())
	return x.Mul(BroadcastF64(1<<up64)).Merge(x, tiny), BroadcastF64(up64).Masked(tiny)
}

func logEnds32v(x F32) F32 {
	zero, inf := zeros32.v(), infinite32.v()
	y := logNormal32v(raise32(x))
	y = x.Merge(y, largest32.v().Less(x)).Merge(x, x.Equal(x)) // infinity and NaN stay
	y = zero.Sub(inf).Merge(y, x.Equal(zero))
	return noNumber32.v().Merge(y, x.Less(zero))
}

func logEnds64v(x F64) F64 {
	zero, inf := zeros64.v(), infinite64.v()
	y := logNormal64v(raise64(x))
	y = x.Merge(y, largest64.v().Less(x)).Merge(x, x.Equal(x))
	y = zero.Sub(inf).Merge(y, x.Equal(zero))
	return noNumber64.v().Merge(y, x.Less(zero))
}

// logNormal32v is logNormal32 of every element.
func logNormal32v(x, down F32) F32 {
	m, k := split32v(x)
	k = k.Sub(down)
	f := m.Sub(ones32v.v())
	s := f.Div(f.Add(twos32.v()))
	z := s.Mul(s)
	r := z.Mul(z.Mul(logTail32v(z)).Add(thirds32.v()))
	h := f.Mul(f).Mul(halves32.v())
	t := s.Mul(h.Add(r)).Add(k.Mul(ln2Los32.v()))
	return k.Mul(ln2His32.v()).Sub(h.Sub(t).Sub(f))
}

func logTail32v(z F32) F32 {
	c := &logPolys32
	w := z.Mul(z)
	even := w.Mul(c[2].v()).Add(c[0].v())
	odd := w.Mul(c[3].v()).Add(c[1].v())
	return z.Mul(odd).Add(even)
}

// split32v is split32 of every element. Sums stand for And and Or: the compiler (Go
// 1.26.8) joins those into an instruction that it cannot encode at 512 bits.
func split32v(x F32) (m, k F32) {
	b := bits32s(x)
	e := shiftRight32(b.Add(fromHalf32.i()), 23).Sub(bias32.i())
	k = float32s(e.Add(magics32.i())).Sub(magics32.v())
	return float32s(b.Sub(e.ShiftAllLeft(23))), k
}

// logNormal64v is logNormal64 of every element.
func logNormal64v(x, down F64) F64 {
	m, k := split64v(x)
	k = k.Sub(down)
	f := m.Sub(ones64v.v())
	s := f.Div(f.Add(twos64.v()))
	z := s.Mul(s)
	r := z.Mul(z.MulAdd(logTail64v(z), thirds64.v()))
	h := f.Mul(f).Mul(halves64.v())
	t := s.MulAdd(h.Add(r), k.Mul(ln2Los64.v()))
	return k.Mul(ln2His64.v()).Sub(h.Sub(t).Sub(f))
}

func logTail64v(z F64) F64 {
	c := &logPolys64
	w := z.Mul(z)
	even := w.MulAdd(c[6].v(), c[4].v())
	even = w.MulAdd(even, c[2].v())
	even = w.MulAdd(even, c[0].v())
	odd := w.MulAdd(c[7].v(), c[5].v())
	odd = w.MulAdd(odd, c[3].v())
	odd = w.MulAdd(odd, c[1].v())
	return z.MulAdd(odd, even)
}

// split64v is split64 of every element.
func split64v(x F64) (m, k F64) {
	b := bits64s(x)
	e := shiftRight64(b.Add(fromHalf64.i()), 52).Sub(bias64.i())
	k = float64s(e.Add(magics64.i())).Sub(magics64.v())
	return float64s(b.Sub(e.ShiftAllLeft(52))), k
}
