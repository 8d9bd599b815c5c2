package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var (
	metrics     = []string{"mse", "mae", "rel_l2", "rel_l1", "huber", "l2", "tikhonov", "tv"}
	normalisers = []string{"mean", "std", "var"}
)

// maxTerms of a loss.
const maxTerms = 100

const lossHelp = "a loss is a sum of terms such as `mse(u)`, `2*mae(u)/mean(u)`, `1e-4*l2(weights)`"

// loss reads a weighted sum of metrics into the terms of t.
func (c *checker) loss(t *model.Train, e ast.Expr, weight float64) {
	if len(t.Loss) >= maxTerms {
		c.fail("E0711", place(e), "a loss has at most %d terms", maxTerms)
		return
	}
	switch e := e.(type) {
	case *ast.Paren:
		c.loss(t, e.X, weight)
		return
	case *ast.Binary:
		switch e.Op {
		case "+":
			c.loss(t, e.X, weight)
			c.loss(t, e.Y, weight)
			return
		case "*":
			x, y := e.X, e.Y
			if hasMetric(y, 0) {
				x, y = y, x
			}
			if w, ok := c.weight(y); ok {
				c.loss(t, x, weight*w)
			}
			return
		case "/":
			c.lossRatio(t, e, weight)
			return
		}
		c.fail("E0711", e.OpSpan, "a loss has no `%s`", e.Op).help(lossHelp)
		return
	case *ast.Call:
		c.metric(t, e, weight)
		return
	}
	c.fail("E0711", place(e), "this is not a loss").help(lossHelp)
}

func (c *checker) weight(e ast.Expr) (float64, bool) {
	return c.real(e, 0, 1e100, true, "E0711", "the weight of a loss")
}

// hasMetric reports whether a metric stands in e.
func hasMetric(e ast.Expr, depth int) bool {
	if depth++; depth > maxTerms {
		return false
	}
	switch e := e.(type) {
	case *ast.Call:
		return slices.Contains(metrics, e.Fun.Name)
	case *ast.Paren:
		return hasMetric(e.X, depth)
	case *ast.Binary:
		return hasMetric(e.X, depth) || hasMetric(e.Y, depth)
	}
	return false
}

// lossRatio reads `metric/number` and `metric(u)/mean(u)`, likewise `std` and `var`.
func (c *checker) lossRatio(t *model.Train, e *ast.Binary, weight float64) {
	call, ok := e.Y.(*ast.Call)
	if ok && !slices.Contains(normalisers, call.Fun.Name) && c.ofState(call) {
		c.fail("E0711", call.Fun.Span, "a metric is not divided by `%s`", clip(call.Fun.Name)).help("divide by a number, or by %s of the labels", quoted(normalisers, 9))
		return
	}
	if !ok || !slices.Contains(normalisers, call.Fun.Name) {
		if w, ok := c.weight(e.Y); ok {
			c.loss(t, e.X, weight/w)
		}
		return
	}
	before := len(t.Loss)
	c.loss(t, e.X, weight)
	if len(t.Loss) == before {
		return
	}
	var mean *model.Symbol
	if len(call.Args) == 1 && len(call.Keys) == 0 {
		if n, ok := call.Args[0].(*ast.Name); ok {
			if known := c.lookup(n.Ident); known == nil {
				return
			} else {
				mean = known.sym
			}
		}
	}
	if len(t.Loss) != before+1 || mean == nil || t.Loss[before].Symbol != mean {
		c.fail("E0711", call.Span, "a metric is divided by the %s of its own state", normaliserText[call.Fun.Name]).help("write `mse(u)/%s(u)`", call.Fun.Name)
		return
	}
	t.Loss[before].Per = call.Fun.Name
}

// ofState tells that a call has one argument, the name of a state.
func (c *checker) ofState(call *ast.Call) bool {
	if len(call.Args) != 1 || len(call.Keys) > 0 {
		return false
	}
	n, ok := call.Args[0].(*ast.Name)
	if !ok {
		return false
	}
	e := c.names[n.Name]
	return e != nil && e.sym.Kind == model.KindState
}

var normaliserText = map[string]string{"mean": "mean", "std": "standard deviation", "var": "variance"}

// metric reads one term.
func (c *checker) metric(t *model.Train, e *ast.Call, weight float64) {
	name := e.Fun.Name
	if !slices.Contains(metrics, name) {
		c.fail("E0711", e.Fun.Span, "`%s` is not a loss", clip(name)).nearest(name, metrics)
		return
	}
	var of *ast.Name
	if len(e.Args) == 1 {
		of, _ = e.Args[0].(*ast.Name)
	}
	if of == nil {
		c.fail("E0711", e.Span, "`%s` takes the name of a state", name).help(lossHelp)
		return
	}
	known := []string(nil)
	switch name {
	case "huber":
		known = []string{"delta"}
	case "tv":
		known = []string{"eps"}
	}
	args, ok := c.arguments(e, known, "E0711")
	if !ok {
		return
	}
	term := model.LossTerm{Weight: weight, Metric: name}
	if name == "l2" {
		if of.Name != "weights" {
			c.fail("E0711", of.Span, "`l2` is of the weights").help("write `1e-4*l2(weights)`; the difference in a state is `mse(%s)`", clip(of.Name))
			return
		}
		t.Loss = append(t.Loss, term)
		return
	}
	entry := c.lookup(of.Ident)
	if entry == nil {
		return
	}
	term.Symbol = entry.sym
	if name == "tikhonov" || name == "tv" {
		if c.smooth(&term, of, args["eps"]) {
			t.Loss = append(t.Loss, term)
		}
		return
	}
	if !slices.ContainsFunc(c.m.Observe, func(o *model.Observation) bool { return o.Symbol == entry.sym }) {
		if c.unobserved {
			return
		}
		r := c.fail("E0711", of.Span, "`%s` is not observed, so nothing can be compared with it", of.Name)
		if entry.sym.Kind == model.KindState {
			r.help("write `observe %s at t = ...`", of.Name)
		} else {
			r.help("a loss is of an observed state")
		}
		return
	}
	if name == "huber" {
		if args["delta"] == nil {
			c.fail("E0711", e.Fun.Span, "`huber` has no `delta`").help("write `huber(%s, delta: 0.1)`: errors beyond it count by their size, not its square", of.Name)
			return
		}
		if term.Delta, ok = c.quantity(args["delta"], entry.sym.Unit, of.Name); !ok {
			return
		}
		if term.Delta <= 0 {
			c.fail("E0711", place(args["delta"]), "`delta` must be positive")
			return
		}
	}
	t.Loss = append(t.Loss, term)
}

// smooth checks a term that keeps a trainable field smooth. eps of `tv` is
// relative to the field's scale over the length of the longest axis.
func (c *checker) smooth(term *model.LossTerm, of *ast.Name, eps ast.Expr) bool {
	if s := term.Symbol; s.Kind != model.KindField || !s.Trainable {
		r := c.fail("E0711", of.Span, "`%s` is of trainable fields", term.Metric).note(s.Span, "`%s` is declared here", s.Name)
		if s.Kind == model.KindField {
			r.help("declare it `trainable`")
		}
		return false
	}
	if term.Metric != "tv" {
		return true
	}
	term.Eps = 1e-3
	if eps == nil {
		return true
	}
	var ok bool
	term.Eps, ok = c.real(eps, 0, 1e3, true, "E0711", "`eps`")
	return ok
}
