package dataset

import "github.com/pindiff/pindiffc/runtime/safetensors"

// Save writes labels as the safetensors file that package job reads: "t",
// the states, the closures and "split".
func (l *Labels) Save(path string) error {
	f := &safetensors.File{}
	add := func(t safetensors.Tensor, err error) error {
		f.Tensors = append(f.Tensors, t)
		return err
	}
	if err := add(safetensors.New("t", []int{len(l.Times)}, l.Times)); err != nil {
		return err
	}
	for _, list := range [][]Array{l.States, l.Closures} {
		for i := range list {
			if err := add(list[i].tensor()); err != nil {
				return err
			}
		}
	}
	f.Tensors = append(f.Tensors, safetensors.NewInts("split", l.Split))
	return safetensors.Save(path, f)
}

func (a *Array) tensor() (safetensors.Tensor, error) {
	if !a.Single {
		return safetensors.New(a.Name, a.Shape, a.Data)
	}
	v := make([]float32, len(a.Data))
	for i, x := range a.Data {
		v[i] = float32(x)
	}
	return safetensors.New(a.Name, a.Shape, v)
}

// FromSafetensors converts what a solver wrote to arrays, in the order of their
// names.
func FromSafetensors(path string) ([]Array, error) {
	f, err := safetensors.Load(path)
	if err != nil {
		return nil, err
	}
	var out []Array
	for i := range f.Tensors {
		t := &f.Tensors[i]
		a := Array{Name: t.Name, Shape: t.Shape, Data: make([]float64, t.Len()), Single: t.DType == safetensors.F32, DType: map[safetensors.DType]string{
			safetensors.F32: "float32", safetensors.F64: "float64", safetensors.I64: "int64", safetensors.U8: "uint8"}[t.DType]}
		if err := safetensors.Copy(a.Data, t, 0); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}
