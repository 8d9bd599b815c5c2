package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// output reads `output expr`: an expression of the arguments and of the
// network, which is there as `net` or as the name of an output map. A pure number is in the
// closure's unit.
func (c *checker) output(e *entry, body closureBody) bool {
	cl := e.sym.Closure
	call := body.net.(*ast.Call)
	for _, k := range call.Keys {
		switch k.Key.Name {
		case "scale", "offset":
			c.fail("E0312", k.Span, "`%s` and `output` both shape the value of `%s`", k.Key.Name, e.sym.Name).
				help("write it into `output`: `output 2*net + 1`")
			return false
		}
	}
	cl.Net.Scale = 1
	s := within(e, "the output of a closure")
	s.network = &network{sym: &model.Symbol{Kind: model.KindNet, Name: "net", GoName: "Net", Unit: plain, Min: negInf, Max: posInf, MinOpen: true, MaxOpen: true}}
	v := c.scalarExpr(body.output, s)
	if !v.ok() {
		return false
	}
	switch s.network.as {
	case "":
		c.fail("E0312", place(body.output), "the output of `%s` does not hold its network", e.sym.Name).
			help("the network's value is `net`, or the name of an output map: %s", quoted(outputs, 9))
		return false
	case "net":
	default:
		if slices.ContainsFunc(call.Keys, func(k ast.KeyArg) bool { return k.Key.Name == "output" }) {
			c.fail("E0312", s.network.span, "the network has an output map already").help("write `net`, which is its value, or leave `output:` out of the network")
			return false
		}
		cl.Net.Output = s.network.as
	}
	if v.e.Op == model.OpRef && v.e.Sym == s.network.sym {
		cl.Net.Scale = e.sym.Unit.Scale
		return true
	}
	if c.units && v.e.Dims.Dimensionless() {
		v.bare = true
	}
	if v = c.inUnit(v, e.sym.Unit, e.sym.Name); !v.ok() {
		return false
	}
	cl.Value = v.e
	return true
}

// network is what stands for the value of a network in `output`.
type network struct {
	sym  *model.Symbol
	as   string // "net" or the output map that was named; "" so far
	span ast.Span
}

// networkName reads a bare word as the network's value.
func (c *checker) networkName(n *ast.Name, s *scope) (value, bool) {
	if s.network == nil || !slices.Contains(networkNames, n.Name) {
		return value{}, false
	}
	if e := c.names[n.Name]; e != nil {
		c.fail("E0312", n.Span, "`%s` means the network's value here, and a %s", n.Name, e.sym.Kind).note(e.sym.Span, "declared here").
			help("rename the %s", e.sym.Kind)
		return value{}, true
	}
	if w := s.network; w.as == "" {
		w.as, w.span = n.Name, n.Span
	} else if w.as != n.Name {
		c.fail("E0312", n.Span, "`%s` and `%s` cannot both stand for the network's value", w.as, n.Name).note(w.span, "`%s` stands here", w.as).
			help("choose one, and write the other as a function of it")
		return value{}, true
	}
	return c.formal(s.network.sym, n.Span), true
}
