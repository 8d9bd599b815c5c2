package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/dsl/units"
)

// within is the scope of an expression over the arguments of a closure.
func within(e *entry, where string) *scope {
	s := &scope{where: where, allow: model.DepParam, may: "the closure's arguments, params and constants", atPoint: true, local: map[string]*model.Symbol{}}
	for _, a := range e.sym.Closure.Args {
		s.local[a.Name] = a
	}
	return s
}

// formal is a reference to an argument of a closure or to its network.
func (c *checker) formal(sym *model.Symbol, span ast.Span) value {
	v := c.node(model.OpRef, span, model.Scalar)
	if v.ok() {
		v.e.Sym, v.konst = sym, false
		if c.units {
			v.e.Dims = sym.Unit.Dims
		}
	}
	return v
}

// pointwiseNet reads what enters the network of a pointwise closure, the
// network, and what becomes of its value.
func (c *checker) pointwiseNet(e *entry, body closureBody) {
	cl := e.sym.Closure
	n, hyper := c.net(body.net, e.sym, e.named)
	if n == nil {
		return
	}
	inputs := c.inputs(e, body)
	if inputs == nil {
		return
	}
	masks := make([]uint, len(inputs))
	for i, in := range inputs {
		masks[i] = argMask(in)
	}
	if !c.distribute(body.net, n, masks, hyper, body.input) {
		return
	}
	e.uniform = hyper
	cl.Inputs, cl.Net = inputs, *n
	if body.output != nil && !c.output(e, body) {
		return
	}
	deps := model.DepClosure
	for _, in := range append(slices.Clone(inputs), cl.Value) {
		if in != nil {
			deps |= in.Deps
		}
	}
	if body.pin != nil {
		deps |= c.pin(e, body.pin)
	}
	if e.val.ok() {
		e.val.e.Deps = deps
	}
}

// inputs are what enters the network: as written, or each argument in its own
// measure. They are pure numbers.
func (c *checker) inputs(e *entry, body closureBody) []*model.Expr {
	var out []*model.Expr
	if body.input == nil {
		for _, a := range e.sym.Closure.Args {
			out = append(out, c.defaultInput(a, e.named[a.Index]))
		}
		return out
	}
	s := within(e, "the input of a closure")
	for _, x := range body.input.Values {
		v := c.scalarExpr(x, s)
		switch {
		case !v.ok() || !c.pure(v, "the input of a network"):
			return nil
		case argMask(v.e) == 0:
			c.fail("E0312", place(x), "this input does not depend on an argument of `%s`", e.sym.Name)
			return nil
		}
		out = append(out, v.e)
	}
	return out
}

// defaultInput brings an argument to the order of one: from -1 to 1 over the
// range of what it is named after; coordinates centred, in halves of the longest
// axis, and the time from 0 to 1, as for field closures; otherwise the argument
// in its unit.
func (c *checker) defaultInput(a *model.Symbol, of *entry) *model.Expr {
	zero, one := 0.0, a.Unit.Scale
	switch {
	case of != nil && of.sym.Kind == model.KindTime:
		zero, one = c.m.Time.Lo, c.m.Time.Hi-c.m.Time.Lo
	case of != nil && of.sym.Kind == model.KindCoord:
		zero, one = (a.Min+a.Max)/2, 0
		for _, x := range c.m.Axes {
			one = max(one, (x.Hi-x.Lo)/2)
		}
	case a.Min != negInf && a.Max != posInf:
		zero, one = a.Min/2+a.Max/2, a.Max/2-a.Min/2
	}
	x := c.formal(a, a.Span)
	if zero != 0 && x.ok() {
		dims := x.e.Dims
		x = c.node(model.OpSub, a.Span, model.Scalar, x, c.number(zero, dims, a.Span))
		if x.ok() {
			x.e.Dims = dims
		}
	}
	if one != 0 && (one != 1 || x.ok() && !x.e.Dims.Dimensionless()) && x.ok() {
		x = c.node(model.OpDiv, a.Span, model.Scalar, x, c.number(one, x.e.Dims, a.Span))
	}
	if !x.ok() {
		return &model.Expr{Op: model.OpNum} // too large, and told
	}
	x.e.Dims = units.Dims{}
	return x.e
}

// argMask is the set of arguments in an expression.
func argMask(e *model.Expr) uint {
	mask := uint(0)
	if e.Op == model.OpRef && e.Sym.Kind == model.KindArg {
		mask = 1 << e.Sym.Index
	}
	for _, a := range e.Args {
		mask |= argMask(a)
	}
	return mask
}

// distribute shares the inputs between the hypernetwork, which takes those of
// the arguments that it names, and the network itself.
func (c *checker) distribute(net ast.Expr, n *model.Net, masks []uint, hyper uint, written *ast.Setting) bool {
	n.Inputs = nil
	for i, m := range masks {
		switch {
		case m&hyper == 0:
			n.Inputs = append(n.Inputs, i)
		case m&^hyper == 0:
			n.Hyper.Inputs = append(n.Hyper.Inputs, i)
		default:
			c.fail("E0312", place(written.Values[i]), "this input mixes arguments of the hypernetwork with others").
				help("write one input for each of the two")
			return false
		}
	}
	call, _ := net.(*ast.Call)
	switch {
	case len(n.Inputs) == 0:
		c.fail("E0312", call.Fun.Span, "no argument is left for the network itself").help("those that the hypernetwork does not name enter the network")
		return false
	case hyper != 0 && len(n.Hyper.Inputs) == 0:
		c.fail("E0312", call.Fun.Span, "no input depends on an argument of the hypernetwork")
		return false
	}
	return c.weightLimit(call, n)
}

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
	if w := s.network; w.as == "" {
		w.as, w.span = n.Name, n.Span
	} else if w.as != n.Name {
		c.fail("E0312", n.Span, "`%s` and `%s` cannot both stand for the network's value", w.as, n.Name).note(w.span, "`%s` stands here", w.as).
			help("choose one, and write the other as a function of it")
		return value{}, true
	}
	return c.formal(s.network.sym, n.Span), true
}

// pin reads `pin f(x0) = f0`, a value that the closure has whatever its weights,
// and tells what it depends on.
func (c *checker) pin(e *entry, d *ast.Pin) model.Deps {
	cl := e.sym.Closure
	call, ok := d.LHS.(*ast.Call)
	if !ok || call.Fun.Name != e.sym.Name || len(call.Args) != len(cl.Args) || len(call.Keys) > 0 {
		c.fail("E0312", place(d.LHS), "a pin is for the closure itself, at a value of each argument").
			help("write `pin %s(...) = ...`, with %s", e.sym.Name, plural(len(cl.Args), "argument"))
		return 0
	}
	p := &model.Pin{Span: d.Span, Multiply: oneSign(cl)}
	deps := model.Deps(0)
	for i, x := range call.Args {
		a := cl.Args[i]
		v := c.inUnit(c.scalarExpr(x, inPin), a.Unit, a.Name)
		if !v.ok() {
			return 0
		}
		deps |= v.e.Deps
		p.At = append(p.At, v.e)
	}
	v := c.inUnit(c.scalarExpr(d.RHS, inPin), e.sym.Unit, e.sym.Name)
	if !v.ok() {
		return 0
	}
	p.Value = v.e
	cl.Pin = p
	return deps | v.e.Deps
}

// oneSign tells that a closure is a factor of a network's value that is never
// zero: then a pin multiplies it, which keeps its zeros and its sign.
func oneSign(cl *model.Closure) bool {
	if !slices.Contains([]string{"softplus", "sigmoid", "exp"}, cl.Net.Output) || cl.Net.Offset != 0 {
		return false
	}
	return cl.Value == nil || factorOfNet(cl.Value)
}

func factorOfNet(e *model.Expr) bool {
	switch e.Op {
	case model.OpRef:
		return e.Sym.Kind == model.KindNet
	case model.OpNeg, model.OpDiv:
		return factorOfNet(e.Args[0]) && !(e.Op == model.OpDiv && holdsNet(e.Args[1]))
	case model.OpMul:
		a, b := e.Args[0], e.Args[1]
		return factorOfNet(a) && !holdsNet(b) || factorOfNet(b) && !holdsNet(a)
	}
	return false
}

func holdsNet(e *model.Expr) bool {
	return e.Op == model.OpRef && e.Sym.Kind == model.KindNet || slices.ContainsFunc(e.Args, holdsNet)
}

// bare is a pointwise closure by its name alone: applied to what its arguments
// are named after.
func (c *checker) bare(e *entry, span ast.Span) value {
	args := make([]value, len(e.named))
	for i, a := range e.named {
		if a == nil {
			name := e.sym.Closure.Args[i].Name
			r := c.fail("E0311", span, "`%s` must be applied to something", e.sym.Name).
				note(e.sym.Closure.Args[i].Span, "`%s` is declared nowhere else", name)
			if near := diag.Nearest(name, c.declaredNames()); near != "" {
				r.help("write `%s(...)`; or should its argument be `%s`?", e.sym.Name, near)
			} else {
				r.help("write `%s(...)`, with %s", e.sym.Name, plural(len(args), "argument"))
			}
			return value{}
		}
		a.used = true
		if !c.resolve(a, span) || !a.val.ok() {
			return value{}
		}
		if a.sym.Kind == model.KindClosure && a.sym.Closure.Pointwise {
			args[i] = c.bare(a, span)
		} else {
			args[i] = c.reference(a, span)
		}
		if !args[i].ok() {
			return value{} // what follows would be as large
		}
	}
	return c.applied(e, args, span)
}

// apply types `f(a, b)`.
func (c *checker) apply(e *entry, call *ast.Call, s *scope) value {
	if !c.permit(s, e, e.val, call.Fun.Span) {
		return value{}
	}
	cl := e.sym.Closure
	if n := len(cl.Args); len(call.Args) != n || len(call.Keys) > 0 {
		c.fail("E0302", call.Span, "`%s` takes %s", e.sym.Name, plural(n, "argument")).label("this has %d", len(call.Args)+len(call.Keys)).
			note(e.sym.Span, "declared here")
		return value{}
	}
	args, ok := make([]value, len(cl.Args)), true
	for i, x := range call.Args {
		a := cl.Args[i]
		v := c.scalarExpr(x, s)
		if v.ok() && v.uses&usesDdt != 0 {
			c.fail("E0306", v.e.Span, "`ddt` cannot stand in the argument of a closure")
			return value{}
		}
		v = c.inUnit(v, a.Unit, a.Name)
		args[i] = v
		if !v.ok() {
			ok = false
		} else if varying := v.e.Deps &^ (model.DepParam | model.DepTime); e.uniform>>i&1 == 1 && varying != 0 {
			c.fail("E0311", v.e.Span, "the argument `%s` of `%s` must be the same everywhere", a.Name, e.sym.Name).
				label("this depends on %s", dependence(varying)).note(a.Span, "a hypernetwork takes it")
			ok = false
		}
	}
	if !ok {
		return value{}
	}
	return c.applied(e, args, call.Span)
}

// applied makes the application of a closure. It depends on what its arguments
// depend on, and on the closure.
func (c *checker) applied(e *entry, args []value, span ast.Span) value {
	v := c.node(model.OpApply, span, model.Scalar, args...)
	if v.ok() {
		v.e.Sym, v.e.Dims, v.konst = e.sym, e.val.e.Dims, false
		v.e.Deps |= e.val.e.Deps
		v.uses |= e.val.uses
	}
	return v
}

// isUniform tells that an argument is the same everywhere: a param or the time.
func isUniform(of *entry) bool {
	return of != nil && (of.sym.Kind == model.KindParam || of.sym.Kind == model.KindTime)
}
