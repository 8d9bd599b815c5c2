package ir

import (
	"math"
	"slices"
)

// The rewrites of this file, each exact or inexact in floating point:
//
//	fold operators of constants                     exact (the same operation, in float64)
//	x+0, x-0, x*1, x/1, -(-x), x-x -> 0             exact for finite x, up to the sign of zero
//	0*x -> 0, 0/x -> 0                              exact for finite x (nonzero for /)
//	signs move outward: (-x)*y -> -(x*y), x+(-y) -> x-y, -(x-y) -> y-x     exact
//	order of commutative operands                   exact
//	products are (uniform)*(varying), so that the uniform part is computed once per kernel;
//	constants in a product are multiplied together  inexact: association
//	x/u -> x*(1/u) for uniform u                    inexact, one rounding
//	u*x + u*y -> u*(x+y), u*x + v*x -> (u+v)*x, for uniform u and v        inexact
//	select(c, a, 0) + select(c, b, d) -> select(c, a+b, d), and the like where d
//	stands under the opposite of c         exact, unless c compares what is no number
//	x^n for small integers n -> products            inexact, a few roundings
//
// The operands of min and max keep their order: it decides the derivative at a tie.

// Neg is -x.
func (g *Graph) Neg(x ID) ID {
	switch n := g.nodes[x]; n.Op {
	case Neg:
		return n.X
	case Sub:
		return g.Sub(n.Y, n.X)
	}
	return g.fold(Neg, x, 0, 0)
}

// Add is x + y.
func (g *Graph) Add(x, y ID) ID {
	if g.IsNum(x, 0) {
		return y
	}
	if g.IsNum(y, 0) {
		return x
	}
	nx, ny := g.nodes[x], g.nodes[y]
	switch {
	case nx.Op == Neg && ny.Op == Neg:
		return g.Neg(g.Add(nx.X, ny.X))
	case ny.Op == Neg:
		return g.Sub(x, ny.X)
	case nx.Op == Neg:
		return g.Sub(y, nx.X)
	}
	if id, ok := g.collect(Add, x, y); ok {
		return id
	}
	if id, ok := g.join(Add, x, y); ok {
		return id
	}
	x, y = g.ordered(x, y)
	return g.fold(Add, x, y, 0)
}

// Sub is x - y.
func (g *Graph) Sub(x, y ID) ID {
	if g.IsNum(y, 0) {
		return x
	}
	if g.IsNum(x, 0) {
		return g.Neg(y)
	}
	if x == y {
		return g.Num(0)
	}
	nx, ny := g.nodes[x], g.nodes[y]
	switch {
	case nx.Op == Neg && ny.Op == Neg:
		return g.Sub(ny.X, nx.X)
	case ny.Op == Neg:
		return g.Add(x, ny.X)
	case nx.Op == Neg:
		return g.Neg(g.Add(nx.X, y))
	}
	if id, ok := g.collect(Sub, x, y); ok {
		return id
	}
	if id, ok := g.join(Sub, x, y); ok {
		return id
	}
	return g.fold(Sub, x, y, 0)
}

// collect merges the uniform factors of two varying terms of a sum: equal ones
// are taken out, and those of equal terms are added.
func (g *Graph) collect(op Op, x, y ID) (ID, bool) {
	if g.uniform[x] || g.uniform[y] {
		return g.collectUniform(op, x, y)
	}
	ux, vx := g.Split(x)
	uy, vy := g.Split(y)
	switch {
	case vx == vy:
		return g.Mul(g.Op(op, ux, uy, 0), vx), true
	case ux == uy && !g.IsNum(ux, 1):
		return g.Mul(ux, g.Op(op, vx, vy, 0)), true
	}
	return 0, false
}

// collectUniform adds the constants before equal uniform terms.
func (g *Graph) collectUniform(op Op, x, y ID) (ID, bool) {
	if !g.uniform[x] || !g.uniform[y] {
		return 0, false
	}
	cx, rx := g.constant(x)
	cy, ry := g.constant(y)
	if rx != ry || rx < 0 {
		return 0, false
	}
	return g.Mul(g.Num(op.Info().Eval(cx, cy, 0)), rx), true
}

// Split returns the uniform and the varying factor of x; the missing one is 1.
func (g *Graph) Split(x ID) (u, v ID) {
	if g.uniform[x] {
		return x, g.Num(1)
	}
	if n := g.nodes[x]; n.Op == Mul && g.uniform[n.X] {
		return n.X, n.Y
	}
	return g.Num(1), x
}

// Mul is x * y.
func (g *Graph) Mul(x, y ID) ID {
	switch {
	case g.IsNum(x, 0) || g.IsNum(y, 0):
		return g.Num(0)
	case g.IsNum(x, 1):
		return y
	case g.IsNum(y, 1):
		return x
	}
	if n := g.nodes[x]; n.Op == Neg {
		return g.Neg(g.Mul(n.X, y))
	}
	if n := g.nodes[y]; n.Op == Neg {
		return g.Neg(g.Mul(x, n.X))
	}
	if c, ok := g.Value(x); ok && c < 0 {
		return g.Neg(g.Mul(g.Num(-c), y))
	}
	if c, ok := g.Value(y); ok && c < 0 {
		return g.Neg(g.Mul(x, g.Num(-c)))
	}
	if g.uniform[x] && g.uniform[y] {
		return g.mulUniform(x, y)
	}
	if id, ok := g.mask(x, y); ok {
		return id
	}
	if id, ok := g.mask(y, x); ok {
		return id
	}
	ux, vx := g.Split(x)
	uy, vy := g.Split(y)
	u := g.Mul(ux, uy)
	if g.uniform[vx] || g.uniform[vy] { // one of them is 1
		return g.scale(u, g.Mul(vx, vy))
	}
	vx, vy = g.ordered(vx, vy)
	return g.scale(u, g.fold(Mul, vx, vy, 0))
}

// scale is u*v for uniform u and varying v that has no uniform factor.
func (g *Graph) scale(u, v ID) ID {
	if n := g.nodes[u]; n.Op == Neg {
		return g.Neg(g.scale(n.X, v))
	}
	switch c, ok := g.Value(u); {
	case ok && c == 0:
		return u
	case ok && c == 1:
		return v
	case ok && c < 0:
		return g.Neg(g.scale(g.Num(-c), v))
	}
	if n := g.nodes[v]; n.Op == Neg {
		return g.Neg(g.scale(u, n.X))
	}
	return g.fold(Mul, u, v, 0)
}

// maxSorted bounds the factors that a uniform product is sorted over: repeated
// squaring makes exponentially many.
const maxSorted = 32

// mulUniform multiplies uniform factors: one constant, then the others by ID.
func (g *Graph) mulUniform(x, y ID) ID {
	cx, rx := g.constant(x)
	cy, ry := g.constant(y)
	var factors []ID
	for _, r := range []ID{rx, ry} {
		for r >= 0 {
			n := g.nodes[r]
			if n.Op != Mul || len(factors) >= maxSorted {
				factors = append(factors, r)
				break
			}
			factors = append(factors, n.Y)
			r = n.X
		}
	}
	if c := cx * cy; len(factors) == 0 || c == 0 {
		return g.Num(c)
	}
	slices.Sort(factors)
	p := factors[0]
	for _, f := range factors[1:] {
		p = g.intern(Node{Op: Mul, X: p, Y: f})
	}
	if c := cx * cy; c != 1 {
		return g.intern(Node{Op: Mul, X: g.Num(c), Y: p})
	}
	return p
}

// constant splits a leading constant off a product; rest is -1 if nothing is left.
func (g *Graph) constant(x ID) (c float64, rest ID) {
	if v, ok := g.Value(x); ok {
		return v, -1
	}
	if n := g.nodes[x]; n.Op == Mul {
		if v, ok := g.Value(n.X); ok {
			return v, n.Y
		}
	}
	return 1, x
}

// mask turns select(c, 1, 0)*y into select(c, y, 0), and likewise the other branch.
// Exact for finite y.
func (g *Graph) mask(x, y ID) (ID, bool) {
	n := g.nodes[x]
	if n.Op != Select {
		return 0, false
	}
	switch {
	case g.IsNum(n.Y, 1) && g.IsNum(n.Z, 0):
		return g.Select(n.X, y, n.Z), true
	case g.IsNum(n.Y, 0) && g.IsNum(n.Z, 1):
		return g.Select(n.X, n.Y, y), true
	}
	return 0, false
}

// Div is x / y.
func (g *Graph) Div(x, y ID) ID {
	if g.IsNum(y, 1) {
		return x
	}
	if g.IsNum(x, 0) && !g.IsNum(y, 0) {
		return x
	}
	if g.nodes[x].Op == Const && g.nodes[y].Op == Const {
		return g.fold(Div, x, y, 0)
	}
	if n := g.nodes[x]; n.Op == Neg {
		return g.Neg(g.Div(n.X, y))
	}
	if n := g.nodes[y]; n.Op == Neg {
		return g.Neg(g.Div(x, n.X))
	}
	if c, ok := g.Value(y); ok && c != 0 && !math.IsInf(1/c, 0) {
		return g.Mul(x, g.Num(1/c))
	}
	if g.uniform[y] {
		if g.uniform[x] {
			return g.divUniform(x, y)
		}
		u, v := g.Split(x)
		return g.Mul(g.Div(u, y), v)
	}
	ux, vx := g.Split(x)
	uy, vy := g.Split(y)
	u := g.Div(ux, uy)
	switch {
	case vx == vy:
		return u
	case g.uniform[vx]:
		return g.fold(Div, u, vy, 0)
	}
	return g.Mul(u, g.fold(Div, vx, vy, 0))
}

// divUniform keeps a leading constant in front: (c*x)/y -> c*(x/y).
func (g *Graph) divUniform(x, y ID) ID {
	if x == y {
		return g.Num(1)
	}
	cx, rx := g.constant(x)
	cy, ry := g.constant(y)
	if cy == 0 {
		return g.fold(Div, x, y, 0)
	}
	one := g.Num(1)
	if rx < 0 {
		rx = one
	}
	if ry < 0 {
		return g.Mul(g.Num(cx/cy), rx)
	}
	return g.Mul(g.Num(cx/cy), g.fold(Div, rx, ry, 0))
}

// Pow is x^y. Small integer and half powers become products, quotients and roots.
func (g *Graph) Pow(x, y ID) ID {
	c, ok := g.Value(y)
	switch {
	case !ok:
	case c == 0:
		return g.Num(1)
	case c == 0.5:
		return g.Call(Sqrt, x)
	case c == math.Trunc(c) && 0 < c && c <= 8:
		return g.power(x, int(c))
	case c == math.Trunc(c) && -8 <= c && c < 0:
		return g.Div(g.Num(1), g.power(x, int(-c)))
	}
	return g.fold(Pow, x, y, 0)
}

// power is x^n by repeated squaring, n >= 1.
func (g *Graph) power(x ID, n int) ID {
	if n == 1 {
		return x
	}
	h := g.power(x, n/2)
	h = g.Mul(h, h)
	if n%2 == 1 {
		h = g.Mul(h, x)
	}
	return h
}

// ordered puts constants first, then the smaller ID.
func (g *Graph) ordered(x, y ID) (ID, ID) {
	_, cx := g.Value(x)
	_, cy := g.Value(y)
	if cy && !cx || cx == cy && y < x {
		return y, x
	}
	return x, y
}

// Sum adds terms from left to right; the empty sum is 0.
func (g *Graph) Sum(terms ...ID) ID {
	s := g.Num(0)
	for _, t := range terms {
		s = g.Add(s, t)
	}
	return s
}
