package check

import "github.com/pindiff/pindiffc/dsl/diag"

var experimentCodes = []diag.Explanation{
	story("E0701", "a closure without a truth", twin, "  v = 1 + 0.5*sin(2*pi*x)\n", "",
		`In a twin experiment the truth block says what every closure really is, once.`),
	story("E0702", "a truth for something that is known", twin, "  solve with", "  a = 3\n  solve with",
		`Closures, and trainable params and fields have a truth; what is not learned is what its
declaration says.`),
	story("E0703", "a truth that the closure cannot be", twin, "sin(2*pi*x)", "sin(2*pi*(x - t))",
		`The truth of a closure depends on the closure's arguments only; otherwise no training could
find it.`),
	story("E0704", "not a setting of truth", twin, "solve with rk4 step 0.01", "solve rk4",
		`solve with SCHEME step STEP says how the labels are integrated. By default this is rk4 with
a tenth of the shortest step of the domain. With refine 2 behind it they are made on a grid that is
twice finer along every axis, and averaged.`),
	story("E0705", "the number of cases", twin, "cases 4", "cases",
		`cases N { ... } says how many trajectories there are, at most 100000.`),
	story("E0706", "what a case gives", twin, "  u = random_field(seed: case, length: 0.3, range: [0, 1])\n", "",
		`The cases give the initial values of states (a formula, or a file) and the values of params;
case is the number of the case, from 0. Every state has an initial value, in its declaration or here. A trainable
param is one number for all cases.`),
	story("E0707", "which case is for what", twin, "train 0..1", "train 0..2",
		`Cases are for training, for validation or for test, each for one of these. Numbers go from 0
to one less than the number of cases, and training needs at least one.`),
	story("E0708", "not to be observed", twin, "observe u", "observe a",
		`States are observed at times, observe u at t = 0.5, once each and in one way: what is seen in
several boxes is one mask, and points and boxes are one list of sensors. The values of a closure can
be given a name in data files, observe v from "vx", to be compared with.`),
	story("E0709", "a time outside of the domain", twin, "0.5, 1\n", "0.5, 2\n",
		`Observed times are after the start and not after the end of t. Bare numbers are in the unit
of t.`),
	story("E0710", "a setting of the training", twin, "rate: 1e-3", "rate: -1e-3",
		`The settings of train are loss, an optimiser (adam, adamw, sgd, lbfgs, or several joined by
then), epochs, seed, validate_every, patience, batch and curriculum, each once.`),
	story("E0711", "not a loss", twin, "mse(u)", "mse(v)",
		`A loss is a sum of terms: mse, mae, rel_l1, rel_l2 or huber of an observed state, times a
positive number, divided by a number or by the mean, std or var of the same state;
l2(weights); and tikhonov or tv of a trainable field.`),
	withUse(changed("E0712", "nothing to train", bar, "param k = 0.5", "param k = 0.5 trainable", "param k = 0.5",
		`Training needs a closure, or a param or field that is declared trainable.`),
		"boundary {", "observe u at t = 1\n\ntrain { loss mse(u) }\n\nboundary {"),
	changed("E0713", "not a schedule", twin, "rate: 1e-3", "rate: 1e-3, schedule: constant(25 %) then cosine(to: 1e-3)", "rate: 1e-3, schedule: constant then cosine(to: 1e-3)",
		`A schedule of the learning rate is made of the pieces constant, warmup, cosine and
exponential, joined by then. Each says which part of the epochs it takes; the last may take
the rest. A last plateau(factor: 0.5, patience: 10) follows the validation error.`),
	exactly("E0720", "what an exact solution gives", "u = sin(pi*x)*exp(-t)", "k = 2",
		`The block exact gives an expression for every state, once, and for nothing else.
`+"`pindiffc verify -mms`"+` adds the source terms that make it the solution, and measures orders.`),
	exactly("E0721", "an exact solution that is not given", "u = sin(pi*x)*exp(-t)", "",
		`A manufactured solution needs an expression for every state, a function of coordinates, t,
params and consts.`),
	story("E0722", "what a baseline gives", twin+"\nbaseline {\n  v = 1\n}\n", "baseline {\n  v = 1\n", "baseline {\n  a = 1\n",
		`The block baseline says what one would take the closures for without learning them, each
once: 0, a constant, a formula of the textbooks. `+"`pindiffc predict -baseline -truth`"+` says how far that is from
the truth.`),
}

// exactly is story with a block exact behind bar.
func exactly(code, title, right, wrong, text string) diag.Explanation {
	base := bar + "\nexact {\n  " + right + "\n}\n"
	return story(code, title, base, right, wrong, text)
}
