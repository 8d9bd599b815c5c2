package testsystem

import (
	"math"

	"github.com/pindiff/pindiffc/runtime/kernel"
)

// tape records arithmetic on what a cell reads, so that a pointwise function gives
// its tangent and its adjoint by itself.
type tape struct {
	nodes []node
	d     []float64 // derivatives, by node
}

// derivatives returns n zeros.
func (t *tape) derivatives(n int) []float64 {
	if cap(t.d) < n {
		t.d = make([]float64, 2*n)
	}
	t.d = t.d[:n]
	clear(t.d)
	return t.d
}

// node is a value with its partial derivatives in up to two nodes before it, or a
// leaf: an element of an array (at cell i, j), or a parameter.
type node struct {
	v      float64
	a, b   int
	da, db float64

	leaf  bool
	role  kernel.Role
	index int
	i, j  int
}

// Num is a number on a tape.
type Num struct {
	t *tape
	n int
}

func (t *tape) push(n node) Num {
	t.nodes = append(t.nodes, n)
	return Num{t, len(t.nodes) - 1}
}

func (t *tape) constant(v float64) Num { return t.push(node{v: v}) }

func (x Num) v() float64 { return x.t.nodes[x.n].v }

func (x Num) unary(v, d float64) Num { return x.t.push(node{v: v, a: x.n, da: d}) }

func (x Num) binary(y Num, v, dx, dy float64) Num {
	return x.t.push(node{v: v, a: x.n, da: dx, b: y.n, db: dy})
}

// Add and the others are what they say.
func (x Num) Add(y Num) Num { return x.binary(y, x.v()+y.v(), 1, 1) }
func (x Num) Sub(y Num) Num { return x.binary(y, x.v()-y.v(), 1, -1) }
func (x Num) Mul(y Num) Num { return x.binary(y, x.v()*y.v(), y.v(), x.v()) }
func (x Num) Div(y Num) Num {
	return x.binary(y, x.v()/y.v(), 1/y.v(), -x.v()/(y.v()*y.v()))
}
func (x Num) Scale(a float64) Num { return x.unary(a*x.v(), a) }
func (x Num) Plus(a float64) Num  { return x.unary(x.v()+a, 1) }
func (x Num) Sin() Num            { return x.unary(math.Sin(x.v()), math.Cos(x.v())) }

// tangent returns the derivative of x, given that of every leaf.
func (x Num) tangent(of func(n *node) float64) float64 {
	d := x.t.derivatives(x.n + 1)
	for k := range d {
		n := &x.t.nodes[k]
		if n.leaf {
			d[k] = of(n)
		} else {
			d[k] = n.da*d[n.a] + n.db*d[n.b]
		}
	}
	return d[x.n]
}

// adjoint hands every leaf its part of bar times the gradient of x.
func (x Num) adjoint(bar float64, to func(n *node, bar float64)) {
	d := x.t.derivatives(x.n + 1)
	d[x.n] = bar
	for k := x.n; k >= 0; k-- {
		n := &x.t.nodes[k]
		switch {
		case d[k] == 0:
		case n.leaf:
			to(n, d[k])
		default:
			d[n.a] += n.da * d[k]
			d[n.b] += n.db * d[k]
		}
	}
}
