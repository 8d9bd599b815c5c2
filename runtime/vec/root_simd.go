//go:build goexperiment.simd && amd64

package vec

var (
	third32, third64 = spread32(1. / 3), spread64(1. / 3)

	rootStarts32 [len(rootStart)]all32
	rootStarts64 [len(rootStart)]all64
	rootSteps32  [len(rootStep)]all32
	rootSteps64  [len(rootStep)]all64
)

func init() {
	spreadAll32(rootStarts32[:], rootStart32[:])
	spreadAll64(rootStarts64[:], rootStart[:])
	spreadAll32(rootSteps32[:], rootStep32[:])
	spreadAll64(rootSteps64[:], rootStep[:])
}

// CubeRootF32 is CubeRoot of every element.
func CubeRootF32(x F32) F32 {
	if !usual32(x) {
		return cubeRootEnds32v(x)
	}
	return cubeRootNormal32v(x)
}

func cubeRootEnds32v(x F32) F32 {
	zero := zeros32.v()
	normal, _ := raise32(x)
	y := cubeRootNormal32v(normal)
	y = y.Mul(BroadcastF32(1./(1<<(up32/3)))).Merge(y, x.Less(normals32.v()))
	y = x.Merge(y, x.Equal(zero)).Merge(x, x.LessEqual(largest32.v())) // infinity and NaN stay
	return noNumber32.v().Merge(y, x.Less(zero))
}

func cubeRootNormal32v(x F32) F32 {
	b := bits32s(x)
	e := float32s(shiftRight32(b, 23).Sub(bias32.i()).Add(magics32.i())).Sub(magics32.v())
	q := bits32s(e.Mul(third32.v()).Add(magics32.v()))
	a := float32s(b.Sub(q.Add(q).Add(q).ShiftAllLeft(23)))
	p, s := &rootStarts32, &rootSteps32
	y := p[5].v().Mul(a).Add(p[4].v())
	y = y.Mul(a).Add(p[3].v())
	y = y.Mul(a).Add(p[2].v())
	y = y.Mul(a).Add(p[1].v())
	y = y.Mul(a).Add(p[0].v())
	h := ones32v.v().Sub(a.Mul(y.Mul(y).Mul(y)))
	g := h.Mul(s[2].v()).Add(s[1].v())
	g = g.Mul(h).Add(s[0].v())
	y = y.Add(y.Mul(h).Mul(g))
	v := y.Mul(y)
	c := a.Mul(v)
	w := c.Mul(c)
	u := w.Mul(c)
	c = c.Add(a.Sub(u).Sub(missed32v(w, c, u)).Mul(v.Mul(third32.v())))
	return float32s(bits32s(c).Add(q.ShiftAllLeft(23)))
}

// CubeRootF64 is CubeRoot of every element.
func CubeRootF64(x F64) F64 {
	if !usual64(x) {
		return cubeRootEnds64v(x)
	}
	return cubeRootNormal64v(x)
}

func cubeRootEnds64v(x F64) F64 {
	zero := zeros64.v()
	normal, _ := raise64(x)
	y := cubeRootNormal64v(normal)
	y = y.Mul(BroadcastF64(1./(1<<(up64/3)))).Merge(y, x.Less(normals64.v()))
	y = x.Merge(y, x.Equal(zero)).Merge(x, x.LessEqual(largest64.v())) // infinity and NaN stay
	return noNumber64.v().Merge(y, x.Less(zero))
}

func cubeRootNormal64v(x F64) F64 {
	b := bits64s(x)
	e := float64s(shiftRight64(b, 52).Sub(bias64.i()).Add(magics64.i())).Sub(magics64.v())
	q := bits64s(e.Mul(third64.v()).Add(magics64.v()))
	a := float64s(b.Sub(q.Add(q).Add(q).ShiftAllLeft(52)))
	p, s := &rootStarts64, &rootSteps64
	y := p[5].v().MulAdd(a, p[4].v())
	y = y.MulAdd(a, p[3].v())
	y = y.MulAdd(a, p[2].v())
	y = y.MulAdd(a, p[1].v())
	y = y.MulAdd(a, p[0].v())
	minus := zeros64.v().Sub(a)
	h := minus.MulAdd(y.Mul(y).Mul(y), ones64v.v())
	g := h.MulAdd(s[2].v(), s[1].v())
	g = g.MulAdd(h, s[0].v())
	y = y.Mul(h).MulAdd(g, y)
	v := y.Mul(y)
	c := a.Mul(v)
	c = zeros64.v().Sub(c.Mul(c)).MulAdd(c, a).MulAdd(v.Mul(third64.v()), c)
	return float64s(bits64s(c).Add(q.ShiftAllLeft(52)))
}
