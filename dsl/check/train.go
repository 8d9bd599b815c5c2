package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var (
	trainWords = []string{"loss", "adam", "adamw", "epochs", "seed", "validate_every"}
	adamKeys   = []string{"rate", "beta1", "beta2", "eps", "decay", "clip", "schedule"}
	laterTrain = []string{"sgd", "lbfgs", "momentum", "batch", "curriculum"}
)

// defaultTrain: Adam as published, 1000 epochs, a constant rate.
func defaultTrain(span ast.Span) *model.Train {
	return &model.Train{
		Optimiser: "adam", Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8,
		Epochs: 1000, Seed: 1, Span: span,
	}
}

// train reads the block.
func (c *checker) train() {
	b := c.blocks["train"]
	if b == nil {
		return
	}
	t := defaultTrain(b.Span)
	seen := map[string]ast.Span{}
	for _, item := range items(b) {
		s, ok := item.(*ast.Setting)
		if !ok {
			c.fail("E0208", item.Place(), "this does not belong in `train`")
			continue
		}
		key := s.Word.Name
		if key == "adamw" {
			key = "adam" // one optimiser
		}
		if first, twice := seen[key]; twice {
			c.fail("E0710", s.Word.Span, "`%s` is set twice", clip(s.Word.Name)).note(first, "the first is here")
			continue
		}
		seen[key] = s.Word.Span
		c.trainSetting(t, s)
	}
	if _, ok := seen["loss"]; !ok {
		c.fail("E0711", b.Kind.Span, "the training has no loss").help("write `loss mse(%s)`", c.anyState())
	}
	if !c.trainable() {
		c.fail("E0712", b.Kind.Span, "there is nothing to train").help("declare a closure, or a param with `trainable`")
	}
	if c.validateGiven = t.ValidateEvery != 0; !c.validateGiven {
		t.ValidateEvery = defaultValidate(t.Epochs)
	}
	c.m.Train = t
}

// defaultValidate gives about 100 validations in a training.
func defaultValidate(epochs int) int { return max(1, epochs/100) }

func (c *checker) anyState() string {
	if len(c.m.Observe) > 0 {
		return c.m.Observe[0].Symbol.Name
	}
	if len(c.m.States) > 0 {
		return c.m.States[0].Name
	}
	return "u"
}

func (c *checker) trainable() bool {
	return len(c.m.Closures) > 0 || slices.ContainsFunc(c.m.Params, func(s *model.Symbol) bool { return s.Trainable })
}

func (c *checker) trainSetting(t *model.Train, s *ast.Setting) {
	word := s.Word.Name
	switch {
	case slices.Contains(laterTrain, word):
		c.unsupported("E0602", s.Word.Span, "`"+word+"` is", "optimisers are `adam` and `adamw`")
		return
	case !slices.Contains(trainWords, word):
		c.fail("E0710", s.Word.Span, "unknown setting `%s`", clip(word)).nearest(word, trainWords)
		return
	case len(s.Values) != 1:
		c.fail("E0710", s.Span, "`%s` takes one value", word)
		return
	}
	e := s.Values[0]
	switch word {
	case "loss":
		c.loss(t, e, 1)
	case "adam", "adamw":
		c.adam(t, word, e)
	case "epochs":
		if n, ok := c.integer(e, 1, maxEpochs, "E0710", "`epochs`"); ok {
			t.Epochs = n
		}
	case "validate_every":
		if n, ok := c.integer(e, 1, maxEpochs, "E0710", "`validate_every`"); ok {
			t.ValidateEvery = n
		}
	case "seed":
		if n, ok := c.integer(e, 0, 1<<53, "E0710", "`seed`"); ok {
			t.Seed = uint64(n)
		}
	}
}

const maxEpochs = 100_000_000

// adam reads `adam(rate: 1e-3, schedule: ...)`. adamw decays weights by 0.01
// unless told otherwise, adam not at all.
func (c *checker) adam(t *model.Train, name string, e ast.Expr) {
	t.Optimiser = name
	if name == "adamw" {
		t.Decay = 0.01
	}
	call, ok := e.(*ast.Call)
	if !ok || len(call.Args) > 0 {
		c.fail("E0710", place(e), "`%s` takes named arguments", name).help("write `%s(rate: 1e-3)`", name)
		return
	}
	args, ok := c.arguments(call, adamKeys, "E0710")
	if !ok {
		return
	}
	set := func(key string, to *float64, lo, hi float64, open bool) {
		if args[key] != nil {
			if x, ok := c.real(args[key], lo, hi, open, "E0710", "`"+key+"`"); ok {
				*to = x
			}
		}
	}
	set("rate", &t.Rate, 0, 1e3, true)
	set("beta1", &t.Beta1, 0, 0.999999, false)
	set("beta2", &t.Beta2, 0, 0.99999999, false)
	set("eps", &t.Eps, 0, 1, true)
	set("decay", &t.Decay, 0, 1, false)
	set("clip", &t.Clip, 0, 1e30, true)
	if args["decay"] != nil && name == "adam" {
		c.fail("E0710", place(args["decay"]), "`adam` has no `decay`").help("weights decay in `adamw(decay: 0.01)`; `l2(weights)*1e-4` in the loss is another way")
	}
	if args["schedule"] != nil {
		t.Schedule = c.schedule(args["schedule"], 0)
		c.scheduleAdds(t.Schedule, place(args["schedule"]))
	}
}
