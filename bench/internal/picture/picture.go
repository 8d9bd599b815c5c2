// Package picture keeps pictures of runs beside the results that are checked in:
// the same to look at, and small.
package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
)

// Copy copies the pictures of a run, but for that of its training, as
// small files, and returns their names: closures first.
func Copy(from, to string) ([]string, error) {
	laws, err := filepath.Glob(filepath.Join(from, "closure*.png"))
	if err != nil {
		return nil, err
	}
	all, err := filepath.Glob(filepath.Join(from, "*.png"))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return nil, err
	}
	var names []string
	seen := map[string]bool{"training.png": true}
	for _, path := range append(laws, all...) {
		name := filepath.Base(path)
		if seen[name] {
			continue
		}
		seen[name] = true
		if err := Shrink(path, filepath.Join(to, name)); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// levels of each colour channel that are kept: curves and maps look the same, and
// the edges of letters compress.
const levels = 24

// Shrink writes a picture with fewer colours and the best compression.
func Shrink(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	in, err := png.Decode(bytes.NewReader(text))
	if err != nil {
		return err
	}
	out := image.NewRGBA(in.Bounds())
	for y := in.Bounds().Min.Y; y < in.Bounds().Max.Y; y++ {
		for x := in.Bounds().Min.X; x < in.Bounds().Max.X; x++ {
			r, g, b, _ := in.At(x, y).RGBA()
			out.SetRGBA(x, y, color.RGBA{coarse(r), coarse(g), coarse(b), 255})
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o644)
}

// coarse rounds 0..65535 to one of the levels, as a byte.
func coarse(v uint32) uint8 {
	k := (v*(levels-1) + 32767) / 65535
	return uint8(k * 255 / (levels - 1))
}
