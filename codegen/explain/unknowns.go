package explain

import "slices"

// unknowns prints what is special about states: those without a time derivative,
// and those that an equation fixes up to a constant only.
func (w *writer) unknowns() {
	if !slices.Contains(w.p.Algebraic, true) {
		return
	}
	w.section("algebraic states, whose equation holds at every time; initial values are made consistent before the first step")
	for s, st := range w.p.Model.States {
		switch {
		case marked(w.p.Null, s):
			w.line("  %s: a constant added to it changes nothing, so its mean is set to zero, and what drives it must have the mean zero", st.Name)
		case marked(w.p.Algebraic, s):
			w.line("  %s", st.Name)
		}
	}
}
