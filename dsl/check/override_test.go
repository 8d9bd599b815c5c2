package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/check"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

func settings(list ...string) []check.Setting {
	var out []check.Setting
	for _, s := range list {
		name, value, _ := strings.Cut(s, "=")
		out = append(out, check.Setting{Name: name, Value: value})
	}
	return out
}

func TestOverrides(t *testing.T) {
	heat, steady, dynamic := read(t, "../../specs/heat.pde"), read(t, "../../specs/advdiff_steady.pde"), read(t, "../../specs/advdiff_dynamic.pde")
	for name, c := range map[string]struct {
		src   string
		sets  []string
		check func(*testing.T, *model.Model)
	}{
		"param in its unit": {heat, []string{"T_face=300", "k=0.9[mW/mm/K]"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 300.0, m.Params[2].Value.Value)
			require.InEpsilon(t, 0.9, m.Params[0].Value.Value, 1e-14)
		}},
		"last counts": {steady, []string{"kappa=1", "param.kappa=0.002", "kappa=0.003"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 0.002, m.Params[0].Value.Value)
			require.Equal(t, []string{"kappa=1", "param.kappa=0.002", "kappa=0.003"}, m.Overrides)
		}},
		"scheme and step": {steady, []string{"time=forward_euler", "step=1e-3", "adjoint=unrolled"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, "forward_euler", m.Numerics.Scheme)
			require.Equal(t, "unrolled", m.Numerics.Adjoint)
			require.Len(t, m.Time.Steps, 200)
			require.Equal(t, 1e-3, m.Truth.Step, "the labels stay")
		}},
		"tolerances follow the precision unless given": {strings.Replace(bar, "boundary {", "numerics {\n  precision float32\n  solve newton(max: 9)\n}\n\nboundary {", 1), []string{"precision=float64"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 1e-8, m.Numerics.Tol)
			require.Equal(t, 1e-8, m.Numerics.AdjointTol)
			require.Equal(t, 9, m.Numerics.MaxIter)
		}},
		"solver": {steady, []string{"solve=picard", "relax=0.7", "tol=1e-5", "linear=cg", "max_linear=7", "linear_tol=1e-3", "adjoint_tol=1e-4", "checkpoint=all"}, func(t *testing.T, m *model.Model) {
			n := m.Numerics
			require.Equal(t, []any{"picard", 0.7, 1e-5, "cg", 7, 1e-3, 1e-4, 500}, []any{n.Nonlinear, n.Relax, n.Tol, n.Linear, n.MaxLinear, n.LinearTol, n.AdjointTol, n.MaxIter})
		}},
		"checkpoints": {steady, []string{"checkpoint=revolve", "slots=8", "disk=100"}, func(t *testing.T, m *model.Model) {
			n := m.Numerics
			require.Equal(t, []any{"revolve", 8, 0.0, 100}, []any{n.Checkpoint, n.Slots, n.Bytes, n.Disk})
		}},
		"checkpoints by bytes": {steady, []string{"checkpoint=revolve", "bytes=64e6"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, []any{0, 64e6}, []any{m.Numerics.Slots, m.Numerics.Bytes})
		}},
		"grid": {steady, []string{"cells=64, 32", "cells.y=16"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, []int{64, 16}, []int{m.Axes[0].Cells, m.Axes[1].Cells})
		}},
		"training": {steady, []string{"epochs=500", "rate=1e-2", "seed=9"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, []any{500, 1e-2, uint64(9), 5}, []any{m.Train.Epochs, m.Train.Phases[0].Rate, m.Train.Seed, m.Train.ValidateEvery})
		}},
		"noise": {steady, []string{"noise=1%"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, &model.Noise{Size: 0.01, Relative: true}, m.Observe[0].Noise)
		}},
		"noise in the unit of the state": {strings.Replace(read(t, "../../specs/slab.pde"), "train {", "train {\n  seed 7", 1), []string{"noise=200[mK]"}, func(t *testing.T, m *model.Model) {
			require.InEpsilon(t, 0.2, m.Observe[0].Noise.Size, 1e-14)
			require.False(t, m.Observe[0].Noise.Relative)
		}},
		"no noise": {strings.Replace(steady, "observe phi at t = 0.05", "observe phi at t = 0.05 noise 1 % seed 3", 1), []string{"noise=0"}, func(t *testing.T, m *model.Model) {
			require.Nil(t, m.Observe[0].Noise)
		}},
		"other noise of the same seed": {strings.Replace(steady, "observe phi at t = 0.05", "observe phi at t = 0.05 noise 1 % seed 3", 1), []string{"noise=0.2"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, &model.Noise{Size: 0.2, Seed: 3}, m.Observe[0].Noise)
		}},
		"finer labels": {steady, []string{"refine=2"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 2, m.Truth.Refine)
			require.Equal(t, 128, m.Axes[0].Cells)
		}},
		"time in its unit": {heat, []string{"end=12", "step=30[min]"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 12*3600.0, m.Time.Hi)
			require.Len(t, m.Time.Steps, 24)
		}},
		"theta": {dynamic, []string{"theta=0.7", "time=theta"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, "theta", m.Numerics.Scheme)
			require.Equal(t, 0.7, m.Numerics.Theta)
		}},
		"damped": {strings.Replace(bar, "boundary {", "numerics { time crank_nicolson(damped: 1) }\nboundary {", 1), []string{"damped=3"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, 3, m.Numerics.Damped)
		}},
		"damped no more": {strings.Replace(bar, "boundary {", "numerics { time crank_nicolson(damped: 1) }\nboundary {", 1), []string{"time=bdf2"}, func(t *testing.T, m *model.Model) {
			require.Equal(t, "bdf2", m.Numerics.Scheme)
			require.Zero(t, m.Numerics.Damped)
		}},
		"anderson": {dynamic, []string{"solve=anderson", "depth=3", "relax=0.5", "precondition=line", "restart=12", "linear=gmres"}, func(t *testing.T, m *model.Model) {
			n := m.Numerics
			require.Equal(t, "anderson", n.Nonlinear)
			require.Equal(t, []int{3, 12, 500}, []int{n.Depth, n.Restart, n.MaxIter})
			require.Equal(t, []string{"line", "gmres"}, []string{n.Precond, n.Linear})
		}},
		"list cut": {dynamic, []string{"end=0.36"}, func(t *testing.T, m *model.Model) {
			sum := 0.0
			for _, s := range m.Time.Steps {
				sum += s
			}
			require.InDelta(t, 0.36, sum, 1e-12)
			require.Len(t, m.Report[0].Times, 7, "0.4 is left out")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			m, problems := load(t, c.src, settings(c.sets...)...)
			require.False(t, diag.HasErrors(problems), "%v", problems)
			c.check(t, m)
		})
	}
}

func TestOverridesRefused(t *testing.T) {
	steady := read(t, "../../specs/advdiff_steady.pde")
	for set, want := range map[string]string{
		"kapa=1":            "did you mean `kappa`?",
		"phi=1":             "`phi` is a state",
		"kappa=fast":        "not a number",
		"kappa=1[m]":        "declares no units",
		"kappa=NaN":         "not a number",
		"time=theta":        "the weight of the new time is missing",
		"theta=0.6":         "set `time=theta`, too",
		"damped=-1":         "not a whole number",
		"depth=3":           "set `solve=anderson`, too",
		"precondition=ilu":  "unknown value",
		"restart=0":         "not a whole number",
		"time=eulr":         "unknown value",
		"tol=0":             "out of range",
		"max=1.5":           "not a whole number",
		"cells=64":          "1 number for 2 coordinates",
		"cells.x=1":         "not a whole number",
		"cells=99999,99999": "the grid has",
		"step=-1":           "must be positive",
		"step=1e-12":        "more than 10 million",
		"end=-1":            "not after the start",
		"end=0.01":          "no observed time is left",
		"epochs=many":       "not a whole number",
		"seed=-1":           "whole number",
		"checkpoint=some":   "unknown value",
		"slots=8":           "set `checkpoint=revolve`, too",
		"bytes=1":           "set `checkpoint=revolve`, too",
		"noise=-1%":         "cannot be negative",
		"noise=loud":        "not a number",
		"refine=0":          "not a whole number from 1 to 8",
	} {
		t.Run(set, func(t *testing.T) {
			m, problems := load(t, steady, settings(set)...)
			require.Nil(t, m)
			text := ""
			for _, d := range problems {
				if d.Severity == diag.Error {
					require.Equal(t, "E0605", d.Code)
				}
				text += d.Message + " " + d.Help + "\n"
			}
			require.Contains(t, text, want)
		})
	}
	algebraic := strings.Replace(bar, "ddt(u) =", "0 =", 1)
	_, problems := load(t, algebraic, settings("time=rk4")...)
	require.Contains(t, problems[0].Message, "the scheme is explicit")
	_, problems = load(t, steady, settings("time=theta", "theta=0.4")...)
	require.Contains(t, problems[0].Help, "from 0.5 to 1")
	_, problems = load(t, steady, settings("time=bdf2", "damped=2")...)
	require.Contains(t, problems[0].Message, "the time scheme is `bdf2`")
	_, problems = load(t, steady, settings("kapa=1", "time=eulr", "tol=0", "end=x")...)
	require.Len(t, diag.Sort(problems), 4, "all are told")
	_, problems = load(t, bar, settings("epochs=5")...)
	require.Contains(t, problems[0].Message, "no `train` block")
	for _, set := range []string{"noise=1%", "refine=2"} {
		_, problems = load(t, bar, settings(set)...)
		require.Contains(t, problems[0].Message, "`truth`")
	}
	for set, want := range map[string]string{"k=0.8[W/m/K": "`]` is missing", "k=1e308[kW/m/K]": "too large", "k=1[m]": "does not match"} {
		_, problems = load(t, read(t, "../../specs/heat.pde"), settings(set)...)
		require.Contains(t, problems[0].Message, want)
	}
	ambiguous := strings.NewReplacer("param k", "param step", "k*grad", "step*grad").Replace(bar)
	_, problems = load(t, ambiguous, settings("step=0.2")...)
	require.Contains(t, problems[0].Help, "param.step")
	require.Equal(t, 0.2, good(t, ambiguous, settings("param.step=0.2")...).Params[0].Value.Value)
}
