package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

var trainWords = []string{"loss", "adam", "adamw", "sgd", "lbfgs", "epochs", "seed", "validate_every", "patience", "batch", "curriculum"}

// defaultTrain: 1000 epochs.
func defaultTrain(span ast.Span) *model.Train {
	return &model.Train{Epochs: 1000, Seed: 1, Span: span}
}

// train reads the block.
func (c *checker) train() {
	b := c.blocks["train"]
	if b == nil {
		return
	}
	t := defaultTrain(b.Span)
	seen := map[string]ast.Span{}
	var epochs *ast.Setting
	for _, item := range items(b) {
		s, ok := item.(*ast.Setting)
		if !ok {
			c.fail("E0208", item.Place(), "this does not belong in `train`")
			continue
		}
		key := s.Word.Name
		if slices.Contains(optimiserWords, key) {
			key = "optimiser"
		}
		if first, twice := seen[key]; twice {
			r := c.fail("E0710", s.Word.Span, "`%s` is set twice", clip(s.Word.Name)).note(first, "the first is here")
			if key == "optimiser" {
				r.d.Message = "a second optimiser"
				r.help("one after the other is written `adam(epochs: 200) then lbfgs()`")
			}
			continue
		}
		seen[key] = s.Word.Span
		if key == "epochs" {
			epochs = s
		}
		c.trainSetting(t, s)
	}
	if _, ok := seen["loss"]; !ok {
		c.fail("E0711", b.Kind.Span, "the training has no loss").help("write `loss mse(%s)`", c.anyState())
	}
	if !c.trainable() {
		c.fail("E0712", b.Kind.Span, "there is nothing to train").help("declare a closure, or a param or field with `trainable`")
	}
	if _, ok := seen["optimiser"]; !ok {
		t.Phases = []model.Phase{defaultPhase("adam")}
	}
	c.joined(t, epochs)
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
	trainable := func(s *model.Symbol) bool { return s.Trainable }
	return len(c.m.Closures) > 0 || slices.ContainsFunc(c.m.Params, trainable) || slices.ContainsFunc(c.m.Fields, trainable)
}

func (c *checker) trainSetting(t *model.Train, s *ast.Setting) {
	word := s.Word.Name
	switch {
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
	case "adam", "adamw", "sgd", "lbfgs":
		if !c.phases(t, e) {
			t.Phases = nil
		}
	case "curriculum":
		c.curriculum(t, e, 0)
	case "patience":
		t.Patience, _ = c.integer(e, 1, maxEpochs, "E0710", "`patience`")
	case "batch":
		c.batch(t, e)
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

// batch reads how many cases are in an update.
func (c *checker) batch(t *model.Train, e ast.Expr) {
	cases := 1
	if c.m.Cases != nil {
		cases = max(1, len(c.m.Cases.Train))
	}
	n, ok := c.integer(e, 1, maxCases, "E0710", "`batch`")
	switch {
	case !ok:
	case n > cases:
		c.fail("E0716", place(e), "a batch of %d cases, and %s for training", n, plural(cases, "case")).help("without `batch` every update sees all of them")
	case n < cases: // all of them are no batch
		t.Batch = n
	}
}
