package check

import (
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

const curriculumHelp = "write `curriculum until(0.25, 20 %) then until(0.5, 30 %)`: times, each with its part of the epochs"

// curriculum reads `until(time, part) then ...`: how far the loss looks, in the
// course of the training. After the last stage it looks at all times.
func (c *checker) curriculum(t *model.Train, e ast.Expr, depth int) {
	if depth > maxPieces {
		c.fail("E0716", place(e), "a curriculum has at most %d stages", maxPieces)
		return
	}
	switch e := e.(type) {
	case *ast.Paren:
		c.curriculum(t, e.X, depth+1)
		return
	case *ast.Binary:
		if e.Op == "then" {
			c.curriculum(t, e.X, depth+1)
			c.curriculum(t, e.Y, depth+1)
			return
		}
	case *ast.Call:
		if e.Fun.Name == "until" && len(e.Args) == 2 && len(e.Keys) == 0 {
			c.stage(t, e)
			return
		}
	}
	c.fail("E0716", place(e), "this is not a curriculum").help("%s", curriculumHelp)
}

func (c *checker) stage(t *model.Train, e *ast.Call) {
	until, ok1 := c.observedTime(e.Args[0])
	part, ok2 := c.real(e.Args[1], 0, 1, true, "E0716", "the part of the epochs")
	if !ok1 || !ok2 {
		return
	}
	first, sum := c.m.Time.Hi, part
	for _, o := range c.m.Observe {
		if len(o.Times) > 0 {
			first = min(first, o.Times[0])
		}
	}
	for _, s := range t.Curriculum {
		sum += s.Fraction
		if until <= s.Until {
			c.fail("E0716", place(e.Args[0]), "the times of a curriculum ascend")
			return
		}
	}
	switch {
	case until < first*(1-1e-9):
		c.fail("E0716", place(e.Args[0]), "nothing is observed up to this time").
			help("the first observed time is %.10g", first/c.m.Time.Unit.Scale)
	case sum > 1+1e-12:
		c.fail("E0716", place(e.Args[1]), "the stages add up to %.4g %% of the epochs", 100*sum)
	default:
		t.Curriculum = append(t.Curriculum, model.Stage{Until: until, Fraction: part})
	}
}
