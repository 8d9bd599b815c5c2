package vec

// Share moves a part of couplings v from one slice to another,
//
//	u = f k s + a,   v = s + a:   to[i] += u,   stay[i] -= u
//
// where f > 0; elsewhere nothing moves. a is what v has in excess of a coupling that
// acts by a difference, by the one that leads back from there,
//
//	a = (v - there)/2
//
// and with own, for what couples a quantity to itself, also by the one that leads the
// other way from here: of that and (v - here)/2 the smaller, none where their signs
// differ. With own no coupling changes its sign: f k |s| is at least min(|s|, |a|).
func Share[T Float](to, stay, v, there, here, f []T, k T, own bool) {
	sameLengths(len(to), len(stay), len(v), len(there), len(here), len(f))
	done := 0
	switch {
	case single[T]() && own:
		done = sharesOwn32(as32(to), as32(stay), as32(v), as32(there), as32(here), as32(f), float32(k))
	case single[T]():
		done = shares32(as32(to), as32(stay), as32(v), as32(there), as32(f), float32(k))
	case own:
		done = sharesOwn64(as64(to), as64(stay), as64(v), as64(there), as64(here), as64(f), float64(k))
	default:
		done = shares64(as64(to), as64(stay), as64(v), as64(there), as64(f), float64(k))
	}
	for i := done; i < len(to); i++ {
		if f[i] <= 0 {
			continue
		}
		a := (v[i] - there[i]) / 2
		if own {
			a = nearer(a, (v[i]-here[i])/2)
		}
		s := v[i] - a
		u := T(f[i]*k) * s
		if least := min(abs(s), abs(a)); own && abs(u) < least {
			u = least
			if s < 0 {
				u = -least
			}
		}
		to[i] += u + a
		stay[i] -= u + a
	}
}

// nearer is the one nearer to zero of two numbers of one sign, 0 of others.
func nearer[T Float](a, b T) T {
	switch {
	case T(a*b) <= 0:
		return 0
	case abs(b) < abs(a):
		return b
	}
	return a
}

func abs[T Float](x T) T { return max(x, -x) }
