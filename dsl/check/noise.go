package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// parted reads `on` and `noise` of an observation.
func (c *checker) parted(o *ast.Observe, ob *model.Observation) {
	for _, e := range []ast.Expr{o.On, o.Noise} {
		if e != nil && o.Kind.Name == "report" {
			c.fail("E0714", place(e), "`report` compares whole fields, as they are").help("`on` and `noise` belong to `observe`")
			return
		}
	}
	if o.On != nil {
		ob.Part = c.part(o.On)
	}
	if o.Noise != nil {
		ob.Noise = c.noise(o, ob.Symbol)
	}
}

// noise reads `noise 0.01`, in the unit of the state, or `noise 1 %` of the
// standard deviation of the labels, and its seed.
func (c *checker) noise(o *ast.Observe, s *model.Symbol) *model.Noise {
	n := &model.Noise{}
	ok := false
	if percent(o.Noise) {
		n.Relative = true
		n.Size, ok = c.real(o.Noise, 0, 100, true, "E0715", "`noise`")
	} else if n.Size, ok = c.quantity(o.Noise, s.Unit, s.Name); ok && n.Size <= 0 {
		c.fail("E0715", place(o.Noise), "`noise` must be positive").help("leave it out if there is none")
		ok = false
	}
	if o.Seed != nil {
		seed, fits := c.integer(o.Seed, 0, 1<<53, "E0715", "a seed")
		n.Seed, ok = uint64(seed), ok && fits
	}
	if c.blocks["truth"] == nil && ok {
		c.fail("E0715", place(o.Noise), "noise is added to labels that the `truth` makes, and there is none").
			help("labels from a file have the noise that they have")
		ok = false
	}
	if !ok {
		return nil
	}
	return n
}

// percent reports whether an expression is a number with a percent sign.
func percent(e ast.Expr) bool {
	for {
		switch x := e.(type) {
		case *ast.Paren:
			e = x.X
		case *ast.Number:
			return x.Percent
		default:
			return false
		}
	}
}
