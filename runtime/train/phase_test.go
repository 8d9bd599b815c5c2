package train

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/optim"
)

// bowl is a quadratic without noise, which has no value where theta[0] > 1.5.
type bowl struct{ validation bool }

func (b bowl) LossGrad(ctx context.Context, epoch int, theta, grad []float32) (float64, error) {
	if theta[0] > 1.5 {
		return 0, &NoValueError{errors.New("trajectory 2 diverged")}
	}
	loss := 0.0
	for i, x := range theta {
		c := float64(10*i + 1)
		d := float64(x) - 0.3
		loss += c * d * d / 2
		grad[i] = float32(c * d)
	}
	return loss, nil
}

func (b bowl) Validate(_ context.Context, theta []float32) (float64, bool, error) {
	return float64(theta[1] * theta[1]), b.validation, nil
}

func phased(dir string) Options {
	return Options{
		Dir: dir, Hash: "abc", Numerics: "float32/8", Epochs: 40, ValidateEvery: 2, Resume: true,
		Phases: []Phase{
			{Rate: 0.05, Epochs: 10, Plateau: &optim.Plateau{Factor: 0.5, Patience: 1, Least: 0.1}, Clip: 1},
			{Optimiser: optim.Config{Kind: "lbfgs", Store: 2}, Epochs: 9},
			{Optimiser: optim.Config{Kind: "sgd", Momentum: 0.5}, Rate: 1e-3},
		},
	}
}

// Stopped after every epoch, in every phase and in the middle of line searches: the
// same bits.
func TestPhasesResumeBitwise(t *testing.T) {
	for _, validation := range []bool{true, false} {
		obj := bowl{validation}
		want, err := Run(t.Context(), obj, start, phased(t.TempDir()))
		require.NoError(t, err)
		dir := t.TempDir()
		for {
			opt := phased(dir)
			stop := make(chan struct{})
			opt.Stop = stop
			opt.OnEpoch = func(Epoch) { close(stop) }
			got, err := Run(t.Context(), obj, start, opt)
			require.NoError(t, err)
			if got.Epochs == want.Epochs {
				require.Equal(t, want.Theta, got.Theta)
				require.Equal(t, want.Best, got.Best)
				require.Equal(t, want.BestEpoch, got.BestEpoch)
				break
			}
		}
		require.InDelta(t, 0.3, want.Theta[1], 0.01)
	}
}

// A trial without a value is taken back; a first place without one is an error.
func TestTrialsWithoutValue(t *testing.T) {
	opt := phased(t.TempDir())
	opt.Phases = opt.Phases[1:2]
	out, err := Run(t.Context(), bowl{}, []float32{1.4, -3000, 3}, opt)
	require.NoError(t, err)
	require.InDelta(t, 0.3, out.Theta[1], 1e-2)

	_, err = Run(t.Context(), bowl{}, []float32{1.6, 0, 0}, phased(t.TempDir()))
	var failed *EpochError
	require.ErrorAs(t, err, &failed)
	require.ErrorContains(t, err, "epoch 1: trajectory 2 diverged")
}

// Where lbfgs finds no way down any more, the run ends and says why; patience
// ends it, too.
func TestRunEndsByItself(t *testing.T) {
	opt := phased(t.TempDir())
	opt.Epochs, opt.Phases = 1000, opt.Phases[1:2]
	out, err := Run(t.Context(), bowl{}, start, opt)
	require.NoError(t, err)
	require.NotEmpty(t, out.Ended)
	require.False(t, out.Stopped)
	require.Less(t, out.Epochs, 1000)
	require.InDelta(t, 0.3, out.Best[2], 1e-3)
	again, err := Run(t.Context(), bowl{}, start, opt)
	require.NoError(t, err)
	require.Equal(t, out.Epochs, again.Epochs, "it does not go on")

	opt = phased(t.TempDir())
	opt.Epochs, opt.Patience = 1000, 3
	out, err = Run(t.Context(), bowl{validation: true}, start, opt)
	require.NoError(t, err)
	require.Contains(t, out.Ended, "nothing better in 3 validations")
}

// A training by lbfgs begins with the curvature that another one has found, resumed or
// not; the checkpoint of another method has none, and is no hindrance.
func TestCurvatureOfAnotherTraining(t *testing.T) {
	only := func(p Phase, dir string) Options {
		opt := phased(dir)
		opt.Phases, opt.Epochs = []Phase{p}, 10
		return opt
	}
	lbfgs, adam := Phase{Optimiser: optim.Config{Kind: "lbfgs", Store: 8}}, Phase{Rate: 0.05}
	first, other := t.TempDir(), t.TempDir()
	_, err := Run(t.Context(), bowl{}, start, only(lbfgs, first))
	require.NoError(t, err)
	_, err = Run(t.Context(), bowl{}, start, only(adam, other))
	require.NoError(t, err)

	from := []float32{0.9, -0.7, 0.4}
	run := func(dir, curvature string, epochs int) *Outcome[float32] {
		opt := only(lbfgs, dir)
		opt.Curvature, opt.Epochs = curvature, epochs
		out, err := Run(t.Context(), bowl{}, from, opt)
		require.NoError(t, err)
		return out
	}
	off := func(o *Outcome[float32]) float64 {
		worst := 0.0
		for _, x := range o.Theta {
			worst = max(worst, math.Abs(float64(x)-0.3))
		}
		return worst
	}
	known := run(t.TempDir(), filepath.Join(first, LastName), 4)
	require.Less(t, 10*off(known), off(run(t.TempDir(), "", 4)))
	require.Equal(t, run(t.TempDir(), "", 4).Theta, run(t.TempDir(), filepath.Join(other, LastName), 4).Theta)

	dir := t.TempDir()
	for epochs := 0; epochs <= 4; epochs++ { // each resumes the one before
		if out := run(dir, filepath.Join(first, LastName), epochs); epochs == 4 {
			require.Equal(t, known.Theta, out.Theta)
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "not"), []byte("a checkpoint"), 0o644))
	opt := only(lbfgs, t.TempDir())
	opt.Curvature = filepath.Join(dir, "not")
	_, err = Run(t.Context(), bowl{}, from, opt)
	var damaged *DamagedError
	require.ErrorAs(t, err, &damaged)
}
