package grid

import "testing"

func BenchmarkPasses(b *testing.B) {
	g, err := New([]Axis{{0, 1, 128, true}, {0, 1, 64, true}}, 1, 4)
	if err != nil {
		b.Fatal(err)
	}
	s := Space[float32]{Grid: g, Fields: 1}
	var v [6][]float32
	for i := range v {
		v[i] = s.New()
		for j := range v[i] {
			v[i][j] = 1 + float32(j%7)
		}
	}
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				f()
			}
		})
	}
	run("copy", func() { s.Copy(v[0], v[1]) })
	run("zero", func() { s.Zero(v[0]) })
	run("axpy", func() { s.Axpy(0, v[0], v[1]) })
	run("dot", func() { s.Dot(v[0], v[1]) })
	run("dotnorm", func() { s.DotNorm(v[0], v[1]) })
	run("axpbynorm", func() { s.AxpbyNorm(v[1], 0, v[0], 1, v[1]) })
	run("advance", func() { s.Advance(0, v[0], 0, v[1], v[2], 0, v[3], v[4], v[5]) })
	run("redirect", func() { s.Redirect(v[1], v[0], 0, v[1], 0, v[2]) })
	run("toward", func() { s.Toward(v[0], v[1], 1, v[2]) })
	run("move", func() { s.Move(v[0], v[1], 0, v[2]) })
	run("pack", func() { s.Pack(v[0], v[1]) })
}
