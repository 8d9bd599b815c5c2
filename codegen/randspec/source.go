package randspec

// source is a pointwise function of everything.
func (g *generator) source(depth int) string {
	if depth == 0 {
		return g.leaf()
	}
	u := g.anyState()
	a, b := g.source(depth-1), g.source(depth-1)
	if g.smooth {
		return "0.3*" + pick(g, "tanh("+a+")", "exp(-("+a+")^2)", "sin("+a+")*cos("+b+")", "sigmoid("+a+" - "+b+")", "lag(tanh("+u+"*"+a+"))")
	}
	if g.mild {
		return "0.3*" + pick(g,
			"tanh("+a+")",
			"exp(-("+a+")^2)",
			"sin("+a+")*cos("+b+")",
			"max(tanh("+a+"), 0.2)",
			"where("+u+" < 1, tanh("+b+"), 0.5)*("+u+" - 1)", // without a jump
			"sigmoid("+a+" - "+b+")",
			"lag(tanh("+u+"*"+a+"))")
	}
	return pick(g,
		a+"*"+b,
		"("+a+" - "+b+")",
		"("+a+")/(1.5 + "+u+"^2)",
		"exp(-"+u+")*"+a,
		"log(0.5 + "+u+")",
		"sqrt(1 + ("+a+")^2)",
		"tanh("+a+")",
		"softplus("+a+")",
		"sigmoid("+a+")*"+b,
		"min("+a+", "+b+")",
		"max("+a+", "+u+")",
		"abs("+a+" - 1)",
		pick(g, "sin("+a+")*cos("+b+")", "tan(sin("+a+")/2)"),
		u+"^"+pick(g, "1.5", "1.75", "(5/3)", "2.3", "(-0.3)"),
		u+"^"+pick(g, "2", "3", "(-1)"),
		"where("+a+" < "+u+", "+b+", 0.5)",
		"lag("+u+"*"+a+")",
	)
}

func (g *generator) leaf() string {
	leaves := []string{g.number(0.2, 2), g.time(), g.anyState(), g.anyState(), g.param(pick(g, g.params...)), g.anyCoord()}
	leaves = append(leaves, g.lets...)
	leaves = append(leaves, g.fields...)
	if len(g.closures) > 0 && g.chance(0.5) {
		return pick(g, g.closures...)
	}
	if a := g.apply(); a != "" && g.chance(0.4) {
		if g.chance(0.2) {
			return "lag(" + a + ")"
		}
		return a
	}
	return pick(g, leaves...)
}
