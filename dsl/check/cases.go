package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// maxCases of an experiment.
const maxCases = 100_000

// cases reads the trajectories: their number, what differs between them, and
// what each is for.
func (c *checker) cases() {
	b := c.blocks["cases"]
	if b == nil {
		return
	}
	k := &model.Cases{Initial: make([]*model.Expr, len(c.m.States)), Files: map[int]string{}, Params: map[int]*model.Expr{}, Span: b.Span}
	if b.Count == nil {
		c.fail("E0705", b.Kind.Span, "the number of cases is missing").help("write `cases 12 { ... }`")
		return
	}
	var ok bool
	if k.Count, ok = c.integer(b.Count, 1, maxCases, "E0705", "the number of cases"); !ok {
		return
	}
	seen := map[string]ast.Span{}
	owner := make([]*ast.Split, k.Count)
	for _, item := range items(b) {
		switch item := item.(type) {
		case *ast.Assign:
			if first, twice := seen[item.Name.Name]; twice {
				c.fail("E0706", item.Name.Span, "`%s` is given twice", clip(item.Name.Name)).note(first, "the first is here")
				continue
			}
			seen[item.Name.Name] = item.Name.Span
			c.caseCount = k.Count
			c.oneCase(k, item)
			c.caseCount = 0
		case *ast.Split:
			c.split(k, item, owner)
		default:
			c.fail("E0208", item.Place(), "this does not belong in `cases`")
		}
	}
	for i, s := range c.m.States {
		if _, given := seen[s.Name]; !given && s.Value == nil && k.Initial[i] == nil && !c.algebraic(s) && c.names[s.Name].val.ok() {
			c.fail("E0706", b.Kind.Span, "the state `%s` has no initial value", s.Name).note(s.Span, "declared here").
				help("write `%s = ...` in `cases`, or give the state one: `state %s = 0`", s.Name, s.Name)
		}
	}
	if c.blocks["train"] != nil && len(k.Train) == 0 && !c.failed() {
		c.fail("E0707", b.Kind.Span, "no case is for training").help("write `train 0..%d`", max(0, k.Count*2/3-1))
	}
	if left := slices.Index(owner, nil); left >= 0 && len(k.Train)+len(k.Validate)+len(k.Test) > 0 && !c.failed() {
		c.warn("W0701", b.Kind.Span, "case %d is neither for training nor for validation nor for test", left)
	}
	c.m.Cases = k
}

func (c *checker) oneCase(k *model.Cases, d *ast.Assign) {
	e := c.lookup(d.Name)
	if e == nil {
		return
	}
	switch e.sym.Kind {
	case model.KindState:
		if call, ok := d.Value.(*ast.Call); ok && call.Fun.Name == "file" {
			if path := c.filePath(call); path != "" {
				k.Files[e.sym.Index] = path
			}
			return
		}
		if v := c.inUnit(c.scalarExpr(d.Value, inCase), e.sym.Unit, e.sym.Name); v.ok() {
			c.inRange(v, e.sym)
			k.Initial[e.sym.Index] = v.e
		}
	case model.KindParam:
		if e.sym.Trainable {
			c.fail("E0706", d.Name.Span, "`%s` is trainable, so it cannot differ between cases", e.sym.Name).note(e.sym.Span, "declared here")
			return
		}
		if v := c.inUnit(c.scalarExpr(d.Value, inCaseOnly), e.sym.Unit, e.sym.Name); v.ok() {
			c.inRange(v, e.sym)
			k.Params[e.sym.Index] = v.e
		}
	default:
		c.fail("E0706", d.Name.Span, "`%s` is a %s, which cannot differ between cases", e.sym.Name, e.sym.Kind).
			note(e.sym.Span, "declared here").help("cases give initial values of states, and values of params")
	}
}

// split reads `train 0..4`; a case is for one thing only.
func (c *checker) split(k *model.Cases, s *ast.Split, owner []*ast.Split) {
	list := map[string]*[]int{"train": &k.Train, "validate": &k.Validate, "test": &k.Test}[s.Word.Name]
	if list == nil {
		c.fail("E0208", s.Word.Span, "unknown word `%s`", clip(s.Word.Name)).nearest(s.Word.Name, []string{"train", "validate", "test"})
		return
	}
	for _, r := range s.Ranges {
		lo, ok := c.integer(r.Lo, 0, k.Count-1, "E0707", "the number of a case")
		if !ok {
			return
		}
		hi := lo
		if r.Hi != r.Lo {
			if hi, ok = c.integer(r.Hi, 0, k.Count-1, "E0707", "the number of a case"); !ok {
				return
			}
		}
		if hi < lo {
			c.fail("E0707", r.Span, "this range is empty").help("the first case stands first: `0..4`")
			return
		}
		for i := lo; i <= hi; i++ {
			if first := owner[i]; first != nil {
				c.fail("E0707", r.Span, "case %d is already for `%s`", i, first.Word.Name).note(first.Span, "given here").
					help("a case is for one thing only")
				return
			}
			owner[i] = s
			*list = append(*list, i)
		}
	}
	slices.Sort(*list)
}
