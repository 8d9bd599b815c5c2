package check

import "github.com/pindiff/pindiffc/dsl/diag"

// dataCodes explain what is said of observations, phases and cases.
var dataCodes = []diag.Explanation{
	changed("E0714", "where a state is observed", twin, "observe u at t = 0.5, 1", "observe u at t = 0.5, 1 on sensors([0.1, 0.5])", "observe u at t = 0.5, 1 on sensors([0.1, 1.5])",
		`A state is observed in every cell, or on a part of the domain: box(x: [a, b]) is the cells
whose centres lie in it, sensors([[x, y], ...]) are points in the domain, between the centres
of cells, and mask("seen.npz") is a weight for each cell, 0 where nothing is seen.`),
	changed("E0715", "noise of an observation", twin, "observe u at t = 0.5, 1", "observe u at t = 0.5, 1 noise 1 %", "observe u at t = 0.5, 1 noise 0",
		`noise 0.01 adds normal noise of that standard deviation, in the unit of the state, to labels
that the truth makes; noise 1 % is relative to the standard deviation of the labels. seed N
behind it gives another draw.`),
	changed("E0716", "phases of a training", twin, "adam(rate: 1e-3)", "adam(rate: 1e-3, epochs: 60) then lbfgs()", "adam(rate: 1e-3) then lbfgs()",
		`Phases are joined by then. Each says how many epochs it takes, of which the last may take the
rest of epochs. L-BFGS needs the same loss at every step: no batches, and a curriculum that is
over. A batch has fewer cases than there are for training; the times of a curriculum ascend.`),
	changed("E0717", "a list by case", twin, "  u = random_field(seed: case, length: 0.3, range: [0, 1])", "  u = list(1, 2, 3, 4)*sin(pi*x)", "  u = list(1, 2, 3)*sin(pi*x)",
		`list(a, b, ...) gives one value for each case, in the order of their numbers.`),
}
