package randspec

func (g *generator) numerics() {
	scheme := pick(g, "backward_euler", "crank_nicolson", "crank_nicolson(damped: 1)", "theta(0.6)", "bdf2", "sdirk2")
	if !g.implicit && g.chance(0.3) {
		g.has("explicit")
		scheme = pick(g, "forward_euler", "ssp_rk3", "rk4")
	} else {
		g.has("implicit")
	}
	solve := pick(g, "newton", "newton(linear: gmres, restart: 20)", "newton(linear: bicgstab, precondition: line)", "newton(precondition: jacobi)",
		"picard(relax: 0.8)", "anderson(depth: 3, relax: 0.9)")
	if g.mild && solve[0] == 'p' {
		solve = "newton" // sweeps may be thousands
	}
	if solve[0] != 'n' {
		g.has(map[byte]string{'p': "picard", 'a': "anderson"}[solve[0]])
	}
	g.line("\nnumerics {\n  precision float64\n  time %s\n  solve %s\n}", scheme, solve)
}
