package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var schedulePieces = []string{"constant", "warmup", "cosine", "exponential"}

// maxPieces of a schedule.
const maxPieces = 100

// schedule reads pieces joined by `then`: `warmup(5 %) then constant(25 %) then
// cosine(to: 1e-3)`. A piece lasts a fraction of all epochs; the last may leave
// it out and takes the rest. `to` is relative to the base rate.
func (c *checker) schedule(e ast.Expr, depth int) []model.SchedulePiece {
	if depth > maxPieces {
		c.fail("E0713", place(e), "a schedule has at most %d pieces", maxPieces)
		return nil
	}
	if b, ok := e.(*ast.Binary); ok && b.Op == "then" {
		return append(c.schedule(b.X, depth+1), c.schedule(b.Y, depth+1)...)
	}
	piece := model.SchedulePiece{To: 1}
	var call *ast.Call
	switch e := e.(type) {
	case *ast.Paren:
		return c.schedule(e.X, depth+1)
	case *ast.Name:
		call = &ast.Call{Span: e.Span, Fun: e.Ident}
	case *ast.Call:
		call = e
	default:
		c.fail("E0713", place(e), "a schedule is made of pieces").help("pieces are %s, joined by `then`", quoted(schedulePieces, 9))
		return nil
	}
	piece.Kind = call.Fun.Name
	if !slices.Contains(schedulePieces, piece.Kind) {
		c.fail("E0713", call.Fun.Span, "`%s` is not a piece of a schedule", clip(piece.Kind)).nearest(piece.Kind, schedulePieces)
		return nil
	}
	known := []string{"to"}
	if piece.Kind == "constant" || piece.Kind == "warmup" {
		known = nil
	}
	args, ok := c.arguments(call, known, "E0713")
	if !ok {
		return nil
	}
	if len(call.Args) > 1 {
		c.fail("E0713", call.Span, "`%s` takes one part of the epochs", piece.Kind).help("write `%s(25 %%)`", piece.Kind)
		return nil
	}
	if len(call.Args) == 1 {
		if piece.Fraction, ok = c.real(call.Args[0], 0, 1, true, "E0713", "the part of the epochs"); !ok {
			return nil
		}
	}
	if known != nil {
		piece.To = 1e-3
		if args["to"] != nil {
			piece.To, ok = c.real(args["to"], 0, 1e3, piece.Kind == "exponential", "E0713", "`to`")
		}
		if !ok {
			return nil
		}
	}
	return []model.SchedulePiece{piece}
}

// scheduleAdds checks that the pieces fill the epochs: only the last may take
// the rest, and the parts do not exceed the whole.
func (c *checker) scheduleAdds(pieces []model.SchedulePiece, span ast.Span) {
	sum := 0.0
	for i, p := range pieces {
		if p.Fraction == 0 && i < len(pieces)-1 {
			c.fail("E0713", span, "`%s` is not the last piece and does not say how long it is", p.Kind).help("write `%s(25 %%)`", p.Kind)
			return
		}
		sum += p.Fraction
	}
	if sum > 1+1e-12 {
		c.fail("E0713", span, "the pieces of this schedule add up to %.4g %% of the epochs", 100*sum)
	}
}
