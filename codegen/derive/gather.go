package derive

import (
	"cmp"
	"slices"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// gathered collects the cotangents of arrays in gather form.
type gathered struct {
	d     *deriver
	want  want
	reads func(call uint16) bool // the call depends on something wanted
	total map[ir.Sym]ir.ID
	spans map[ir.Sym][]ast.Span
	order []ir.Sym
}

func (d *deriver) gather(w want) *gathered {
	return &gathered{d: d, want: w, reads: d.p.CallsReading(w), total: map[ir.Sym]ir.ID{}, spans: map[ir.Sym][]ast.Span{}}
}

// add pulls the cotangent bar of root back to the wanted arrays, and to calls that
// depend on them: what a cell gives to offset o is what a cell receives from
// offset -o.
func (c *gathered) add(root, bar ir.ID, spans []ast.Span) {
	g := c.d.g
	leaves := c.d.pull(root, bar, func(_ ir.ID, n ir.Node) bool {
		return n.Op == ir.Load && (c.want(n.Sym) || program.IsCall(n.Sym) && c.reads(n.Sym.Index))
	})
	for _, id := range c.d.ordered(leaves) {
		n := g.Node(id)
		x := g.Shift(leaves[id], n.Off.Minus())
		if old, ok := c.total[n.Sym]; ok {
			x = g.Add(old, x)
		} else {
			c.order = append(c.order, n.Sym)
		}
		c.total[n.Sym] = x
		for _, s := range spans {
			if !slices.Contains(c.spans[n.Sym], s) {
				c.spans[n.Sym] = append(c.spans[n.Sym], s)
			}
		}
	}
}

// throughCalls pulls the cotangents of calls back to what their inputs read, the
// last call first: it may read those before it.
func (c *gathered) throughCalls() {
	d := c.d
	for i := len(d.p.Calls) - 1; i >= 0; i-- {
		s := ir.Sym{Role: ir.Call, Index: uint16(i)}
		bar, ok := c.total[s]
		if !ok {
			continue
		}
		for k, x := range d.p.Calls[i].Inputs {
			c.add(x, d.weighted(bar, d.p.Jacobian(i, k, ir.Offset{})), c.spans[s])
		}
	}
}

// weighted is bar*x, where x may be no number on ghosts of which bar is zero.
func (d *deriver) weighted(bar, x ir.ID) ir.ID {
	if !d.walls() {
		return d.g.Mul(bar, x)
	}
	return d.g.Select(bar, d.g.Mul(bar, x), d.g.Num(0))
}

// pull is Pull for a cotangent that is zero beyond the boundary, where a gathered
// expression is evaluated too: on ghost values, of which there may be no logarithm
// or root. What has such a derivative counts only where its weight is not zero.
func (d *deriver) pull(root, bar ir.ID, want func(ir.ID, ir.Node) bool) map[ir.ID]ir.ID {
	g := d.g
	if !d.walls() || !d.partial(root) {
		return g.Pull(root, bar, want)
	}
	leaves := g.Pull(root, g.Num(1), want)
	for _, id := range d.ordered(leaves) {
		leaves[id] = d.weighted(bar, leaves[id])
	}
	return leaves
}

// walls tells that some axis is not periodic.
func (d *deriver) walls() bool {
	return slices.ContainsFunc(d.p.Model.Axes, func(a model.Axis) bool { return !a.Periodic })
}

// partial tells that an expression, or its derivative, is not finite everywhere.
func (d *deriver) partial(root ir.ID) bool {
	for _, id := range d.g.Reachable(root) {
		switch n := d.g.Node(id); n.Op {
		case ir.Load:
			if program.IsCall(n.Sym) || n.Sym.Role == ir.Held && d.partial(d.p.Held[n.Sym.Index].Expr) {
				return true
			}
		case ir.Div, ir.Pow, ir.Exp, ir.Log, ir.Sqrt, ir.CubeRoot, ir.Tan:
			if !d.g.Uniform(id) {
				return true
			}
		}
	}
	return false
}

// ordered lists leaves by symbol, then offset.
func (d *deriver) ordered(leaves map[ir.ID]ir.ID) []ir.ID {
	var ids []ir.ID
	for id := range leaves { // order is made below
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ir.ID) int {
		m, n := d.g.Node(a), d.g.Node(b)
		return cmp.Or(m.Sym.Compare(n.Sym), slices.Compare(n.Off[:], m.Off[:]))
	})
	return ids
}

// outputs are the cotangents as a kernel writes (or adds) them, by symbol.
func (c *gathered) outputs(add bool) []program.Output {
	c.throughCalls()
	slices.SortFunc(c.order, ir.Sym.Compare)
	var out []program.Output
	for _, s := range c.order {
		if !c.want(s) {
			continue
		}
		if c.d.g.IsNum(c.total[s], 0) && add {
			continue
		}
		out = append(out, program.Output{
			Sym: variant(s, ir.Cot), Add: add, Root: c.total[s], Spans: c.spans[s],
		})
	}
	return out
}
