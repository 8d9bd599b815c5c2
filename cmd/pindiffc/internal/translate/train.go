package translate

import (
	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/experiment"
)

func train(t *model.Train) *experiment.Train {
	if t == nil {
		return nil
	}
	out := &experiment.Train{Epochs: t.Epochs, Seed: t.Seed, ValidateEvery: t.ValidateEvery, Patience: t.Patience, Batch: t.Batch}
	for _, l := range t.Loss {
		term := experiment.LossTerm{Weight: l.Weight, Metric: l.Metric, Per: l.Per, Delta: l.Delta, Eps: l.Eps}
		if l.Symbol != nil && l.Symbol.Kind == model.KindField {
			term.Field = l.Symbol.Name
		} else if l.Symbol != nil {
			term.State = l.Symbol.Name
		}
		out.Loss = append(out.Loss, term)
	}
	for _, p := range t.Phases {
		out.Phases = append(out.Phases, phase(p))
	}
	for _, s := range t.Curriculum {
		out.Curriculum = append(out.Curriculum, experiment.Stage(s))
	}
	return out
}

func phase(p model.Phase) experiment.Phase {
	out := experiment.Phase{
		Optimiser: p.Optimiser, Rate: p.Rate, Beta1: p.Beta1, Beta2: p.Beta2, Eps: p.Eps, Decay: p.Decay,
		Momentum: p.Momentum, Memory: p.Memory, Clip: p.Clip, Epochs: p.Epochs,
	}
	for _, s := range p.Schedule {
		out.Schedule = append(out.Schedule, experiment.SchedulePiece(s))
	}
	if p.Plateau != nil {
		q := experiment.Plateau(*p.Plateau)
		out.Plateau = &q
	}
	return out
}
