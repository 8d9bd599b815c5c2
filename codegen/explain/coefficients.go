package explain

// coefficients prints the fields that are computed before the unknowns, what they are
// beyond the boundary, and what is held of them for the fluxes.
func (w *writer) coefficients() {
	if len(w.p.Coefs) == 0 {
		return
	}
	w.section("coefficient fields, computed before the unknowns")
	for _, c := range w.p.Coefs {
		when := "once per parameter update"
		if c.Time {
			when = "at each time level"
		}
		w.line("  %s = %s, %s", c.Name, w.p.Text(c.Expr), when)
		for a, x := range w.p.Model.Axes {
			for side, name := range [...]string{"min", "max"} {
				if r := c.Rule[a][side]; r != "" && !x.Periodic {
					w.line("    beyond %s = %s: %s", x.Name, name, rules[r])
				}
			}
		}
	}
	if len(w.p.Held) == 0 {
		return
	}
	w.section("held for the fluxes, made of these whenever they are computed")
	for _, h := range w.p.Held {
		w.line("  %s = %s", h.Name, w.p.Text(h.Expr))
	}
}

var rules = map[string]string{
	"zero_gradient": "the value in the cell at the face",
	"value":         "its formula",
}
