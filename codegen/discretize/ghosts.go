package discretize

import (
	"fmt"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// second makes the ghost layers of a state with one condition on a face. With B the
// boundary datum, u(0) the cell at the face, h the spacing and d = 1, 2, ... the
// ghost's depth:
//
//	value     ghost(d) = 2 B - u(d-1)            the mean over the face is B
//	gradient  ghost(d) = u(d-1) + (2d-1) h B     B the outward normal derivative
//	symmetry  ghost(d) = u(d-1)
//	outflow   ghost(d) = (d+1) u(0) - d u(1)     also where the flux is given
//
// Any other condition, R(u, dn(u)) = 0, is solved for the first ghost g, with
// (g + u(0))/2 the value and (g - u(0))/h the normal derivative on the face, if it is
// affine in g; else with the value extrapolated from inside. Deeper ghosts follow as
// under a value or a gradient, with B as it comes out.
func (b *builder) second(c *model.Condition, reach int) {
	g, f, data := b.g, b.newFace(c), b.newBounds()
	f.datum, f.exact, f.slope = data.datum, true, true
	var layers []ir.ID
	switch k := b.of(c.Expr); {
	case c.Kind == model.Flux || c.Kind == model.Outflow:
		for d := range reach {
			layers = append(layers, f.linear(d+1))
		}
	case c.Kind == model.Symmetry:
		for d := range reach {
			layers = append(layers, f.at(c.State, f.in*d))
		}
	case (c.Kind == model.Value || c.Kind == model.Gradient) && !k.state && !k.deriv:
		datum := data.datum(c.Expr, *f)
		for d := range reach {
			mirror := f.at(c.State, f.in*d)
			if c.Kind == model.Value {
				layers = append(layers, g.Sub(g.Mul(g.Num(2), datum), mirror))
				continue
			}
			step := g.Mul(g.Num(float64(2*d+1)), g.Spacing(c.Axis))
			layers = append(layers, g.Add(mirror, g.Mul(step, datum)))
		}
	case c.Kind == model.Curvature || c.Kind == model.Third:
		b.report(codeCondition, c.Span, "a second or third normal derivative is for equations of fourth order",
			fmt.Sprintf("give the value of `%s`, or its first normal derivative", c.State.Name))
		return
	default:
		first, ok := b.solveGhost(f, data)
		if !ok {
			return
		}
		for d := range reach {
			mirror := f.at(c.State, f.in*d)
			switch {
			case d == 0:
				layers = append(layers, first)
			case c.Kind == model.Value:
				layers = append(layers, g.Sub(g.Add(first, f.at(c.State, 0)), mirror))
			default:
				rise := g.Sub(first, f.at(c.State, 0))
				layers = append(layers, g.Add(mirror, g.Mul(g.Num(float64(2*d+1)), rise)))
			}
		}
	}
	data.name(c)
	b.fill(c, layers, data.given || b.facesOnly(c, layers))
}

// facesOnly tells that some expression reads what is not known in the corners: a
// call, or another state, which need not go on beyond another wall.
func (b *builder) facesOnly(c *model.Condition, roots []ir.ID) bool {
	return b.g.Uses(func(s ir.Sym) bool {
		return program.IsCall(s) || s.Role == ir.State && int(s.Index) != c.State.Index
	}, roots...)
}

// solveGhost eliminates the first ghost from a condition.
func (b *builder) solveGhost(f *face, data *bounds) (ghost ir.ID, ok bool) {
	calls := len(b.p.Calls)
	if ghost, ok = b.eliminate(f); ok || b.failed() {
		return ghost, ok
	}
	b.forgetCalls(calls)
	again := *f
	again.exact, again.done = false, map[*model.Expr]ir.ID{}
	if ghost, ok = b.eliminate(&again); ok || b.failed() {
		return ghost, ok
	}
	b.report(codeCondition, f.c.Span,
		fmt.Sprintf("this condition cannot be solved for `%s` beyond the face: it is not linear in `dn(%s)`", f.c.State.Name, f.c.State.Name),
		fmt.Sprintf("bring it to the form `dn(%s) = ...`, where the right-hand side holds the state, but not its derivative", f.c.State.Name))
	return 0, false
}

// eliminate solves left = right for the ghost, if that is affine in it.
func (b *builder) eliminate(f *face) (ir.ID, bool) {
	g := b.g
	var left ir.ID
	switch f.c.Kind {
	case model.Value:
		left = g.Mul(g.Num(0.5), g.Add(f.ghost(), f.at(f.c.State, 0)))
	case model.Gradient:
		left = f.normal()
	default:
		left = f.lower(f.c.Left)
	}
	r := g.Sub(left, f.lower(f.c.Expr))
	ghost := f.ghost()
	is := func(id ir.ID, _ ir.Node) bool { return id == ghost }
	slope, ok := g.Pull(r, g.Num(1), is)[ghost]
	if !ok || g.IsNum(slope, 0) || b.readsGhost(f, slope) || b.jumpsOn(f, r) || b.callsRead(f, r) {
		return 0, false
	}
	rest := g.Rewrite(r, func(id ir.ID, _ ir.Node) ir.ID {
		if id == ghost {
			return g.Num(0)
		}
		return id
	})
	return g.Neg(g.Div(rest, slope)), true
}

func (b *builder) readsGhost(f *face, root ir.ID) bool {
	ghost := f.ghost()
	for _, id := range b.g.Reachable(root) {
		if id == ghost {
			return true
		}
	}
	return false
}

// jumpsOn tells that root has a jump where the ghost crosses something, which a
// derivative does not show.
func (b *builder) jumpsOn(f *face, root ir.ID) bool {
	for _, id := range b.g.Reachable(root) {
		switch b.g.Node(id).Op {
		case ir.Less, ir.LessEq, ir.Sign:
			if b.readsGhost(f, id) {
				return true
			}
		}
	}
	return false
}

// callsRead tells that a call in root is applied to something with the ghost in it.
func (b *builder) callsRead(f *face, root ir.ID) bool {
	for _, id := range b.g.Loads(root) {
		n := b.g.Node(id)
		if !program.IsCall(n.Sym) {
			continue
		}
		for _, x := range b.p.Calls[n.Sym.Index].Inputs {
			if b.readsGhost(f, x) || b.callsRead(f, x) {
				return true
			}
		}
	}
	return false
}
