package dataset

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// header is the description at the start of a .npy stream (NumPy enhancement
// proposal 1, versions 1 to 3).
type header struct {
	descr   string // "<f4"
	fortran bool
	shape   []int
	size    int // bytes of the header itself, prefix included
}

const maxHeader = 64 << 10

var errNotNPY = errors.New("it is not a NumPy array")

func readHeader(r io.Reader) (*header, error) {
	var prefix [12]byte
	if _, err := io.ReadFull(r, prefix[:10]); err != nil || string(prefix[:6]) != "\x93NUMPY" {
		return nil, errNotNPY
	}
	n, size := int64(binary.LittleEndian.Uint16(prefix[8:])), 10
	switch prefix[6] {
	case 1:
	case 2, 3:
		if _, err := io.ReadFull(r, prefix[10:]); err != nil {
			return nil, errNotNPY
		}
		n, size = int64(binary.LittleEndian.Uint32(prefix[8:])), 12
	default:
		return nil, fmt.Errorf("version %d of the NumPy format is not known", prefix[6])
	}
	if n > maxHeader {
		return nil, fmt.Errorf("its header claims %d bytes, at most %d are read", n, maxHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, fmt.Errorf("its header is cut short")
	}
	h, err := parseHeader(string(text))
	if err != nil {
		return nil, fmt.Errorf("its header cannot be read: %w", err)
	}
	h.size = size + int(n)
	return h, nil
}

// parseHeader reads {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), },
// keys in any order.
func parseHeader(text string) (*header, error) {
	p := &literal{rest: text}
	h := &header{}
	seen := map[string]bool{}
	if err := p.want("{"); err != nil {
		return nil, err
	}
	for !p.take("}") {
		key, err := p.str()
		if err != nil {
			return nil, err
		}
		if seen[key] {
			return nil, fmt.Errorf("%q stands twice", key)
		}
		seen[key] = true
		if err := p.want(":"); err != nil {
			return nil, err
		}
		switch key {
		case "descr":
			if strings.HasPrefix(p.space(), "[") {
				return nil, fmt.Errorf("structured arrays are not supported")
			}
			h.descr, err = p.str()
		case "fortran_order":
			switch {
			case p.take("True"):
				h.fortran = true
			case !p.take("False"):
				err = fmt.Errorf("fortran_order is neither True nor False")
			}
		case "shape":
			h.shape, err = p.tuple()
		default:
			err = fmt.Errorf("unknown key %q", key)
		}
		if err != nil {
			return nil, err
		}
		if !p.take(",") {
			if err := p.want("}"); err != nil {
				return nil, err
			}
			break
		}
	}
	if len(seen) != 3 {
		return nil, fmt.Errorf("descr, fortran_order and shape are needed")
	}
	return h, nil
}

// literal scans a Python literal.
type literal struct{ rest string }

func (p *literal) space() string {
	p.rest = strings.TrimLeft(p.rest, " \t\n\r")
	return p.rest
}

func (p *literal) take(s string) bool {
	rest, ok := strings.CutPrefix(p.space(), s)
	if ok {
		p.rest = rest
	}
	return ok
}

func (p *literal) want(s string) error {
	if !p.take(s) {
		return fmt.Errorf("%q expected", s)
	}
	return nil
}

func (p *literal) str() (string, error) {
	for _, q := range []string{"'", `"`} {
		if p.take(q) {
			s, rest, ok := strings.Cut(p.rest, q)
			if !ok || strings.ContainsAny(s, "\\\n") {
				break
			}
			p.rest = rest
			return s, nil
		}
	}
	return "", fmt.Errorf("a quoted word expected")
}

func (p *literal) tuple() ([]int, error) {
	if err := p.want("("); err != nil {
		return nil, err
	}
	shape := []int{}
	for !p.take(")") {
		end := strings.IndexAny(p.space(), ",)")
		if end < 0 {
			return nil, fmt.Errorf("the shape does not end")
		}
		n, err := strconv.ParseInt(strings.TrimRight(strings.TrimSpace(p.rest[:end]), "L"), 10, 64)
		if err != nil || n < 0 || len(shape) == 32 {
			return nil, fmt.Errorf("bad extent %q in the shape", p.rest[:end])
		}
		shape = append(shape, int(n))
		p.rest = p.rest[end:]
		p.take(",")
	}
	return shape, nil
}

// count is the number of elements, checked against overflow.
func count(shape []int) (int, error) {
	n := 1
	for _, s := range shape {
		if s > 0 && n > math.MaxInt/16/s {
			return 0, fmt.Errorf("its shape %v is too large", shape)
		}
		n *= s
	}
	return n, nil
}
