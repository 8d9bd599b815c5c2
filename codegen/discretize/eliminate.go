package discretize

import (
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// onFace lowers a condition: to the datum e of a value or a normal derivative where it
// holds no ghost, else to the first ghost that solves it.
func (b *builder) onFace(f *face, data *bounds) (e, first ir.ID, solved bool) {
	direct := f.c.Kind == model.Value || f.c.Kind == model.Gradient
	if k := b.of(f.c.Expr); direct && !k.state && !k.deriv {
		return data.datum(f.c.Expr, *f), 0, false
	}
	calls := len(b.p.Calls)
	for _, f.exact = range []bool{true, false} {
		b.forgetCalls(calls)
		f.done = map[*model.Expr]ir.ID{}
		if e = f.lower(f.c.Expr); direct && !b.holds(e, f.ghost()) && !b.callsOn(e, f.ghost()) {
			return e, 0, false
		}
		if first, ok := b.eliminate(f, e); ok || b.failed() {
			return 0, first, true
		}
	}
	b.report(codeCondition, f.c.Span,
		fmt.Sprintf("this condition cannot be solved for `%s` beyond the face: `dn(%s)` must stand in it, linearly", f.c.State.Name, f.c.State.Name),
		fmt.Sprintf("bring it to the form `dn(%s) = ...`, where the right-hand side holds the state, but not its derivative", f.c.State.Name))
	return 0, 0, false
}

// eliminate solves left = right for the ghost, if that is affine in it.
func (b *builder) eliminate(f *face, right ir.ID) (ir.ID, bool) {
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
	r, ghost := g.Sub(left, right), f.ghost()
	slope, ok := g.Pull(r, g.Num(1), func(id ir.ID, _ ir.Node) bool { return id == ghost })[ghost]
	if !ok || g.IsNum(slope, 0) || b.holds(slope, ghost) || b.jumpsOn(r, ghost) || b.callsOn(r, ghost) {
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

// holds tells that root reads the node.
func (b *builder) holds(root, node ir.ID) bool { return slices.Contains(b.g.Reachable(root), node) }

// jumpsOn tells that root has a jump where the node crosses something, which a
// derivative does not show.
func (b *builder) jumpsOn(root, node ir.ID) bool {
	for _, id := range b.g.Reachable(root) {
		switch b.g.Node(id).Op {
		case ir.Less, ir.LessEq, ir.Sign:
			if b.holds(id, node) {
				return true
			}
		}
	}
	return false
}

// callsOn tells that root reads a call whose inputs hold the node, or another call
// that does.
func (b *builder) callsOn(root, node ir.ID) bool {
	seen := map[ir.ID]bool{}
	var visit func(root ir.ID) bool
	visit = func(root ir.ID) bool {
		for _, id := range b.g.Loads(root) {
			s := b.g.Node(id).Sym
			if !program.IsCall(s) || seen[id] {
				continue
			}
			seen[id] = true
			for _, x := range b.p.Calls[s.Index].Inputs {
				if b.holds(x, node) || visit(x) {
					return true
				}
			}
		}
		return false
	}
	return visit(root)
}
