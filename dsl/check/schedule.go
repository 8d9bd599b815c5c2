package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var schedulePieces = []string{"constant", "warmup", "cosine", "exponential", "plateau"}

// maxPieces of a schedule.
const maxPieces = 100

// schedule reads pieces joined by `then`: `warmup(5 %) then constant(25 %) then
// cosine(to: 1e-3)`. A piece lasts a fraction of all epochs; the last may leave
// it out and takes the rest. `to` is relative to the base rate. A last piece
// `plateau(factor: 0.5, patience: 10)` makes the rest follow the validation error.
func (c *checker) schedule(p *model.Phase, e ast.Expr, depth int) []model.SchedulePiece {
	if depth > maxPieces {
		c.fail("E0713", place(e), "a schedule has at most %d pieces", maxPieces)
		return nil
	}
	if b, ok := e.(*ast.Binary); ok && b.Op == "then" {
		first := c.schedule(p, b.X, depth+1)
		if p.Plateau != nil {
			c.fail("E0713", place(b.Y), "`plateau` is the last piece of a schedule")
			return nil
		}
		return append(first, c.schedule(p, b.Y, depth+1)...)
	}
	piece := model.SchedulePiece{To: 1}
	var call *ast.Call
	switch e := e.(type) {
	case *ast.Paren:
		return c.schedule(p, e.X, depth+1)
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
	if piece.Kind == "plateau" {
		c.plateau(p, call)
		return []model.SchedulePiece{{Kind: "constant", To: 1}}
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

// plateau reads `plateau(factor: 0.5, patience: 10, to: 1e-3)`.
func (c *checker) plateau(p *model.Phase, call *ast.Call) {
	args, ok := c.arguments(call, []string{"factor", "patience", "to"}, "E0713")
	if !ok {
		return
	}
	if len(call.Args) > 0 {
		c.fail("E0713", call.Span, "`plateau` takes named arguments").help("write `plateau(factor: 0.5, patience: 10)`; it has the rest of the epochs")
		return
	}
	q := &model.Plateau{Factor: 0.5, Patience: 10, Least: 1e-3}
	if e := args["factor"]; e != nil {
		if q.Factor, ok = c.real(e, 0, 0.999, true, "E0713", "`factor`"); !ok {
			return
		}
	}
	if e := args["patience"]; e != nil {
		if q.Patience, ok = c.integer(e, 1, maxEpochs, "E0713", "`patience`"); !ok {
			return
		}
	}
	if e := args["to"]; e != nil {
		if q.Least, ok = c.real(e, 0, 1, false, "E0713", "`to`"); !ok {
			return
		}
	}
	p.Plateau = q
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
