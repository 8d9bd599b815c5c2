package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sort"
)

// Unmarshal reads the bytes of a file. The tensors' data are windows on b.
//
// Errors: a header that is too long or not JSON, a name that stands twice, an
// unknown type, a shape that overflows or does not fit its offsets, offsets
// outside the file, arrays that overlap or leave gaps.
func Unmarshal(b []byte) (*File, error) {
	n, err := headerLength(b, int64(len(b)))
	if err != nil {
		return nil, err
	}
	head, data := b[8:8+n], b[8+n:]
	f, err := parseHeader(head)
	if err != nil {
		return nil, err
	}
	if err := f.place(data); err != nil {
		return nil, err
	}
	return &f.File, nil
}

// headerLength reads the length of the header from the start of a file of that
// many bytes.
func headerLength(b []byte, size int64) (int, error) {
	if len(b) < 8 {
		return 0, fmt.Errorf("not a safetensors file: %d bytes long, the header needs 8", len(b))
	}
	n := binary.LittleEndian.Uint64(b)
	if n > MaxHeader {
		return 0, fmt.Errorf("not a safetensors file: it claims a header of %d bytes, at most %d are read", n, MaxHeader)
	}
	if n > uint64(size-8) {
		return 0, fmt.Errorf("truncated: the header should have %d bytes, %d are there", n, size-8)
	}
	return int(n), nil
}

// header is a File whose tensors are not placed yet.
type header struct {
	File
	offsets map[string][2]int
}

// parseHeader walks the top-level object key by key, so that a name that
// stands twice is seen.
func parseHeader(head []byte) (*header, error) {
	bad := func(err error) (*header, error) {
		return nil, fmt.Errorf("not a safetensors file: header: %w", err)
	}
	f := &header{offsets: map[string][2]int{}}
	dec := json.NewDecoder(bytes.NewReader(head))
	if tok, err := dec.Token(); err != nil {
		return bad(err)
	} else if tok != json.Delim('{') {
		return bad(fmt.Errorf("a JSON object was expected, %v found", tok))
	}
	seen := map[string]bool{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return bad(err)
		}
		name, _ := tok.(string)
		if seen[name] {
			return nil, fmt.Errorf("two tensors named %q", name)
		}
		seen[name] = true
		if name == metaKey {
			if err := dec.Decode(&f.Meta); err != nil {
				return bad(fmt.Errorf("%s: %w", metaKey, err))
			}
			continue
		}
		var e entry
		if err := dec.Decode(&e); err != nil {
			return bad(fmt.Errorf("%q: %w", name, err))
		}
		f.Tensors = append(f.Tensors, Tensor{Name: name, DType: e.DType, Shape: e.Shape})
		f.offsets[name] = e.Offsets
	}
	if _, err := dec.Token(); err != nil {
		return bad(err)
	}
	if rest := bytes.TrimSpace(head[dec.InputOffset():]); len(rest) > 0 {
		return bad(fmt.Errorf("%d bytes after the object", len(rest)))
	}
	return f, nil
}

// place gives every tensor its window on data, and leaves them sorted by name.
func (f *header) place(data []byte) error {
	sort.Slice(f.Tensors, func(i, j int) bool {
		a, b := f.offsets[f.Tensors[i].Name], f.offsets[f.Tensors[j].Name]
		if a != b {
			return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
		}
		return f.Tensors[i].Name < f.Tensors[j].Name
	})
	end := 0
	for i := range f.Tensors {
		t := &f.Tensors[i]
		o := f.offsets[t.Name]
		switch {
		case o[0] < 0 || o[1] < o[0]:
			return fmt.Errorf("tensor %q: offsets %v are not a range", t.Name, o)
		case o[1] > len(data):
			return fmt.Errorf("tensor %q: its data should end at byte %d, the file has %d (truncated?)", t.Name, o[1], len(data))
		case o[0] < end:
			return fmt.Errorf("tensor %q: offsets %v overlap the tensor before it", t.Name, o)
		case o[0] > end:
			return fmt.Errorf("tensor %q: offsets %v leave a gap after byte %d", t.Name, o, end)
		}
		t.Data = data[o[0]:o[1]:o[1]]
		end = o[1]
		if err := t.check(); err != nil {
			return err
		}
	}
	if end != len(data) {
		return fmt.Errorf("%d bytes after the last tensor", len(data)-end)
	}
	sort.Slice(f.Tensors, func(i, j int) bool { return f.Tensors[i].Name < f.Tensors[j].Name })
	return nil
}
