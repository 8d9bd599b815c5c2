package profile

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Sample is a place where the program was seen, innermost function first, and the
// CPU time that it stands for.
type Sample struct {
	Stack       []string
	Nanoseconds int64
}

// Read reads a profile: gzipped protocol buffers (proto/profile.proto of
// github.com/google/pprof), of which only the names on stacks and the last value of
// each sample are taken.
func Read(r io.Reader) ([]Sample, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	var p raw
	if err := fields(data, p.take); err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	return p.samples()
}

// raw is a profile as its tables have it.
type raw struct {
	strings   []string
	functions map[uint64]uint64   // id to the place of its name
	locations map[uint64][]uint64 // id to functions, innermost first
	stacks    []rawSample
}

type rawSample struct{ locations, values []uint64 }

// Numbers of the fields that are read.
const (
	profileSample, profileLocation, profileFunction, profileString = 2, 4, 5, 6
	sampleLocation, sampleValue                                    = 1, 2
	locationID, locationLine                                       = 1, 4
	lineFunction                                                   = 1
	functionID, functionName                                       = 1, 2
)

func (p *raw) take(number int, value uint64, bytes []byte) error {
	switch number {
	case profileString:
		p.strings = append(p.strings, string(bytes))
	case profileSample:
		var s rawSample
		p.stacks = append(p.stacks, s)
		at := &p.stacks[len(p.stacks)-1]
		return fields(bytes, func(n int, v uint64, packed []byte) error {
			switch n {
			case sampleLocation:
				return numbers(&at.locations, v, packed)
			case sampleValue:
				return numbers(&at.values, v, packed)
			}
			return nil
		})
	case profileLocation:
		var id uint64
		var calls []uint64
		err := fields(bytes, func(n int, v uint64, line []byte) error {
			switch n {
			case locationID:
				id = v
			case locationLine:
				return fields(line, func(n int, v uint64, _ []byte) error {
					if n == lineFunction {
						calls = append(calls, v)
					}
					return nil
				})
			}
			return nil
		})
		if p.locations == nil {
			p.locations = map[uint64][]uint64{}
		}
		p.locations[id] = calls
		return err
	case profileFunction:
		var id, name uint64
		err := fields(bytes, func(n int, v uint64, _ []byte) error {
			switch n {
			case functionID:
				id = v
			case functionName:
				name = v
			}
			return nil
		})
		if p.functions == nil {
			p.functions = map[uint64]uint64{}
		}
		p.functions[id] = name
		return err
	}
	return nil
}

// samples puts names to numbers.
func (p *raw) samples() ([]Sample, error) {
	out := make([]Sample, 0, len(p.stacks))
	for _, r := range p.stacks {
		if len(r.values) == 0 {
			return nil, errors.New("profile: a sample has no value")
		}
		s := Sample{Nanoseconds: int64(r.values[len(r.values)-1])}
		for _, l := range r.locations {
			for _, f := range p.locations[l] {
				name := p.functions[f]
				if name >= uint64(len(p.strings)) {
					return nil, errors.New("profile: a function's name is not in its table")
				}
				s.Stack = append(s.Stack, p.strings[name])
			}
		}
		out = append(out, s)
	}
	return out, nil
}

var errCut = errors.New("it is cut short or no profile")

// fields visits the fields of a message: numbers have a value, all others bytes.
func fields(data []byte, visit func(number int, value uint64, bytes []byte) error) error {
	for len(data) > 0 {
		key, n := binary.Uvarint(data)
		if n <= 0 {
			return errCut
		}
		data = data[n:]
		var value uint64
		var bytes []byte
		switch key & 7 {
		case 0: // a number
			if value, n = binary.Uvarint(data); n <= 0 {
				return errCut
			}
			data = data[n:]
		case 1, 5: // of fixed size
			size := 8
			if key&7 == 5 {
				size = 4
			}
			if len(data) < size {
				return errCut
			}
			data = data[size:]
			continue
		case 2: // bytes
			size, n := binary.Uvarint(data)
			if n <= 0 || size > uint64(len(data)-n) {
				return errCut
			}
			bytes, data = data[n:n+int(size)], data[n+int(size):]
		default:
			return errCut
		}
		if err := visit(int(key>>3), value, bytes); err != nil {
			return err
		}
	}
	return nil
}

// numbers appends a repeated number, which may be packed.
func numbers(to *[]uint64, value uint64, packed []byte) error {
	if packed == nil {
		*to = append(*to, value)
		return nil
	}
	for len(packed) > 0 {
		v, n := binary.Uvarint(packed)
		if n <= 0 {
			return errCut
		}
		*to, packed = append(*to, v), packed[n:]
	}
	return nil
}
