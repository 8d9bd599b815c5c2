package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sort"
)

const metaKey = "__metadata__"

// entry is one tensor in the header.
type entry struct {
	DType   DType  `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// Marshal gives the bytes of a file. They depend on the content alone, not on
// the order in which tensors are given: elements of eight bytes come first, then
// four, then one (so that all are aligned), by name within each.
func Marshal(f *File) ([]byte, error) {
	order, head, size, err := layout(f)
	if err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(make([]byte, 0, 8+len(head)+size))
	err = write(b, order, head)
	return b.Bytes(), err
}

// Write is Marshal to a stream; it returns how many bytes it wrote if all went well.
func Write(w io.Writer, f *File) (int64, error) {
	order, head, size, err := layout(f)
	if err != nil {
		return 0, err
	}
	return int64(8 + len(head) + size), write(w, order, head)
}

func write(w io.Writer, order []*Tensor, head []byte) error {
	if _, err := w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(head)))); err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for _, t := range order {
		if _, err := w.Write(t.Data); err != nil {
			return err
		}
	}
	return nil
}

// layout is the order of the tensors, the header, and the size of the data.
func layout(f *File) (order []*Tensor, head []byte, size int, err error) {
	order = make([]*Tensor, len(f.Tensors))
	for i := range f.Tensors {
		order[i] = &f.Tensors[i]
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if sa, sb := a.DType.Size(), b.DType.Size(); sa != sb {
			return sa > sb
		}
		return a.Name < b.Name
	})
	header := make(map[string]any, len(order)+1)
	if len(f.Meta) > 0 {
		header[metaKey] = f.Meta
	}
	for _, t := range order {
		if err := t.check(); err != nil {
			return nil, nil, 0, err
		}
		if _, twice := header[t.Name]; twice {
			return nil, nil, 0, fmt.Errorf("two tensors named %q", t.Name)
		}
		shape := t.Shape
		if shape == nil {
			shape = []int{}
		}
		header[t.Name] = entry{t.DType, shape, [2]int{size, size + len(t.Data)}}
		size += len(t.Data)
	}
	head, err = json.Marshal(header) // sorts its keys
	if err != nil {
		return nil, nil, 0, err
	}
	for len(head)%8 != 0 {
		head = append(head, ' ')
	}
	if len(head) > MaxHeader {
		return nil, nil, 0, fmt.Errorf("header of %d bytes is longer than %d", len(head), MaxHeader)
	}
	return order, head, size, nil
}

// check that name, type, shape and data of a tensor agree.
func (t *Tensor) check() error {
	if t.Name == metaKey || t.Name == "" {
		return fmt.Errorf("a tensor cannot be named %q", t.Name)
	}
	if t.DType.Size() == 0 {
		return fmt.Errorf("tensor %q: type %q is not supported (F32, F64, I64 and U8 are)", t.Name, t.DType)
	}
	n, err := elements(t.Shape)
	if err != nil {
		return fmt.Errorf("tensor %q: %w", t.Name, err)
	}
	if n*t.DType.Size() != len(t.Data) {
		return fmt.Errorf("tensor %q: shape %v of %s needs %d bytes, there are %d", t.Name, t.Shape, t.DType, n*t.DType.Size(), len(t.Data))
	}
	return nil
}
