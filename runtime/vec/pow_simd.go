//go:build goexperiment.simd && amd64

package vec

var (
	twoThirds32s, missing32s = spread32(twoThirds32), spread32(missing32)
	twoThirds64s, missing64s = spread64(twoThirds64), spread64(missing64)
	wholes32, wholes64       = spread32(1 << 23), spread64(1 << 52) // from here on every number is whole
)

// PowF32 is Pow of every two elements.
func PowF32(x, y F32) F32 {
	if usual32(x) {
		hi, lo := timesLog32v(y, x, zeros32.v())
		if within32(hi) {
			p, n := expPair32v(hi, lo)
			return p.Mul(pow2n32v(n.Add(magics32.v())))
		}
	}
	return powEnds32v(x, y)
}

// powEnds32v is powEnds32 of every two elements.
func powEnds32v(x, y F32) F32 {
	zero, a := zeros32.v(), abs32v(x)
	normal, up := raise32(a)
	hi, lo := timesLog32v(y, normal, up)
	end := y.Mul(zero.Sub(infinite32.v()).Merge(a, a.Equal(zero))) // y log a where a is 0, infinite or NaN
	hi = end.Merge(hi, a.Equal(zero)).Merge(end, a.LessEqual(largest32.v()))
	in := clamp32v(hi)
	return powSign32v(x, y, scale32v(expPair32v(in, lo.Masked(in.Equal(hi)))))
}

// powSign32v is powSign of every element.
func powSign32v(x, y, r F32) F32 {
	zero, one, a, b := zeros32.v(), ones32v.v(), abs32v(x), abs32v(y)
	r = one.Merge(r, a.Equal(one))
	half := b.Mul(halves32.v())
	whole := r.Merge(zero.Sub(r), rounded32v(half).Equal(half))
	between := r.Merge(noNumber32.v(), a.Equal(zero)).Merge(r, a.LessEqual(largest32.v()))
	minus := whole.Merge(between, rounded32v(b).Equal(b)) // for negative x, and -0
	r = minus.Merge(r, x.Less(zero))
	r = minus.Merge(r, one.Div(x).Less(zero)) // -0
	r = one.Merge(r, y.Equal(zero))
	return one.Merge(r, x.Equal(one))
}

// rounded32v is rounded of every element.
func rounded32v(a F32) F32 {
	w := wholes32.v()
	return a.Add(w).Sub(w).Merge(a, a.Less(w))
}

// timesLog32v is timesLog32 of every element.
func timesLog32v(y, x, down F32) (hi, lo F32) {
	m, k := split32v(x)
	k = k.Sub(down)
	one, two := ones32v.v(), twoThirds32s.v()
	f := m.Sub(one)
	d := m.Add(one)
	inv := one.Div(d)
	s := f.Mul(inv)
	p := s.Mul(d)
	sl := f.Sub(p).Sub(missed32v(s, d, p)).Sub(s.Mul(m.Sub(d.Sub(one)))).Mul(inv)
	z := s.Mul(s)
	zl := missed32v(s, s, z).Add(s.Add(s).Mul(sl))
	q := z.Mul(logTail32v(z))
	t := q.Add(two)
	tl := q.Sub(t.Sub(two)).Add(missing32s.v())
	c := z.Mul(s)
	cl := missed32v(z, s, c).Add(z.Mul(sl)).Add(zl.Mul(s))
	u := c.Mul(t)
	ul := missed32v(c, t, u).Add(c.Mul(tl)).Add(cl.Mul(t))
	big, b := k.Mul(ln2His32.v()), s.Add(s)
	h := big.Add(b)
	l := b.Sub(h.Sub(big))
	g := h.Add(u)
	l = l.Add(u.Sub(g.Sub(h)))
	l = l.Add(ul.Add(sl.Add(sl)).Add(k.Mul(ln2Los32.v())))
	log := g.Add(l)
	hi = y.Mul(log)
	return hi, missed32v(y, log, hi).Add(y.Mul(l.Sub(log.Sub(g))))
}

// missed32v is missed32 of every element.
func missed32v(x, y, p F32) F32 { return x.MulAdd(y, zeros32.v().Sub(p)) }

// expPair32v is expPair32 of every element.
func expPair32v(hi, lo F32) (p, n F32) {
	magic := magics32.v()
	n = hi.Mul(log2Es32.v()).Add(magic).Sub(magic)
	r := hi.Sub(n.Mul(ln2His32.v())).Add(lo.Sub(n.Mul(ln2Los32.v())))
	return expNear32v(r), n
}

// PowF64 is Pow of every two elements.
func PowF64(x, y F64) F64 {
	if usual64(x) {
		hi, lo := timesLog64v(y, x, zeros64.v())
		if within64(hi) {
			p, t := expPair64v(hi, lo)
			return p.Mul(pow2n64v(t))
		}
	}
	return powEnds64v(x, y)
}

// powEnds64v is powEnds64 of every two elements.
func powEnds64v(x, y F64) F64 {
	zero, a := zeros64.v(), abs64v(x)
	normal, up := raise64(a)
	hi, lo := timesLog64v(y, normal, up)
	end := y.Mul(zero.Sub(infinite64.v()).Merge(a, a.Equal(zero))) // y log a where a is 0, infinite or NaN
	hi = end.Merge(hi, a.Equal(zero)).Merge(end, a.LessEqual(largest64.v()))
	in := clamp64v(hi)
	return powSign64v(x, y, scale64v(expPair64v(in, lo.Masked(in.Equal(hi)))))
}

// powSign64v is powSign of every element.
func powSign64v(x, y, r F64) F64 {
	zero, one, a, b := zeros64.v(), ones64v.v(), abs64v(x), abs64v(y)
	r = one.Merge(r, a.Equal(one))
	half := b.Mul(halves64.v())
	whole := r.Merge(zero.Sub(r), rounded64v(half).Equal(half))
	between := r.Merge(noNumber64.v(), a.Equal(zero)).Merge(r, a.LessEqual(largest64.v()))
	minus := whole.Merge(between, rounded64v(b).Equal(b)) // for negative x, and -0
	r = minus.Merge(r, x.Less(zero))
	r = minus.Merge(r, one.Div(x).Less(zero)) // -0
	r = one.Merge(r, y.Equal(zero))
	return one.Merge(r, x.Equal(one))
}

// rounded64v is rounded of every element.
func rounded64v(a F64) F64 {
	w := wholes64.v()
	return a.Add(w).Sub(w).Merge(a, a.Less(w))
}

// timesLog64v is timesLog64 of every element.
func timesLog64v(y, x, down F64) (hi, lo F64) {
	m, k := split64v(x)
	k = k.Sub(down)
	zero, one, two := zeros64.v(), ones64v.v(), twoThirds64s.v()
	f := m.Sub(one)
	d := m.Add(one)
	inv := one.Div(d)
	s := f.Mul(inv)
	minus := zero.Sub(s)
	sl := minus.MulAdd(m.Sub(d.Sub(one)), minus.MulAdd(d, f)).Mul(inv)
	z := s.Mul(s)
	zl := s.Add(s).MulAdd(sl, s.MulAdd(s, zero.Sub(z)))
	q := z.Mul(logTail64v(z))
	t := q.Add(two)
	tl := q.Sub(t.Sub(two)).Add(missing64s.v())
	c := z.Mul(s)
	cl := zl.MulAdd(s, z.MulAdd(sl, z.MulAdd(s, zero.Sub(c))))
	u := c.Mul(t)
	ul := cl.MulAdd(t, c.MulAdd(tl, c.MulAdd(t, zero.Sub(u))))
	big, b := k.Mul(ln2His64.v()), s.Add(s)
	h := big.Add(b)
	l := b.Sub(h.Sub(big))
	g := h.Add(u)
	l = l.Add(u.Sub(g.Sub(h)))
	l = k.MulAdd(ln2Los64.v(), l.Add(ul.Add(sl.Add(sl))))
	log := g.Add(l)
	hi = y.Mul(log)
	return hi, y.MulAdd(l.Sub(log.Sub(g)), y.MulAdd(log, zero.Sub(hi)))
}

// expPair64v is expPair64 of every element.
func expPair64v(hi, lo F64) (p, t F64) {
	t = hi.MulAdd(log2Es64.v(), magics64.v())
	n := t.Sub(magics64.v())
	r := n.MulAdd(minusHi64.v(), hi).Add(n.MulAdd(minusLo64.v(), lo))
	return expm1Near64v(r).Add(ones64v.v()), t
}
