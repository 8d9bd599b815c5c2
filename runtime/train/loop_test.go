package train

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/runtime/optim"
)

// valley is a noisy quadratic: the noise is the epoch's own.
type valley struct {
	calls      int
	failAt     int
	fail       func() (float64, error)
	validation bool
}

func (v *valley) LossGrad(ctx context.Context, epoch int, theta, grad []float32) (float64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	v.calls++
	if v.calls == v.failAt {
		return v.fail()
	}
	loss, noise := 0.0, rand.New(rand.NewPCG(1, uint64(epoch)))
	for i, x := range theta {
		c := float32(i+1) + float32(noise.Float64()-0.5)
		loss += float64(x*x*c) / 2
		grad[i] = x * c
	}
	return loss, nil
}

func (v *valley) Validate(_ context.Context, theta []float32) (float64, bool, error) {
	s := 0.0
	for i, x := range theta {
		s += math.Abs(float64(x - 0.6*start[i])) // least somewhere on the way
	}
	return s, v.validation, nil
}

func options(dir string) (Options, *valley) {
	return Options{
		Dir: dir, Hash: "abc", Numerics: "float32/8", Epochs: 40, ValidateEvery: 3, Resume: true,
		Phases: []Phase{{Rate: 0.05, Clip: 2, Schedule: []optim.Piece{{Kind: "constant", Fraction: 0.25}, {Kind: "cosine", To: 0.01}}}},
	}, &valley{validation: true}
}

var start = []float32{1, -2, 3}

func TestResumeIsBitwise(t *testing.T) {
	for _, validation := range []bool{true, false} {
		opt, obj := options(t.TempDir())
		obj.validation = validation
		want, err := Run(t.Context(), obj, start, opt)
		require.NoError(t, err)
		require.Equal(t, 40, want.Epochs)
		require.False(t, want.Stopped)
		require.Equal(t, validation, want.BestEpoch < 40)

		dir := t.TempDir()
		var got *Outcome[float32]
		for part := 1; ; part++ { // stopped after 7 epochs again and again, by a new process each time
			opt, obj := options(dir)
			obj.validation = validation
			stop := make(chan struct{})
			opt.Stop = stop
			n := 0
			opt.OnEpoch = func(Epoch) {
				if n++; n == 7 {
					close(stop)
				}
			}
			got, err = Run(t.Context(), obj, start, opt)
			require.NoError(t, err)
			if !got.Stopped {
				require.Equal(t, 6, part)
				break
			}
			require.Equal(t, 7*part, got.Epochs)
		}
		require.Equal(t, want.Theta, got.Theta)
		require.Equal(t, want.Best, got.Best)
		require.Equal(t, want.BestEpoch, got.BestEpoch)
		require.Equal(t, want.BestError, got.BestError)
		require.Len(t, lines(t, dir), 40)
	}
}

func lines(t *testing.T, dir string) []Epoch {
	f, err := os.Open(filepath.Join(dir, LogName))
	require.NoError(t, err)
	defer f.Close()
	var all []Epoch
	for s := bufio.NewScanner(f); s.Scan(); {
		var e Epoch
		require.NoError(t, json.Unmarshal(s.Bytes(), &e))
		all = append(all, e)
		require.Equal(t, len(all), e.Epoch)
	}
	return all
}

// A process that dies leaves log lines beyond its checkpoint, perhaps half a one.
func TestLogIsCutToTheCheckpoint(t *testing.T) {
	dir := t.TempDir()
	opt, obj := options(dir)
	opt.Epochs = 10
	_, err := Run(t.Context(), obj, start, opt)
	require.NoError(t, err)
	f, err := os.OpenFile(filepath.Join(dir, LogName), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString("{\"epoch\":11,\"loss\":5}\n{\"epo")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	opt.Epochs = 12
	out, err := Run(t.Context(), obj, start, opt)
	require.NoError(t, err)
	require.Equal(t, 10, out.Started)
	require.Len(t, lines(t, dir), 12)
}

func TestCancelLosesNothing(t *testing.T) {
	opt, obj := options(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	obj.failAt, obj.fail = 5, func() (float64, error) { cancel(); return 0, ctx.Err() }
	out, err := Run(ctx, obj, start, opt)
	require.NoError(t, err)
	require.True(t, out.Stopped)
	require.Equal(t, 4, out.Epochs)
}

// A failure that meets a cancelled context is a failure.
func TestCancelHidesNoFailure(t *testing.T) {
	opt, obj := options(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	obj.failAt, obj.fail = 5, func() (float64, error) { cancel(); return math.NaN(), nil }
	_, err := Run(ctx, obj, start, opt)
	var bad *NotFiniteError
	require.ErrorAs(t, err, &bad)
}

func TestFailuresKeepTheLastState(t *testing.T) {
	for name, c := range map[string]struct {
		fail func() (float64, error)
		want string
	}{
		"nan":   {func() (float64, error) { return math.NaN(), nil }, "epoch 4: the loss is NaN"},
		"inf":   {func() (float64, error) { return math.Inf(1), nil }, "epoch 4: the loss is +Inf"},
		"error": {func() (float64, error) { return 0, errors.New("trajectory 3, step 7: diverged") }, "epoch 4: trajectory 3, step 7: diverged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			opt, obj := options(dir)
			opt.SaveEvery = time.Nanosecond
			obj.failAt, obj.fail = 4, c.fail
			out, err := Run(t.Context(), obj, start, opt)
			require.ErrorContains(t, err, c.want)
			require.Equal(t, 3, out.Epochs)
			require.Equal(t, 3, out.BestEpoch, "what was best so far comes with the error")
			require.ErrorContains(t, err, "state after epoch 3 is kept")
			s, err := newState(start, &opt)
			require.NoError(t, err)
			found, err := load(dir, s, &opt)
			require.NoError(t, err)
			require.True(t, found)
			require.Equal(t, 3, s.epoch)
			require.Len(t, lines(t, dir), 3)
		})
	}
}

func TestGradientNotFinite(t *testing.T) {
	opt, obj := options(t.TempDir())
	_, err := Run(t.Context(), obj, []float32{1, float32(math.NaN()), 0}, opt)
	var bad *NotFiniteError
	require.ErrorAs(t, err, &bad)
	obj.failAt, obj.fail = obj.calls+1, func() (float64, error) { return 1, nil }
	opt, _ = options(t.TempDir())
	r, err := newRun[float32](obj, start, opt)
	require.NoError(t, err)
	r.grad[1] = float32(math.Inf(-1))
	require.ErrorAs(t, r.epoch(t.Context()), &bad)
	require.Equal(t, "gradient", bad.What)
	require.Equal(t, start, r.s.theta)
	r.s.phase.optimiser.(*optim.Adam[float32]).M[1] = float32(math.NaN())
	r.grad[1] = 1
	obj.failAt = 0
	require.ErrorAs(t, r.epoch(t.Context()), &bad)
	require.Contains(t, bad.What, "parameters")
	require.Zero(t, r.s.epoch)
	require.NoError(t, r.log.close())
}

func TestOptionErrors(t *testing.T) {
	opt, obj := options(filepath.Join(t.TempDir(), "none"))
	_, err := Run(t.Context(), obj, start, opt)
	require.ErrorIs(t, err, os.ErrNotExist)
	opt, obj = options(t.TempDir())
	opt.Phases[0].Rate = -1
	_, err = Run(t.Context(), obj, start, opt)
	require.ErrorContains(t, err, "learning rate")
	opt, obj = options(t.TempDir())
	opt.Phases[0].Optimiser.Kind = "newton"
	_, err = Run(t.Context(), obj, start, opt)
	require.ErrorContains(t, err, "newton")
}
