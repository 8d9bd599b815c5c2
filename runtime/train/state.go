package train

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/pindiff/pindiffc/runtime/optim"
	"github.com/pindiff/pindiffc/runtime/safetensors"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// state is all that a run needs to go on.
type state[T vec.Float] struct {
	hash, numerics string

	epoch     int // updates made
	theta     []T
	phase     *phase[T]
	loss      float64 // of the last epoch
	ended     string  // why the run is over before its last epoch
	lookBest  float64 // least value that was looked at
	bad       int     // looks since then
	best      []T
	bestEpoch int
	bestError float64 // validation error of best; +Inf while there is none
	elapsed   time.Duration
}

func newState[T vec.Float](theta []T, opt *Options) (*state[T], error) {
	first, err := begin[T](opt, 0, 0, len(theta))
	if err != nil {
		return nil, err
	}
	return &state[T]{
		hash: opt.Hash, numerics: opt.Numerics,
		theta: append([]T{}, theta...), best: append([]T{}, theta...),
		phase: first, lookBest: math.Inf(1), bestError: math.Inf(1),
	}, nil
}

// file lays the state out. Floats in metadata are hexadecimal: exact.
func (s *state[T]) file() (*safetensors.File, error) {
	f := &safetensors.File{Meta: map[string]string{
		"hash": s.hash, "numerics": s.numerics,
		"epoch": strconv.Itoa(s.epoch), "phase": strconv.Itoa(s.phase.index), "phase_first": strconv.Itoa(s.phase.first),
		"best_epoch": strconv.Itoa(s.bestEpoch), "bad": strconv.Itoa(s.bad), "ended": s.ended,
		"figures": floats(s.bestError, s.loss, s.lookBest), "plateau": floats(s.phase.plateau.Save()...),
		"elapsed": strconv.FormatInt(int64(s.elapsed), 10),
	}}
	f.Meta["optimiser"] = s.phase.Optimiser.Kind
	memory := s.phase.optimiser.Save()
	f.Meta["memory"] = floats(memory.Numbers...)
	parts := s.parts()
	for i, v := range memory.Vectors {
		parts = append(parts, part[T]{memoryName(i), v})
	}
	for _, part := range parts {
		t, err := safetensors.View(part.name, []int{len(part.v)}, part.v)
		if err != nil {
			return nil, err
		}
		f.Tensors = append(f.Tensors, t)
	}
	return f, nil
}

type part[T vec.Float] struct {
	name string
	v    []T
}

func (s *state[T]) parts() []part[T] {
	return []part[T]{{"theta", s.theta}, {"best", s.best}}
}

// memoryName of a vector that the optimiser remembers.
func memoryName(i int) string { return fmt.Sprintf("memory.%d", i) }

// floats prints numbers exactly.
func floats(v ...float64) string {
	words := make([]string, len(v))
	for i, x := range v {
		words[i] = strconv.FormatFloat(x, 'x', -1, 64)
	}
	return strings.Join(words, " ")
}

// parseFloats reads what floats printed; want < 0 takes any number of them.
func parseFloats(text string, want int) ([]float64, error) {
	words := strings.Fields(text)
	if want >= 0 && len(words) != want {
		return nil, fmt.Errorf("%d numbers, expected %d", len(words), want)
	}
	out := make([]float64, len(words))
	for i, w := range words {
		x, err := strconv.ParseFloat(w, 64)
		if err != nil {
			return nil, err
		}
		out[i] = x
	}
	return out, nil
}

// restore fills s from a checkpoint of the same run.
func (s *state[T]) restore(path string, f *safetensors.File, opt *Options) error {
	for _, c := range []struct{ what, key, want string }{
		{"specification", "hash", s.hash},
		{"arithmetic", "numerics", s.numerics},
	} {
		if f.Meta[c.key] != c.want {
			return &MismatchError{path, c.what, f.Meta[c.key], c.want}
		}
	}
	for _, p := range s.parts() {
		t := f.Tensor(p.name)
		if t == nil {
			return &DamagedError{Path: path, Reason: fmt.Sprintf("tensor %q is missing", p.name)}
		}
		if t.Len() != len(p.v) {
			return &MismatchError{path, "number of parameters", strconv.Itoa(t.Len()), strconv.Itoa(len(p.v))}
		}
		if err := safetensors.Copy(p.v, t, 0); err != nil {
			return err
		}
	}
	if err := s.restoreFigures(f); err != nil {
		return &DamagedError{Path: path, Reason: err.Error()}
	}
	if err := s.restorePhase(f, opt); err != nil {
		return &DamagedError{Path: path, Reason: err.Error()}
	}
	s.elapsed = time.Duration(metaInt(f.Meta, "elapsed"))
	return nil
}

func (s *state[T]) restoreFigures(f *safetensors.File) error {
	v, err := parseFloats(f.Meta["figures"], 3)
	if err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	s.bestError, s.loss, s.lookBest = v[0], v[1], v[2]
	s.epoch, s.bestEpoch, s.bad, s.ended = metaInt(f.Meta, "epoch"), metaInt(f.Meta, "best_epoch"), metaInt(f.Meta, "bad"), f.Meta["ended"]
	return nil
}

// restorePhase begins the phase again, and gives its optimiser what it knew.
func (s *state[T]) restorePhase(f *safetensors.File, opt *Options) error {
	p, err := begin[T](opt, metaInt(f.Meta, "phase"), metaInt(f.Meta, "phase_first"), len(s.theta))
	if err != nil {
		return err
	}
	plateau, err := parseFloats(f.Meta["plateau"], 4)
	if err != nil {
		return fmt.Errorf("plateau: %w", err)
	}
	p.plateau.Restore(plateau)
	m, err := memory[T](f)
	if err != nil {
		return err
	}
	s.phase = p
	return p.optimiser.Restore(m)
}

// memory of the optimiser.
func memory[T vec.Float](f *safetensors.File) (m optim.Memory[T], err error) {
	if m.Numbers, err = parseFloats(f.Meta["memory"], -1); err != nil {
		return m, fmt.Errorf("memory: %w", err)
	}
	for i := 0; ; i++ {
		t := f.Tensor(memoryName(i))
		if t == nil {
			return m, nil
		}
		v := make([]T, t.Len())
		if err := safetensors.Copy(v, t, 0); err != nil {
			return m, err
		}
		m.Vectors = append(m.Vectors, v)
	}
}

// metaInt reads an integer that a checksum vouches for; 0 if it is missing.
func metaInt(meta map[string]string, key string) int {
	n, _ := strconv.Atoi(meta[key])
	return n
}
