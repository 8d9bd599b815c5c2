package pass

import (
	"math"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// maxPower bounds the exponents that become products, as it does for whole ones.
const maxPower = 8

// writePowers writes powers with constant exponents as products of roots: with
// |c| = n + f, f in [0, 1),
//
//	x^c = x^n r(x), and 1/(x^n r(x)) for c < 0
//	r = sqrt(sqrt(x)), sqrt(x), sqrt(x) sqrt(sqrt(x))     for f = 1/4, 1/2, 3/4
//	r = cbrt(x), cbrt(x)^2                                for f = 1/3, 2/3
//	r = x^f                                               for any other f, if n > 0
//
// A root is several times cheaper than a power, and x^c and its derivative
// c x^(c-1) share it, and the power too where it stays. Nothing is divided by x:
// both are right at 0. Inexact: a few roundings; and of -Inf, whose roots are NaN.
func writePowers(p *program.Program) {
	for _, k := range p.Kernels {
		w := powerWriter{p.Graph, map[ir.ID]ir.ID{}}
		for i := range k.Out {
			k.Out[i].Root = w.write(k.Out[i].Root)
		}
		for i := range k.Sums {
			k.Sums[i].Root = w.write(k.Sums[i].Root)
		}
	}
}

type powerWriter struct {
	g    *ir.Graph
	done map[ir.ID]ir.ID
}

// write returns root with its powers written.
func (w *powerWriter) write(root ir.ID) ir.ID {
	for _, id := range w.g.Reachable(root) {
		if _, ok := w.done[id]; ok {
			continue
		}
		n, made := w.g.Node(id), id
		var a [3]ir.ID
		changed := false
		for i, x := range n.Operands() {
			a[i] = w.done[x]
			changed = changed || a[i] != x
		}
		if changed {
			made = w.g.Op(n.Op, a[0], a[1], a[2])
		}
		if n := w.g.Node(made); n.Op == ir.Pow {
			if c, ok := w.g.Value(n.Y); ok {
				made = w.power(made, n.X, c)
			}
		}
		w.done[id] = made
	}
	return w.done[root]
}

// power is x^c; plain is the power as it stands.
func (w *powerWriter) power(plain, x ir.ID, c float64) ir.ID {
	size := math.Abs(c)
	if !(size <= maxPower) {
		return plain
	}
	n, r, ok := w.root(x, size)
	if !ok {
		return plain
	}
	if n > 0 {
		r = w.g.Mul(w.g.Pow(x, w.g.Num(n)), r)
	}
	if c < 0 {
		r = w.g.Div(w.g.Num(1), r)
	}
	return r
}

// root is n and r(x) of a positive exponent that is no whole number.
func (w *powerWriter) root(x ir.ID, c float64) (n float64, r ir.ID, ok bool) {
	g := w.g
	n = math.Floor(c)
	if q := 4 * (c - n); q == math.Trunc(q) {
		half := g.Call(ir.Sqrt, x)
		switch q {
		case 1:
			return n, g.Call(ir.Sqrt, half), true
		case 2:
			return n, half, true
		}
		return n, g.Mul(half, g.Call(ir.Sqrt, half)), true
	}
	if m, ok := thirds(c); ok {
		root := g.Call(ir.CubeRoot, x)
		if m%3 == 2 {
			return float64(m / 3), g.Mul(root, root), true
		}
		return float64(m / 3), root, true
	}
	return n, g.Pow(x, g.Num(c-n)), n > 0
}

// thirds is m for an exponent m/3, as near to it as arithmetic may have left it:
// 5/3 - 1 is not the number nearest to 2/3.
func thirds(c float64) (m int, ok bool) {
	const near = 0x1p-50
	whole := math.Round(3 * c)
	m = int(whole)
	return m, m > 0 && m%3 != 0 && math.Abs(3*c-whole) <= near*max(whole, 3)
}
