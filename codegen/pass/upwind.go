package pass

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// What upwind schemes leave in a sum, and their derivatives even more so: parts of a
// velocity, and choices by its sign. Two summands that are the same but for these become
// one, exactly but for association:
//
//	max(v, 0) + min(v, 0)           v
//	max(v, 0) - min(v, 0)           |v|
//	max(v, 0)*a + min(v, 0)*b       v*(b where v < 0, else a)
//	(a where c) + (b where not c)   a where c, else b
//	x + x                           2*x
//
// and where the choice is there already, a product with one part becomes one, too:
//
//	max(v, 0)*a                     v*(a where 0 <= v, else 0)

// upwind joins what it can, the first pair first.
func (f *factorer) upwind(ts []summand) []summand {
	out := f.choices(ts)
	for i := 0; i < len(out); i++ {
		for j := i + 1; j < len(out); j++ {
			if both, ok := f.join(out[i], out[j]); ok {
				out[i] = both
				out = slices.Delete(out, j, j+1)
				j = i
			}
		}
	}
	return out
}

// choices writes products with a part of v as choices that other summands hold.
func (f *factorer) choices(ts []summand) []summand {
	g, held := f.g, map[ir.ID]bool{}
	for _, t := range ts {
		for _, x := range t.factors {
			held[x] = held[x] || g.Node(x).Op == ir.Select
		}
	}
	out := slices.Clone(ts)
	if len(held) == 0 {
		return out
	}
	for i := range out {
		factors := f.expand(out[i].factors)
		for j, x := range factors {
			n := g.Node(x)
			if n.Op != ir.Max && n.Op != ir.Min || !g.IsNum(n.Y, 0) {
				continue
			}
			taken := g.Less(n.X, n.Y)
			if n.Op == ir.Max {
				taken = g.LessEq(n.Y, n.X)
			}
			for k, a := range factors {
				choice := g.Select(taken, a, g.Num(0))
				if k == j || !held[choice] {
					continue
				}
				rest := summand{sign: out[i].sign, uniform: out[i].uniform}
				for m, y := range factors {
					if m != j && m != k {
						rest.factors = append(rest.factors, y)
					}
				}
				out[i] = f.times(f.times(rest, n.X), choice)
				factors = nil
				break
			}
			if factors == nil {
				break
			}
		}
	}
	return out
}

// join is the sum of two summands as one, if that is shorter.
func (f *factorer) join(s, t summand) (summand, bool) {
	if s.uniform != t.uniform {
		return s, false
	}
	left, right, common := apart(f.expand(s.factors), f.expand(t.factors))
	with := func(sign float64, factors ...ir.ID) (summand, bool) {
		made := summand{sign: sign, uniform: s.uniform, factors: common}
		for _, x := range factors {
			made = f.times(made, x)
		}
		return made, true
	}
	switch {
	case len(left) != len(right) || len(left) > 2:
	case len(left) == 0:
		if s.sign == t.sign {
			return with(s.sign, f.g.Num(2))
		}
	case len(left) == 1 && f.half(left[0]) && f.half(right[0]):
		op := ir.Add
		if s.sign != t.sign {
			op = ir.Sub
		}
		if sum := f.g.Op(op, left[0], right[0], 0); f.g.Node(sum).Op == ir.Select {
			return with(s.sign, sum)
		}
	default:
		for i, x := range left {
			for j, y := range right {
				v, high, ok := f.parts(x, y)
				switch {
				case !ok:
				case len(left) == 1 && s.sign == t.sign:
					return with(s.sign, v)
				case len(left) == 1 && high:
					return with(s.sign, f.g.Call(ir.Abs, v))
				case len(left) == 1:
					return with(t.sign, f.g.Call(ir.Abs, v))
				case s.sign == t.sign:
					above, below := left[1-i], right[1-j]
					if !high {
						above, below = below, above
					}
					return with(s.sign, v, f.g.Select(f.g.Less(v, f.g.Num(0)), below, above))
				}
			}
		}
	}
	return s, false
}

// half tells that x is a choice between something and zero.
func (f *factorer) half(x ir.ID) bool {
	n := f.g.Node(x)
	return n.Op == ir.Select && (f.g.IsNum(n.Y, 0) || f.g.IsNum(n.Z, 0))
}

// maxFactors is how many factors a product is taken apart into: a text of n lines can
// write one of 2^n, each line the square of the one before.
const maxFactors = 32

// expand lists the factors of factors, up to maxFactors: the others stay together.
func (f *factorer) expand(factors []ir.ID) []ir.ID {
	list := slices.Clone(factors)
	for i := 0; i < len(list); {
		if n := f.g.Node(list[i]); n.Op == ir.Mul && !f.g.Uniform(n.X) && len(list) < maxFactors {
			list = slices.Replace(list, i, i+1, n.X, n.Y)
		} else {
			i++
		}
	}
	return list
}

// parts tells that x and y are the two parts of v, and that x is the high one.
func (f *factorer) parts(x, y ir.ID) (v ir.ID, high, ok bool) {
	m, n := f.g.Node(x), f.g.Node(y)
	if m.X != n.X || !f.g.IsNum(m.Y, 0) || !f.g.IsNum(n.Y, 0) {
		return 0, false, false
	}
	high = m.Op == ir.Max
	return m.X, high, high && n.Op == ir.Min || m.Op == ir.Min && n.Op == ir.Max
}

// times is a summand with one more factor.
func (f *factorer) times(s summand, x ir.ID) summand {
	if n := f.g.Node(x); n.Op == ir.Neg {
		s.sign, x = -s.sign, n.X
	}
	u, v := f.g.Split(x)
	s.uniform = f.g.Mul(s.uniform, u)
	if !f.g.Uniform(v) {
		s.factors = append(slices.Clone(s.factors), v)
	}
	return s
}

// apart splits two lists of factors into what only one of them has, and the rest.
func apart(s, t []ir.ID) (left, right, common []ir.ID) {
	right = slices.Clone(t)
	for _, x := range s {
		if i := slices.Index(right, x); i >= 0 {
			right, common = slices.Delete(right, i, i+1), append(common, x)
		} else {
			left = append(left, x)
		}
	}
	return left, right, common
}

// splitBranch adds the factors of (a product where c, else 0): uniform ones and array
// elements, which are finite, stand outside; one thing at least stays inside.
func (f *factorer) splitBranch(n ir.Node, s *summand) {
	var inside summand
	inside.uniform, inside.sign = f.g.Num(1), 1
	f.split(n.Y, &inside)
	s.sign *= inside.sign
	s.uniform = f.g.Mul(s.uniform, inside.uniform)
	within := f.g.Num(1)
	for i, x := range inside.factors {
		last := i == len(inside.factors)-1 && f.g.IsNum(within, 1)
		if f.g.Node(x).Op == ir.Load && !last {
			s.factors = append(s.factors, x)
		} else {
			within = f.g.Mul(within, x)
		}
	}
	s.factors = append(s.factors, f.g.Select(f.rewrite(n.X), within, n.Z))
}

func compares(op ir.Op) bool { return op == ir.Less || op == ir.LessEq }
