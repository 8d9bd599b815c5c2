package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// byCase types list(a, b, ...): one value for each case, in the order of their
// numbers.
func (c *checker) byCase(e *ast.Call, s *scope) value {
	if s.uses&usesCase == 0 || c.caseCount == 0 {
		c.fail("E0204", e.Fun.Span, "`list` cannot be used in %s", s.where).help("it gives one value for each case, and exists in `cases` only")
		return value{}
	}
	args, ok := c.operands(e, s, 1, maxCases)
	if !ok {
		return value{}
	}
	if len(args) != c.caseCount {
		c.fail("E0717", e.Span, "a list of %s for %s", plural(len(args), "value"), plural(c.caseCount, "case")).
			help("give one for each case, in the order of their numbers")
		return value{}
	}
	dims, bare := args[0].e.Dims, true
	for i, a := range args {
		if !c.scalar(a, "`list`") {
			return value{}
		}
		both, ok := c.agree(args[0], a)
		if !ok {
			c.mismatch(e.Span, "the values of a list differ in unit", args[0], a)
			return value{}
		}
		if i > 0 {
			dims = both
		}
		bare = bare && a.bare
	}
	v := c.node(model.OpGenerate, e.Span, model.Scalar, args...)
	if v.ok() {
		v.e.Fun, v.e.Dims, v.bare, v.konst = "list", dims, bare, false
		v.uses |= usesCase
	}
	return v
}
