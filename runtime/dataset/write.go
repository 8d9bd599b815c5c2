package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/pindiff/pindiffc/runtime/safetensors"
)

// Write makes an .npz of arrays in C order, float32 where Single, else float64,
// compressed, atomically. The same arrays give the same bytes.
func Write(path string, arrays []Array) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range arrays {
		w, err := z.CreateHeader(&zip.FileHeader{Name: arrays[i].Name + ".npy", Method: zip.Deflate})
		if err == nil {
			err = writeArray(w, &arrays[i])
		}
		if err != nil {
			return fmt.Errorf("%s: array %s: %w", path, arrays[i].Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return safetensors.WriteAtomic(path, b.Bytes())
}

func writeArray(w io.Writer, a *Array) error {
	n, err := count(a.Shape)
	if err != nil {
		return err
	}
	if n != len(a.Data) {
		return fmt.Errorf("shape %v holds %d values, there are %d", a.Shape, n, len(a.Data))
	}
	size, descr := 8, "<f8"
	if a.Single {
		size, descr = 4, "<f4"
	}
	shape := ""
	for _, s := range a.Shape {
		shape += fmt.Sprintf("%d, ", s)
	}
	if len(a.Shape) > 1 {
		shape = strings.TrimSuffix(shape, ", ")
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, strings.TrimSuffix(shape, " "))
	text += strings.Repeat(" ", 63-(10+len(text))%64) + "\n"
	head := append([]byte("\x93NUMPY\x01\x00"), 0, 0)
	binary.LittleEndian.PutUint16(head[8:], uint16(len(text)))
	if _, err := w.Write(append(head, text...)); err != nil {
		return err
	}
	buf := make([]byte, 0, chunk)
	for i, x := range a.Data {
		if size == 4 {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(float32(x)))
		} else {
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
		}
		if len(buf) == chunk || i == len(a.Data)-1 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	return nil
}
