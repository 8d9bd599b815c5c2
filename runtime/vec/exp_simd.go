//go:build goexperiment.simd && amd64

package vec

var (
	expMaxs32, expMins32 = spread32(expMax32), spread32(expMin32)
	expMaxs64, expMins64 = spread64(expMax64), spread64(expMin64)

	expRanges32, expRanges64 = spread32(expRange32), spread64(expRange64)

	expPolys32 [len(expPoly32)]all32
	expPolys64 [len(expPoly64)]all64

	expPoly32 = [...]float32{exp32c2, exp32c3, exp32c4, exp32c5, exp32c6, exp32c7}
)

func init() {
	spreadAll32(expPolys32[:], expPoly32[:])
	spreadAll64(expPolys64[:], expPoly64[:])
}

// ExpF32 is Exp of every element.
func ExpF32(x F32) F32 { return exp32v(x) }

// ExpF64 is Exp of every element.
func ExpF64(x F64) F64 { return exp64v(x) }

// exp32v is exp32 of every element.
func exp32v(x F32) F32 {
	if !within32(x) {
		return expEnds32v(x)
	}
	n, r := expReduce32v(x)
	return expNear32v(r).Mul(pow2n32v(n.Add(magics32.v())))
}

// within32 says that e to the power of every element is a normal number.
func within32(x F32) bool { return abs32v(x).Less(expRanges32.v()).ToBits() == 1<<W32-1 }

func expEnds32v(x F32) F32 {
	n, r := expReduce32v(clamp32v(x))
	return scale32v(expNear32v(r), n)
}

// clamp32v leaves NaN. (The compiler exchanges the operands of Max and Min as it
// likes, so that what these give for NaN cannot be used.)
func clamp32v(x F32) F32 {
	lo, hi := expMins32.v(), expMaxs32.v()
	return hi.Merge(lo.Merge(x, x.Less(lo)), hi.Less(x))
}

// expReduce32v is the first part of exp32: n and r.
func expReduce32v(x F32) (n, r F32) {
	n = x.Mul(log2Es32.v()).Add(magics32.v()).Sub(magics32.v())
	return n, x.Sub(n.Mul(ln2His32.v())).Sub(n.Mul(ln2Los32.v()))
}

// expNear32v is expNear32 of every element.
func expNear32v(r F32) F32 {
	c := &expPolys32
	p := r.Mul(c[5].v()).Add(c[4].v())
	p = p.Mul(r).Add(c[3].v())
	p = p.Mul(r).Add(c[2].v())
	p = p.Mul(r).Add(c[1].v())
	p = p.Mul(r).Add(c[0].v())
	return p.Mul(r.Mul(r)).Add(r).Add(ones32v.v())
}

// scale32v is scale32 of every element.
func scale32v(p, n F32) F32 {
	magic := magics32.v()
	half := n.Mul(halves32.v()).Add(magic)
	rest := n.Sub(half.Sub(magic)).Add(magic)
	return p.Mul(pow2n32v(half)).Mul(pow2n32v(rest))
}

func pow2n32v(t F32) F32 { return float32s(bits32s(t).Add(bias32.i()).ShiftAllLeft(23)) }

// exp64v is exp64 of every element.
func exp64v(x F64) F64 {
	if !within64(x) {
		return expEnds64v(x)
	}
	t, r := expReduce64v(x)
	return expm1Near64v(r).Add(ones64v.v()).Mul(pow2n64v(t))
}

// within64 says that e to the power of every element is a normal number.
func within64(x F64) bool { return abs64v(x).Less(expRanges64.v()).ToBits() == 1<<W64-1 }

func expEnds64v(x F64) F64 {
	t, r := expReduce64v(clamp64v(x))
	return scale64v(expm1Near64v(r).Add(ones64v.v()), t)
}

// clamp64v is like clamp32v.
func clamp64v(x F64) F64 {
	lo, hi := expMins64.v(), expMaxs64.v()
	return hi.Merge(lo.Merge(x, x.Less(lo)), hi.Less(x))
}

// expReduce64v is expReduce64 of every element.
func expReduce64v(x F64) (t, r F64) {
	t = x.MulAdd(log2Es64.v(), magics64.v())
	n := t.Sub(magics64.v())
	return t, n.MulAdd(minusLo64.v(), n.MulAdd(minusHi64.v(), x))
}

// expm1Near64v is expm1Near64 of every element.
func expm1Near64v(r F64) F64 {
	c := &expPolys64
	w := r.Mul(r)
	even := w.MulAdd(c[10].v(), c[8].v())
	even = w.MulAdd(even, c[6].v())
	even = w.MulAdd(even, c[4].v())
	even = w.MulAdd(even, c[2].v())
	even = w.MulAdd(even, c[0].v())
	odd := w.MulAdd(c[9].v(), c[7].v())
	odd = w.MulAdd(odd, c[5].v())
	odd = w.MulAdd(odd, c[3].v())
	odd = w.MulAdd(odd, c[1].v())
	return w.MulAdd(r.MulAdd(odd, even), r)
}

// scale64v is scale64 of every element.
func scale64v(p, t F64) F64 {
	b := bits64s(t)
	half := shiftRight64(b, 1)
	first := float64s(half.Add(bias64.i()).ShiftAllLeft(52))
	return p.Mul(first).Mul(float64s(b.Sub(half).Add(bias64.i()).ShiftAllLeft(52)))
}

func pow2n64v(t F64) F64 { return float64s(bits64s(t).Add(bias64.i()).ShiftAllLeft(52)) }
