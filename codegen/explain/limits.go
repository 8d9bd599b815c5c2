package explain

// limits prints how long a step explicit schemes can take, where that can be
// computed.
func (w *writer) limits() {
	p := w.p
	if dt, ok := StepLimit(p); ok {
		t := p.Model.Time
		w.section("explicit steps")
		w.line("  forward_euler is stable up to a step of about %.3g%s, ssp_rk3 up to %.3g%s, rk4 up to %.3g%s",
			dt/scale(t.Unit), unit(t.Unit), radius["ssp_rk3"]*dt/scale(t.Unit), unit(t.Unit), radius["rk4"]*dt/scale(t.Unit), unit(t.Unit))
		return
	}
	if schemes[p.Model.Numerics.Scheme].explicit {
		w.section("explicit steps")
		why := unlimited(p)
		if why == "" {
			why = "nothing limits it at the initial values"
		}
		w.line("  no limit was computed: %s", why)
	}
}
