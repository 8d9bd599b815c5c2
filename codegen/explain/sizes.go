package explain

// sizes prints what the program became, and the memory of one trajectory.
func (w *writer) sizes() {
	p, m := w.p, w.p.Model
	word, states, padded := 8, len(m.States), 1
	if m.Numerics.Precision == "float32" {
		word = 4
	}
	for _, x := range m.Axes {
		states *= x.Cells
		padded *= x.Cells + 4*p.Halo
	}
	inputs := 0
	for _, c := range p.Calls {
		inputs += len(c.Inputs)
	}
	nodes, outputs, once := 0, 0, 0
	for _, k := range p.Kernels {
		nodes += len(p.Graph.Reachable(k.Roots()...))
		outputs += len(k.Out)
		if k.Once != nil {
			nodes += len(p.Graph.Reachable(k.Once.Roots()...))
			once += len(k.Once.Out)
		}
	}
	levels := max(schemes[m.Numerics.Scheme].levels, 1)
	if !p.Linear && !schemes[m.Numerics.Scheme].explicit && outer(p) == "newton" {
		levels = max(levels, 2) // the first guess of a step goes on as the step before went
	}
	w.section("sizes")
	w.line("  compiled    %d kernels with %d outputs and %d operations and operands; %d ghost layers", len(p.Kernels), outputs, nodes, 2*p.Halo)
	if once > 0 {
		w.line("  once        %d values that a kernel computes once for each cell, and reads at several", once)
	}
	w.line("  step        %d bytes: the new state, of one trajectory", word*states)
	w.line("  checkpoint  %d bytes: %s", word*states*levels, map[bool]string{false: "the state", true: "the state and the one before"}[levels > 1])
	arrays := len(p.Coefs) + len(p.Held) + len(p.Base) + len(p.Calls) + inputs
	w.line("  arrays      %d bytes each with ghosts: %d of coefficients, fields and closures, %d of the matrix", word*padded, arrays, len(p.Matrix))
}
