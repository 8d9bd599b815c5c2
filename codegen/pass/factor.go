package pass

import (
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// factorSums takes common factors out of the sums of every kernel: first varying
// ones, the most frequent first, then uniform ones. In an adjoint this collects
// what multiplies the difference of the cotangents across a face. Differences of
// array elements stay differences: multiplying them out would trade digits for
// operations. Inexact: association and distribution. A kernel that would not
// become cheaper is left alone.
func factorSums(p *program.Program) {
	for _, k := range p.All() {
		made := factored(p.Graph, k.Roots())
		for i := range k.Out {
			k.Out[i].Root = made[i]
		}
		for i := range k.Sums {
			k.Sums[i].Root = made[len(k.Out)+i]
		}
	}
}

// factored are the roots of a kernel with their sums factored, or as they were.
func factored(g *ir.Graph, roots []ir.ID) []ir.ID {
	f := newFactorer(g, roots)
	made := make([]ir.ID, len(roots))
	for i, r := range roots {
		made[i] = f.rewrite(r)
	}
	if g.Cost(nil, made...) >= g.Cost(nil, roots...) {
		return roots
	}
	return made
}

// factorer rewrites one kernel.
type factorer struct {
	g     *ir.Graph
	uses  map[ir.ID]int // within the kernel
	done  map[ir.ID]ir.ID
	plain map[ir.ID]bool // memo of bare
}

// newFactorer counts what the expressions of a kernel use.
func newFactorer(g *ir.Graph, roots []ir.ID) *factorer {
	nodes := g.Reachable(roots...)
	f := &factorer{g: g, uses: make(map[ir.ID]int, len(nodes)), done: make(map[ir.ID]ir.ID, len(nodes)), plain: map[ir.ID]bool{}}
	for _, r := range roots {
		f.uses[r]++
	}
	for _, id := range nodes {
		n := g.Node(id)
		for _, x := range n.Operands() {
			f.uses[x]++
		}
	}
	return f
}

func isSum(op ir.Op) bool { return op == ir.Add || op == ir.Sub || op == ir.Neg }

// decides tells that an operator takes one branch or another by the value of an
// operand. What it decides by stays as it is, so that round-off decides alike in
// all kernels: an upwind velocity is often zero on a wall, but for round-off.
func decides(op ir.Op) bool {
	switch op {
	case ir.Min, ir.Max, ir.Less, ir.LessEq, ir.Abs, ir.Sign:
		return true
	}
	return false
}

// rewrite returns id with its sums factored.
func (f *factorer) rewrite(id ir.ID) ir.ID {
	if r, ok := f.done[id]; ok {
		return r
	}
	n := f.g.Node(id)
	r := id
	switch {
	case n.Op.Leaf() || f.g.Uniform(id) || f.bare(id) || decides(n.Op):
	case isSum(n.Op):
		var ts []summand
		f.flatten(id, 1, f.g.Num(1), true, &ts)
		r = f.group(ts)
	default:
		var a [3]ir.ID
		for i, x := range n.Operands() {
			a[i] = f.rewrite(x)
		}
		r = f.g.Op(n.Op, a[0], a[1], a[2])
	}
	f.done[id] = r
	return r
}

// summand is sign * uniform * product of factors.
type summand struct {
	sign    float64
	uniform ir.ID
	factors []ir.ID // varying
}

// flatten lists the summands of id, through sums that nothing else uses.
func (f *factorer) flatten(id ir.ID, sign float64, scale ir.ID, top bool, out *[]summand) {
	g, n := f.g, f.g.Node(id)
	if (top || f.uses[id] == 1) && !g.Uniform(id) {
		switch {
		case n.Op == ir.Neg:
			f.flatten(n.X, -sign, scale, false, out)
			return
		case (n.Op == ir.Add || n.Op == ir.Sub) && (g.IsNum(scale, 1) || !f.bare(id)):
			second := sign
			if n.Op == ir.Sub {
				second = -sign
			}
			f.flatten(n.X, sign, scale, false, out)
			f.flatten(n.Y, second, scale, false, out)
			return
		case n.Op == ir.Mul && g.Uniform(n.X) && !f.bare(n.Y) && f.uses[n.Y] == 1:
			f.flatten(n.Y, sign, g.Mul(scale, n.X), false, out)
			return
		}
	}
	s := summand{sign: sign, uniform: scale}
	f.split(id, &s)
	*out = append(*out, s)
}

// bare tells that a sum adds and subtracts array elements only.
func (f *factorer) bare(id ir.ID) bool {
	n := f.g.Node(id)
	if !isSum(n.Op) {
		return n.Op == ir.Load
	}
	if known, ok := f.plain[id]; ok {
		return known
	}
	plain := true
	for _, x := range n.Operands() {
		plain = plain && f.bare(x)
	}
	f.plain[id] = plain
	return plain
}

// split adds id to the factors of s.
func (f *factorer) split(id ir.ID, s *summand) {
	n := f.g.Node(id)
	switch {
	case f.g.Uniform(id):
		s.uniform = f.g.Mul(s.uniform, id)
	case n.Op == ir.Mul && (f.uses[id] == 1 || f.g.Uniform(n.X)):
		f.split(n.X, s)
		f.split(n.Y, s)
	case n.Op == ir.Select && f.g.IsNum(n.Z, 0) && f.uses[id] == 1 && compares(f.g.Node(n.X).Op):
		f.splitBranch(n, s)
	default:
		s.factors = append(s.factors, f.rewrite(id))
	}
}

// maxSummands bounds the search for common factors, whose cost grows with the
// square of their number.
const maxSummands = 200

// group sums, with common factors outside.
func (f *factorer) group(ts []summand) ir.ID {
	g := f.g
	if len(ts) <= maxSummands {
		ts = f.upwind(ts)
	}
	if best := common(ts); best >= 0 && len(ts) <= maxSummands {
		var with, rest []summand
		for _, t := range ts {
			if i := indexOf(t.factors, best); i >= 0 {
				t.factors = append(append([]ir.ID{}, t.factors[:i]...), t.factors[i+1:]...)
				with = append(with, t)
			} else {
				rest = append(rest, t)
			}
		}
		x := g.Mul(best, f.group(with))
		if len(rest) == 0 {
			return x
		}
		return g.Add(f.group(rest), x)
	}
	total := g.Num(0)
	done := make([]bool, len(ts))
	for i, t := range ts {
		if done[i] {
			continue
		}
		inner := g.Num(0)
		for j := i; j < len(ts); j++ {
			if ts[j].uniform != t.uniform || done[j] {
				continue
			}
			done[j] = true
			v := g.Num(1)
			for _, x := range ts[j].factors {
				v = g.Mul(v, x)
			}
			if ts[j].sign < 0 {
				inner = g.Sub(inner, v)
			} else {
				inner = g.Add(inner, v)
			}
		}
		total = g.Add(total, g.Mul(t.uniform, inner))
	}
	return total
}

// common returns the factor in most summands, at least two, the oldest of several; -1
// if there is none.
func common(ts []summand) ir.ID {
	var all []ir.ID
	for _, t := range ts {
		for i, x := range t.factors {
			if indexOf(t.factors[:i], x) < 0 {
				all = append(all, x)
			}
		}
	}
	slices.Sort(all)
	best, most := ir.ID(-1), 1
	for first, i := 0, 0; i < len(all); i++ {
		if all[i] != all[first] {
			first = i
		}
		if n := i + 1 - first; n > most {
			best, most = all[i], n
		}
	}
	return best
}

func indexOf(ids []ir.ID, id ir.ID) int {
	for i, x := range ids {
		if x == id {
			return i
		}
	}
	return -1
}
