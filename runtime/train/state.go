package train

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
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
	adam      *optim.Adam[T]
	best      []T
	bestEpoch int
	bestError float64 // validation error of best; +Inf while there is none
	rand      *rand.PCG
	elapsed   time.Duration
}

func newState[T vec.Float](theta []T, opt *Options) (*state[T], error) {
	adam, err := optim.New[T](len(theta), opt.Optimiser)
	if err != nil {
		return nil, err
	}
	return &state[T]{
		hash: opt.Hash, numerics: opt.Numerics,
		theta: append([]T{}, theta...), best: append([]T{}, theta...),
		adam: adam, bestError: math.Inf(1), rand: opt.Rand,
	}, nil
}

// file lays the state out. Floats in metadata are hexadecimal: exact.
func (s *state[T]) file() (*safetensors.File, error) {
	f := &safetensors.File{Meta: map[string]string{
		"hash": s.hash, "numerics": s.numerics,
		"epoch": strconv.Itoa(s.epoch), "steps": strconv.Itoa(s.adam.Steps),
		"best_epoch": strconv.Itoa(s.bestEpoch), "best_error": strconv.FormatFloat(s.bestError, 'x', -1, 64),
		"elapsed": strconv.FormatInt(int64(s.elapsed), 10),
	}}
	if s.rand != nil {
		b, err := s.rand.MarshalBinary()
		if err != nil {
			return nil, err
		}
		f.Meta["rand"] = hex.EncodeToString(b)
	}
	for _, part := range s.parts() {
		t, err := safetensors.New(part.name, []int{len(part.v)}, part.v)
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
	return []part[T]{{"theta", s.theta}, {"best", s.best}, {"m", s.adam.M}, {"v", s.adam.V}}
}

// restore fills s from a checkpoint of the same run.
func (s *state[T]) restore(path string, f *safetensors.File) error {
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
	best, err := strconv.ParseFloat(f.Meta["best_error"], 64)
	if err != nil {
		return &DamagedError{Path: path, Reason: "best_error: " + err.Error()}
	}
	s.bestError, s.bestEpoch = best, metaInt(f.Meta, "best_epoch")
	s.epoch, s.adam.Steps = metaInt(f.Meta, "epoch"), metaInt(f.Meta, "steps")
	s.elapsed = time.Duration(metaInt(f.Meta, "elapsed"))
	if s.rand != nil {
		b, err := hex.DecodeString(f.Meta["rand"])
		if err == nil {
			err = s.rand.UnmarshalBinary(b)
		}
		if err != nil {
			return &DamagedError{Path: path, Reason: "random state: " + err.Error()}
		}
	}
	return nil
}

// metaInt reads an integer that a checksum vouches for; 0 if it is missing.
func metaInt(meta map[string]string, key string) int {
	n, _ := strconv.Atoi(meta[key])
	return n
}
