package pass

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
)

// flux is the flux of an equation along an axis with held coefficients. With c(0) and
// c(-1) all that multiplies a state in the cells on the two sides of the face, its
// linear part is
//
//	c(0) u(0) + c(-1) u(-1) = D (u(0) - u(-1)) + S u(-1),  D = c(0), S = c(0) + c(-1)
//
// so that differences of a state stay differences. Where the state diffuses S is zero,
// where a velocity on the face carries it -v, whatever the scheme: the terms that
// cancel do so here, and not in round-off. All other terms that are the same but for
// static factors get one coefficient.
func (h *holder) flux(equation, axis int) ir.ID {
	g, whole := h.p.Graph, h.p.Equations[equation].Flux[axis]
	c := &collector{holder: h, axis: axis}
	c.flatten(whole, product{sign: 1, uniform: g.Num(1)})
	name := func(word string) string { return h.heldName(word, equation, axis) }
	flux := g.Num(0)
	for _, q := range c.states() {
		rise, carry := c.twoPoint(q)
		low, high := g.Load(q, ir.Along(axis, -1)), g.Load(q, ir.Offset{})
		flux = g.Add(flux, g.Mul(h.held(rise.expr(g), name("rise")), g.Sub(high, low)))
		flux = g.Add(flux, g.Mul(h.held(carry.expr(g), name("carry")), low))
	}
	for _, t := range c.terms {
		flux = g.Add(flux, g.Mul(h.held(t.weight.expr(g), name("weight")), t.rest))
	}
	return flux
}

// heldName is a word with the equation's state, where there are several, and the axis; a
// number behind it where that is taken.
func (h *holder) heldName(word string, equation, axis int) string {
	m := h.p.Model
	title := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	if len(m.States) > 1 {
		word = m.States[equation].Name + title(word)
	}
	word += title(m.Axes[axis].Name)
	name := word
	for n := 2; ; n++ {
		taken := false
		for _, x := range h.p.Held {
			taken = taken || x.Name == name
		}
		if !taken {
			return name
		}
		name = fmt.Sprintf("%s%d", word, n)
	}
}

// product is a static factor: sign * uniform * factors, which vary.
type product struct {
	sign    float64
	uniform ir.ID
	factors []ir.ID // ascending
}

// times is p times a static expression.
func (p product) times(g *ir.Graph, id ir.ID) product {
	n := g.Node(id)
	switch v, isNum := g.Value(id); {
	case n.Op == ir.Neg:
		p.sign = -p.sign
		return p.times(g, n.X)
	case isNum && v < 0:
		p.sign, p.uniform = -p.sign, g.Mul(p.uniform, g.Num(-v))
	case g.Uniform(id):
		p.uniform = g.Mul(p.uniform, id)
	case n.Op == ir.Mul && len(p.factors) < maxFactors:
		return p.times(g, n.X).times(g, n.Y)
	default:
		p.factors = append(slices.Clone(p.factors), id)
		slices.Sort(p.factors)
	}
	return p
}

// weight is a sum of products.
type weight []product

// plus adds a product, exactly: opposite ones cancel, and u*max(v, 0) + u*min(v, 0) is
// u*v.
func (w weight) plus(g *ir.Graph, p product) weight {
	for i, q := range w {
		rest := slices.Delete(slices.Clone(w), i, i+1)
		switch {
		case q.uniform != p.uniform:
		case q.sign == -p.sign && slices.Equal(q.factors, p.factors):
			return rest
		case q.sign == p.sign:
			if both, ok := wind(g, q, p); ok {
				return rest.plus(g, both)
			}
		}
	}
	return append(w, p)
}

// wind joins two products that are the same but for the parts of v.
func wind(g *ir.Graph, p, q product) (product, bool) {
	for _, x := range p.factors {
		n := g.Node(x)
		other := ir.Min
		switch {
		case n.Op != ir.Max && n.Op != ir.Min || !g.IsNum(n.Y, 0):
			continue
		case n.Op == ir.Min:
			other = ir.Max
		}
		without := func(list []ir.ID, x ir.ID) []ir.ID {
			i := slices.Index(list, x)
			if i < 0 {
				return nil
			}
			return slices.Delete(slices.Clone(list), i, i+1)
		}
		left, right := without(p.factors, x), without(q.factors, g.Op(other, n.X, n.Y, 0))
		if right != nil && slices.Equal(left, right) {
			p.factors = left
			return p.times(g, n.X), true
		}
	}
	return p, false
}

// expr is the sum.
func (w weight) expr(g *ir.Graph) ir.ID {
	sum := g.Num(0)
	for _, p := range w {
		v := g.Num(1)
		for _, x := range p.factors {
			v = g.Mul(v, x)
		}
		v = g.Mul(p.uniform, v)
		if p.sign < 0 {
			sum = g.Sub(sum, v)
		} else {
			sum = g.Add(sum, v)
		}
	}
	return sum
}

// term is what has a static weight.
type term struct {
	rest   ir.ID
	weight weight
}

// collector sorts the terms of a flux by what is not static in them.
type collector struct {
	*holder
	axis  int
	terms []term
	sums  int // taken apart
}

// maxSums is how many sums of a flux are taken apart, and maxElements how many elements
// of a state a linear term may have: a text of n lines can write 2^n of either.
const (
	maxSums     = 10_000
	maxElements = 64
)

// flatten adds the terms of id, times a static factor.
func (c *collector) flatten(id ir.ID, p product) {
	g, n := c.p.Graph, c.p.Graph.Node(id)
	switch {
	case c.isStatic(id):
		c.add(g.Num(1), p.times(g, id))
	case n.Op == ir.Neg:
		p.sign = -p.sign
		c.flatten(n.X, p)
	case (n.Op == ir.Add || n.Op == ir.Sub) && len(p.factors) == 0 && c.sums < maxSums:
		c.sums++
		c.flatten(n.X, p)
		if n.Op == ir.Sub {
			p.sign = -p.sign
		}
		c.flatten(n.Y, p)
	case n.Op == ir.Mul && c.isStatic(n.X):
		c.flatten(n.Y, p.times(g, n.X))
	case n.Op == ir.Mul && c.isStatic(n.Y):
		c.flatten(n.X, p.times(g, n.Y))
	default:
		c.add(id, p)
	}
}

func (c *collector) add(rest ir.ID, p product) {
	for i := range c.terms {
		if t := &c.terms[i]; t.rest == rest {
			t.weight = t.weight.plus(c.p.Graph, p)
			return
		}
	}
	c.terms = append(c.terms, term{rest, weight{p}})
}

// states are those whose linear terms are on the two sides of the face, and nowhere
// else.
func (c *collector) states() (list []ir.Sym) {
	wide := map[ir.Sym]bool{}
	for _, t := range c.terms {
		l, ok := c.linear(t.rest)
		if !ok {
			continue
		}
		for _, x := range l {
			wide[x.sym] = wide[x.sym] || x.off != ir.Offset{} && x.off != ir.Along(c.axis, -1)
			if !slices.Contains(list, x.sym) {
				list = append(list, x.sym)
			}
		}
	}
	return slices.DeleteFunc(list, func(s ir.Sym) bool { return wide[s] })
}

// twoPoint takes the linear terms of a state out, as D and S.
func (c *collector) twoPoint(q ir.Sym) (rise, carry weight) {
	g := c.p.Graph
	c.terms = slices.DeleteFunc(c.terms, func(t term) bool {
		l, ok := c.linear(t.rest)
		if !ok || l[0].sym != q {
			return false
		}
		for _, x := range l {
			for _, p := range t.weight {
				p = p.times(g, x.weight)
				if carry = carry.plus(g, p); x.off == (ir.Offset{}) {
					rise = rise.plus(g, p)
				}
			}
		}
		return true
	})
	return rise, carry
}

// element of a state, with a weight that is static and uniform.
type element struct {
	sym    ir.Sym
	off    ir.Offset
	weight ir.ID
}

// linear is id as elements of one state; ok is false where it is more than that.
func (c *collector) linear(id ir.ID) (list []element, ok bool) {
	g, n := c.p.Graph, c.p.Graph.Node(id)
	scaled := func(x, by ir.ID) bool {
		part, ok := c.linear(x)
		for _, e := range part {
			list = append(list, element{e.sym, e.off, g.Mul(by, e.weight)})
		}
		return ok && len(list) <= maxElements
	}
	switch {
	case n.Op == ir.Load && n.Sym.Role == ir.State && n.Sym.Variant == ir.Primal:
		return []element{{n.Sym, n.Off, g.Num(1)}}, true
	case n.Op == ir.Neg:
		ok = scaled(n.X, g.Num(-1))
	case n.Op == ir.Add:
		ok = scaled(n.X, g.Num(1)) && scaled(n.Y, g.Num(1))
	case n.Op == ir.Sub:
		ok = scaled(n.X, g.Num(1)) && scaled(n.Y, g.Num(-1))
	case n.Op == ir.Mul && g.Uniform(n.X) && c.isStatic(n.X):
		ok = scaled(n.Y, n.X)
	}
	return list, ok && !slices.ContainsFunc(list, func(e element) bool { return e.sym != list[0].sym })
}
