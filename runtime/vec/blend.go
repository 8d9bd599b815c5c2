package vec

// The functions of this file interpolate: a value stands between two others, f of the
// way from a to b.

// AddBlend adds w times the values between a and b to y,
//
//	y[i] += w[i] * (a[i] + f[i]*(b[i] - a[i]))
//
// Slices have one length.
func AddBlend[T Float](y, w, f, a, b []T) {
	sameLengths(len(y), len(w), len(f), len(a), len(b))
	done := 0
	if single[T]() {
		done = addBlends32(as32(y), as32(w), as32(f), as32(a), as32(b))
	} else {
		done = addBlends64(as64(y), as64(w), as64(f), as64(a), as64(b))
	}
	for i := done; i < len(y); i++ {
		y[i] += T(w[i] * (a[i] + T(f[i]*(b[i]-a[i]))))
	}
}

// AddSplit is the transpose of AddBlend in a and b,
//
//	a[i] += (1 - f[i]) w[i] y[i],   b[i] += f[i] w[i] y[i]
func AddSplit[T Float](a, b, w, f, y []T) {
	sameLengths(len(y), len(w), len(f), len(a), len(b))
	done := 0
	if single[T]() {
		done = addSplits32(as32(a), as32(b), as32(w), as32(f), as32(y))
	} else {
		done = addSplits64(as64(a), as64(b), as64(w), as64(f), as64(y))
	}
	for i := done; i < len(y); i++ {
		v := T(w[i] * y[i])
		u := T(f[i] * v)
		a[i] += v - u
		b[i] += u
	}
}

// Between sets f to how far from one place to the next a value is that flows through
// conductances p, q and r one after the other, from the middle of p to that of r:
//
//	f[i] = q r / (q r + 2 p r + k p q)
//
// that is (1/p/2) / (1/p/2 + 1/q + k/r/2) with k = 1, and without the last one with
// k = 0, r = 1. What is no number from 0 to 1 becomes 0.
func Between[T Float](f, p, q, r, k []T) {
	sameLengths(len(f), len(p), len(q), len(r), len(k))
	done := 0
	if single[T]() {
		done = betweens32(as32(f), as32(p), as32(q), as32(r), as32(k))
	} else {
		done = betweens64(as64(f), as64(p), as64(q), as64(r), as64(k))
	}
	for i := done; i < len(f); i++ {
		far := T(q[i] * r[i])
		f[i] = far / (far + T(2*T(p[i]*r[i])) + T(k[i]*T(p[i]*q[i])))
		if !(f[i] >= 0 && f[i] <= 1) {
			f[i] = 0
		}
	}
}

// sameLengths is sameLength for all of them.
func sameLengths(n int, others ...int) {
	for _, m := range others {
		sameLength(n, m)
	}
}
