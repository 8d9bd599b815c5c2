package discretize

import "github.com/pindiff/pindiffc/dsl/model"

// orders says how many derivatives along each axis each state stands under, at most,
// in the equations. A state that is in none of them has zeros.
func (b *builder) orders() [][3]int {
	w := &orderer{b: b, most: make([][3]int, len(b.m.States)), seen: map[nest]bool{}}
	for _, eq := range b.m.Equations {
		w.visit(eq.LHS, [3]int{})
		w.visit(eq.RHS, [3]int{})
	}
	return w.most
}

// nest is an expression under so many derivatives.
type nest struct {
	e     *model.Expr
	under [3]int
}

type orderer struct {
	b    *builder
	most [][3]int
	seen map[nest]bool
}

// deepest is more than any supported order: from there on nesting need not be told apart.
const deepest = 6

func (w *orderer) visit(e *model.Expr, under [3]int) {
	if !w.b.of(e).state || w.seen[nest{e, under}] {
		return
	}
	w.seen[nest{e, under}] = true
	everywhere := func(n int) [3]int {
		for a := range w.b.m.Axes {
			under = deeper(under, a, n)
		}
		return under
	}
	switch e.Op {
	case model.OpRef:
		switch s := e.Sym; s.Kind {
		case model.KindState:
			for a, n := range under {
				w.most[s.Index][a] = max(w.most[s.Index][a], n)
			}
		case model.KindLet:
			w.visit(s.Value, under)
		}
		return
	case model.OpD:
		under = deeper(under, e.Axis, 1)
	case model.OpGrad:
		under = everywhere(1)
	case model.OpLap:
		under = everywhere(2)
	case model.OpDiv_:
		if v := e.Args[0]; v.Op == model.OpVector {
			for a, x := range v.Args {
				w.visit(x, deeper(under, a, 1))
			}
			return
		}
		under = everywhere(1)
	}
	for _, x := range e.Args {
		w.visit(x, under)
	}
}

func deeper(under [3]int, axis, n int) [3]int {
	under[axis] = min(under[axis]+n, deepest)
	return under
}
