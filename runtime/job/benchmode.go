package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"
	"unsafe"

	"github.com/pindiff/pindiffc/runtime/measure"
	"github.com/pindiff/pindiffc/runtime/solver"
)

// bench measures the machine, the kernels and epochs, and writes a profile of epochs.
func (s *session[T]) bench(ctx context.Context) error {
	ctx, done := s.ctl.context(ctx)
	defer done()
	out := &Measured{Numerics: numerics[T](), ElemBytes: int(unsafe.Sizeof(T(0))), Cells: s.cells}
	threads := s.exp.Config.Workers
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	if !s.req.Bench.NoMachine {
		s.ev.phase("measuring the machine")
		out.Machine = measure.NewMachine[T](threads)
	}
	var err error
	if out.Kernels, err = s.timeKernels(ctx); err != nil {
		return err
	}
	if !s.req.Bench.NoEpochs {
		if out.Epoch, err = s.timeEpochs(ctx, threads); err != nil {
			return err
		}
	}
	s.ev.send(Event{Kind: "measured", Measured: out})
	s.ev.send(Event{Kind: "done", Stats: s.summary()})
	return nil
}

// timeKernels times them at the first case's initial state.
func (s *session[T]) timeKernels(ctx context.Context) ([]measure.Kernel, error) {
	want, err := regexp.Compile(s.req.Bench.Kernels)
	if err != nil {
		return nil, faultf("request", "kernels: %w", err)
	}
	s.ev.phase("timing kernels")
	if err := s.open(); err != nil {
		return nil, err
	}
	defer s.shut()
	if _, err := s.initialWeights(); err != nil {
		return nil, err
	}
	b, err := s.makeCases([]int{0})
	if err != nil {
		return nil, err
	}
	r, err := s.run(ctx, s.solver, b, []float64{s.p.Time0})
	if err != nil {
		return nil, err
	}
	return measure.Kernels(s.solver, r.At[0][0], want.MatchString)
}

// shut closes the solver.
func (s *session[T]) shut() {
	s.solver.Close()
	s.solver = nil
}

// initialWeights gives the solver the weights that a training starts from.
func (s *session[T]) initialWeights() ([]T, error) {
	var seed uint64
	if s.exp.Train != nil {
		seed = s.exp.Train.Seed
	}
	w := make([]T, s.solver.NumWeights())
	s.solver.InitWeights(w, seed)
	if len(w) == 0 {
		return w, nil
	}
	return w, s.solver.SetWeights(w)
}

// work is an epoch to be repeated; the first of a solver allocates.
type work[T any] struct {
	what  string
	cases int
	// epoch does all of one, and tells what its two halves did.
	epoch func(ctx context.Context) (forward, back solver.Stats, err error)
}

// Epochs of a measurement: at least so many, and for at least so long, but none
// begins after the longest.
const (
	fewestEpochs    = 3
	shortestTiming  = time.Second
	shortestProfile = 3 * time.Second
	longestBench    = 60 * time.Second
)

// timeEpochs times epochs with one thread and with all, and profiles the latter.
func (s *session[T]) timeEpochs(ctx context.Context, threads int) (*EpochTime, error) {
	out := new(EpochTime)
	labels, err := s.benchLabels(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range slices.Compact([]int{1, threads}) {
		s.ev.phase(fmt.Sprintf("timing epochs, %s", plural(n, "thread")))
		s.exp.Config.Workers = n
		if err := s.open(); err != nil {
			return nil, err
		}
		w, err := s.epochWork(labels)
		if err != nil {
			return nil, err
		}
		forward, back, err := w.epoch(ctx)
		if err != nil {
			return nil, err
		}
		steps := float64(max(forward.Steps, 1))
		out.What, out.Cases, out.Steps, out.Method = w.what, w.cases, forward.Steps, forward.Method
		out.Outer, out.Linear = float64(forward.Outer)/steps, float64(forward.Linear)/steps
		out.Adjoint, out.Recomputed = float64(back.Linear)/steps, back.Recomputed
		t, err := w.repeat(ctx, shortestTiming)
		if err != nil {
			return nil, err
		}
		t.Threads = n
		out.Threads = append(out.Threads, t)
		if n == threads {
			if err := s.profile(ctx, w); err != nil {
				return nil, err
			}
		}
		s.shut()
	}
	return out, nil
}

// repeat times epochs; the middle one counts.
func (w *work[T]) repeat(ctx context.Context, atLeast time.Duration) (ThreadSeconds, error) {
	var each []float64
	for begin := time.Now(); len(each) < fewestEpochs || time.Since(begin) < atLeast; {
		if time.Since(begin) > longestBench && len(each) > 0 {
			break
		}
		from := time.Now()
		if _, _, err := w.epoch(ctx); err != nil {
			return ThreadSeconds{}, err
		}
		each = append(each, time.Since(from).Seconds())
	}
	slices.Sort(each)
	return ThreadSeconds{Seconds: each[len(each)/2], Epochs: len(each)}, nil
}

// profile runs epochs under the profiler.
func (s *session[T]) profile(ctx context.Context, w *work[T]) error {
	s.ev.phase("profiling epochs")
	f, err := os.Create(filepath.Join(s.req.Dir, ProfileName))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	_, err = w.repeat(ctx, shortestProfile)
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	s.ev.file(ProfileName, "profile")
	return f.Close()
}

// benchLabels are what the training compares with, nil if nothing is trained.
func (s *session[T]) benchLabels(ctx context.Context) (*labels[T], error) {
	if s.exp.Train == nil || s.req.Data == "" && s.exp.Truth == nil {
		return nil, nil
	}
	return s.labels(ctx)
}
