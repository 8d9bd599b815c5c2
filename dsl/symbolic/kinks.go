package symbolic

import "github.com/pindiff/pindiffc/dsl/model"

// Kink is a place in an expression at which its derivative jumps where Gap
// changes its sign.
type Kink struct {
	Of  *model.Expr // abs, sign, min, max or where
	Gap *model.Expr
}

// Kinks of expressions, in the order in which they are found.
func (a *Algebra) Kinks(roots ...*model.Expr) []Kink {
	var out []Kink
	seen := map[*model.Expr]bool{}
	var visit func(e *model.Expr)
	visit = func(e *model.Expr) {
		if seen[e] {
			return
		}
		seen[e] = true
		for _, x := range e.Args {
			visit(x)
		}
		switch {
		case e.Op != model.OpCall:
		case e.Fun == "min" || e.Fun == "max":
			out = append(out, Kink{e, a.Sub(e.Args[0], e.Args[1])})
		case e.Fun == "where":
			c := e.Args[0]
			out = append(out, Kink{e, a.Sub(c.Args[0], c.Args[1])})
		case functions[e.Fun].kink:
			out = append(out, Kink{e, e.Args[0]})
		}
	}
	for _, r := range roots {
		visit(r)
	}
	return out
}
