package job

import (
	"context"
	"fmt"
	"slices"

	"github.com/pindiff/pindiffc/runtime/solver"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// labelMaker integrates the truth on the experiment's grid, or on one with refine
// cells in each of its cells along every axis, whose values it averages.
type labelMaker[T vec.Float] struct {
	s      *session[T] // the experiment
	fine   *session[T] // the same on the grid of the labels; s where that is its own
	refine int
	truth  truth[T] // on the grid of the labels
	step   float64
	solver *solver.Solver[T]
}

// labelMaker of the truth; tr is that on the experiment's grid.
func (s *session[T]) labelMaker(tr truth[T], step float64) (*labelMaker[T], error) {
	m := &labelMaker[T]{s: s, fine: s, refine: max(1, s.exp.Truth.Refine), truth: tr, step: step}
	var err error
	if m.refine > 1 {
		if m.fine, err = s.refined(m.refine); err != nil {
			return nil, err
		}
		if m.truth, err = m.fine.formulaTruth(); err != nil {
			return nil, err
		}
	}
	m.solver, err = m.fine.truthSolver(m.truth, step)
	return m, err
}

// halved is the same with half the step.
func (m *labelMaker[T]) halved() (*labelMaker[T], error) {
	half := *m
	var err error
	half.step = m.step / 2
	half.solver, err = m.fine.truthSolver(m.truth, half.step)
	return &half, err
}

func (m *labelMaker[T]) close() { m.solver.Close() }

// refined is the session on a finer grid.
func (s *session[T]) refined(n int) (*session[T], error) {
	if s.req.Fields != "" {
		return nil, faultf("request", "the truth is refined, and fields or initial states that are read from files are known on the experiment's grid only")
	}
	req := *s.req
	req.Experiment.Config.Cells = slices.Clone(s.shape)
	for a := range req.Experiment.Config.Cells {
		req.Experiment.Config.Cells[a] *= n
	}
	fine, err := newSession(s.p, &req, s.ev, s.ctl)
	if err != nil {
		return nil, fmt.Errorf("the truth on a grid %d times finer: %w", n, err)
	}
	return fine, fine.pair(s.exact)
}

// cases are those of the model, and those from which the labels are made. With a
// finer grid the model starts from the averages of where the labels start.
func (m *labelMaker[T]) cases(index []int) (model, labels *batch[T], err error) {
	if model, err = m.s.makeCases(index); err != nil {
		return nil, nil, err
	}
	labels = model
	if m.refine > 1 {
		if labels, err = m.fine.makeCases(index); err != nil {
			return nil, nil, err
		}
		for c := range model.cases {
			for k, v := range labels.cases[c].Initial {
				if v != nil {
					model.cases[c].Initial[k] = averaged(v, m.s.shape, m.refine)
				}
			}
		}
	}
	return model, m.fine.withTruthParams(labels), nil
}

// run is the states on the experiment's grid, by time, case and state.
func (m *labelMaker[T]) run(ctx context.Context, b *batch[T], times []float64) ([][][][]T, error) {
	r, err := m.fine.run(ctx, m.solver, b, times)
	if err != nil {
		return nil, err
	}
	if m.refine > 1 {
		m.s.count(r.Stats)
		for _, at := range r.At {
			for _, states := range at {
				for k, v := range states {
					states[k] = averaged(v, m.s.shape, m.refine)
				}
			}
		}
	}
	return r.At, nil
}

// averaged is the mean over the n x n x ... cells of a finer grid in each cell of a
// grid of a shape, C order.
func averaged[T vec.Float](fine []T, shape []int, n int) []T {
	cells, parts := 1, 1.0
	for _, s := range shape {
		cells, parts = cells*s, parts*float64(n)
	}
	sum := make([]float64, cells)
	index := make([]int, len(shape)) // of a cell of the finer grid
	for _, x := range fine {
		at := 0
		for a, i := range index {
			at = at*shape[a] + i/n
		}
		sum[at] += float64(x)
		for a := len(index) - 1; a >= 0; a-- {
			if index[a]++; index[a] < n*shape[a] {
				break
			}
			index[a] = 0
		}
	}
	out := make([]T, cells)
	for i, x := range sum {
		out[i] = T(x / parts)
	}
	return out
}
