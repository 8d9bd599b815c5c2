package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// optimisers and the arguments that each takes, besides `epochs`.
var (
	optimiserWords = []string{"adam", "adamw", "sgd", "lbfgs"}
	optimiserKeys  = map[string][]string{
		"adam":  {"rate", "beta1", "beta2", "eps", "clip", "schedule"},
		"adamw": {"rate", "beta1", "beta2", "eps", "decay", "clip", "schedule"},
		"sgd":   {"rate", "momentum", "clip", "schedule"},
		"lbfgs": {"memory"},
	}
)

// defaultPhase of an optimiser: Adam as published, AdamW with a decay of 0.01,
// gradient descent with a momentum of 0.9, L-BFGS with 15 steps; a constant rate.
func defaultPhase(optimiser string) model.Phase {
	p := model.Phase{Optimiser: optimiser, Rate: 1e-3}
	switch optimiser {
	case "adam", "adamw":
		p.Beta1, p.Beta2, p.Eps = 0.9, 0.999, 1e-8
		if optimiser == "adamw" {
			p.Decay = 0.01
		}
	case "sgd":
		p.Momentum = 0.9
	case "lbfgs":
		p.Rate, p.Memory = 0, 15
	}
	return p
}

// phases reads `adam(rate: 1e-3, epochs: 200) then lbfgs(memory: 30)`; false if
// there was a mistake.
func (c *checker) phases(t *model.Train, e ast.Expr) bool {
	if b, ok := e.(*ast.Binary); ok && b.Op == "then" {
		first := c.phases(t, b.X)
		return c.phases(t, b.Y) && first
	}
	call, ok := e.(*ast.Call)
	switch {
	case !ok || len(call.Args) > 0:
		c.fail("E0710", place(e), "an optimiser takes named arguments").help("write `adam(rate: 1e-3)`")
		return false
	case !slices.Contains(optimiserWords, call.Fun.Name):
		c.fail("E0710", call.Fun.Span, "`%s` is not an optimiser", clip(call.Fun.Name)).nearest(call.Fun.Name, optimiserWords)
		return false
	case len(t.Phases) >= maxPieces:
		c.fail("E0716", place(e), "a training has at most %d phases", maxPieces)
		return false
	}
	p, ok := c.phase(call)
	t.Phases = append(t.Phases, p)
	return ok
}

// phase reads one optimiser.
func (c *checker) phase(call *ast.Call) (model.Phase, bool) {
	name := call.Fun.Name
	p := defaultPhase(name)
	p.Span = call.Span
	for _, k := range call.Keys {
		if k.Key.Name == "decay" && name != "adamw" {
			c.fail("E0710", place(k.Value), "`%s` has no `decay`", name).
				help("weights decay in `adamw(decay: 0.01)`; `l2(weights)*1e-4` in the loss is another way")
			return p, false
		}
	}
	args, ok := c.arguments(call, append([]string{"epochs"}, optimiserKeys[name]...), "E0710")
	if !ok {
		return p, false
	}
	set := func(key string, to *float64, lo, hi float64, open bool) {
		if args[key] != nil {
			x, fits := c.real(args[key], lo, hi, open, "E0710", "`"+key+"`")
			*to, ok = x, ok && fits
		}
	}
	set("rate", &p.Rate, 0, 1e3, true)
	set("beta1", &p.Beta1, 0, 0.999999, false)
	set("beta2", &p.Beta2, 0, 0.99999999, false)
	set("eps", &p.Eps, 0, 1, true)
	set("decay", &p.Decay, 0, 1, false)
	set("momentum", &p.Momentum, 0, 0.999999, false)
	set("clip", &p.Clip, 0, 1e30, true)
	count := func(key string, to *int, hi int) {
		if args[key] != nil {
			n, fits := c.integer(args[key], 1, hi, "E0710", "`"+key+"`")
			*to, ok = n, ok && fits
		}
	}
	count("memory", &p.Memory, 1000)
	count("epochs", &p.Epochs, maxEpochs)
	if args["schedule"] != nil {
		p.Schedule = c.schedule(&p, args["schedule"], 0)
		c.scheduleAdds(p.Schedule, place(args["schedule"]))
	}
	return p, ok
}

// joined fills in what the phases leave open: the epochs of all together.
func (c *checker) joined(t *model.Train, epochs *ast.Setting) {
	sum, last := 0, len(t.Phases)-1
	if last < 0 { // told
		return
	}
	for i, p := range t.Phases {
		if p.Epochs == 0 && i < last {
			c.fail("E0716", p.Span, "a phase with `%s` is not the last and does not say how long it is", p.Optimiser).
				help("write `%s(..., epochs: 200) then ...`", p.Optimiser)
			return
		}
		sum += p.Epochs
	}
	switch {
	case t.Phases[last].Epochs > 0 && epochs == nil:
		t.Epochs = sum
	case t.Phases[last].Epochs > 0 && t.Epochs != sum:
		c.fail("E0716", epochs.Span, "the phases have %d epochs together", sum).help("leave `epochs` out, or the epochs of the last phase")
	case sum >= t.Epochs && last > 0 && t.Phases[last].Epochs == 0:
		c.fail("E0716", t.Phases[last].Span, "nothing of the %d epochs is left for the last phase", t.Epochs).help("raise `epochs`, which counts those of all phases")
	}
	c.deterministic(t)
}

// deterministic checks that L-BFGS sees one loss, always the same.
func (c *checker) deterministic(t *model.Train) {
	at, ok := beforeLBFGS(t)
	if !ok {
		return
	}
	first := t.Phases[slices.IndexFunc(t.Phases, func(p model.Phase) bool { return p.Optimiser == "lbfgs" })]
	switch over := curriculumEnd(t); {
	case t.Batch > 0:
		c.fail("E0716", first.Span, "`lbfgs` needs the same loss at every step, and `batch` changes it").
			help("leave `batch` out, or train with `adam`")
	case over > float64(at):
		c.fail("E0716", first.Span, "the curriculum is not over when `lbfgs` begins, at epoch %d", at).
			help("`lbfgs` needs the same loss at every step: begin with `adam(..., epochs: %.0f) then ...`", over)
	}
}

// curriculumEnd is the epoch from which all times are looked at.
func curriculumEnd(t *model.Train) float64 {
	part := 0.0
	for _, s := range t.Curriculum {
		part += s.Fraction
	}
	return part * float64(t.Epochs)
}

// beforeLBFGS is the epoch at which L-BFGS begins, false if it never does.
func beforeLBFGS(t *model.Train) (epoch int, ok bool) {
	for _, p := range t.Phases {
		if p.Optimiser == "lbfgs" {
			return epoch, true
		}
		epoch += p.Epochs
	}
	return 0, false
}
