package grid_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/pindiff/pindiffc/runtime/grid"
)

// anyGrid draws a grid of one to three axes.
func anyGrid(rt *rapid.T, elem int) *grid.Grid {
	halo := rapid.IntRange(0, 2).Draw(rt, "halo")
	axes := make([]grid.Axis, rapid.IntRange(1, 3).Draw(rt, "dim"))
	for i := range axes {
		axes[i] = grid.Axis{
			Lo: -1, Hi: 2, Periodic: rapid.Bool().Draw(rt, "periodic"),
			Cells: rapid.IntRange(max(1, 2*halo), 9).Draw(rt, "cells"),
		}
	}
	g, err := grid.New(axes, halo, elem)
	require.NoError(rt, err)
	return g
}

func TestLayout(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyGrid(rt, 4)
		views, all := grid.Alloc[float32](g, 2)
		require.Len(rt, all, 2*g.Size)
		for _, v := range views {
			for k := range g.Rows() {
				require.Zero(rt, uintptr(unsafe.Pointer(&v[g.Row(k)]))%64)
			}
		}
		seen := map[int]bool{}
		last := [3]int{g.N[0] + g.Depth, g.N[1] + g.Depth, g.N[2] + g.Depth}
		first := [3]int{-g.Depth, -g.Depth, -g.Depth}
		for a := g.Dim; a < 3; a++ {
			first[a], last[a] = 0, 1
		}
		for i := first[0]; i < last[0]; i++ {
			for j := first[1]; j < last[1]; j++ {
				for k := first[2]; k < last[2]; k++ {
					p := g.Index(i, j, k)
					require.True(rt, p >= 0 && p < g.Size)
					require.False(rt, seen[p])
					seen[p] = true
					if g.Dim > 1 {
						require.Equal(rt, p, (i+g.Depth)*g.Stride[0]+g.SlabIndex(j, k))
					}
				}
			}
		}
	})
}

func TestPackUnpack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyGrid(rt, 8)
		views, _ := grid.Alloc[float64](g, 1)
		dense, back := make([]float64, g.Cells), make([]float64, g.Cells)
		for i := range dense {
			dense[i] = float64(i + 1)
		}
		grid.Unpack(g, views[0], dense)
		require.Equal(rt, 1.0, views[0][g.Index(0, 0, 0)])
		require.Equal(rt, float64(g.Cells), views[0][g.Index(g.N[0]-1, g.N[1]-1, g.N[2]-1)])
		grid.Pack(g, back, views[0])
		require.Equal(rt, dense, back)
		grid.UnpackAdd(g, views[0], dense)
		grid.Pack(g, back, views[0])
		require.Equal(rt, 2*dense[g.Cells-1], back[g.Cells-1])
	})
}

// TestAdjoints: <F x, y> = <x, F' y> for every way of filling ghosts, over whole
// padded arrays; the filled ghosts have no part in the input.
func TestAdjoints(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyGrid(rt, 8)
		axis := rapid.IntRange(0, g.Dim-1).Draw(rt, "axis")
		high := rapid.Bool().Draw(rt, "high")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		pairs := []struct {
			name       string
			fill, fold func(a []float64)
		}{
			{"wrap", func(a []float64) { grid.Wrap(g, a, axis) }, func(a []float64) { grid.FoldWrap(g, a, axis) }},
			{"extend", func(a []float64) { grid.Extend(g, a, axis, high) }, func(a []float64) { grid.FoldExtend(g, a, axis, high) }},
			{"zero", func(a []float64) { grid.ZeroFace(g, a, axis, high) }, func(a []float64) { grid.ZeroFace(g, a, axis, high) }},
		}
		for _, p := range pairs {
			x, y := random(rng, g.Size), random(rng, g.Size)
			fx, fy := clone(x), clone(y)
			p.fill(fx)
			p.fold(fy)
			require.InDelta(rt, dot(fx, y), dot(x, fy), 1e-10, p.name)
		}
		face := g.FaceSize(axis)
		x, y := random(rng, face), random(rng, face)
		fx, fy := clone(x), clone(y)
		grid.WrapFace(g, fx, axis)
		grid.FoldFace(g, fy, axis)
		require.InDelta(rt, dot(fx, y), dot(x, fy), 1e-10, "face")
	})
}

func TestWrapRepeats(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 5, Periodic: true}, {Hi: 1, Cells: 4, Periodic: true}}, 1, 8)
	require.NoError(t, err)
	views, _ := grid.Alloc[float64](g, 1)
	a := views[0]
	for i := range 5 {
		for j := range 4 {
			a[g.Index(i, j, 0)] = float64(10*i + j)
		}
	}
	grid.Wrap(g, a, 0)
	grid.Wrap(g, a, 1)
	for i := -2; i < 7; i++ {
		for j := -2; j < 6; j++ {
			require.Equal(t, float64(10*((i+5)%5)+(j+4)%4), a[g.Index(i, j, 0)])
		}
	}
	grid.ZeroGhosts(g, a)
	sum := 0.0
	for _, v := range a {
		sum += v
	}
	require.Equal(t, 5*6.+4*100, sum)
}

func TestFaces(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 4}, {Hi: 1, Cells: 3}, {Hi: 1, Cells: 5}}, 1, 8)
	require.NoError(t, err)
	for axis, cells := range []int{15, 20, 12} {
		require.Equal(t, cells, g.FaceCells(axis))
		face := make([]float64, g.FaceSize(axis))
		b, c := 1, 2
		if axis > 0 {
			b = 0
		}
		if axis == 2 {
			c = 1
		}
		for i := range g.N[b] {
			for j := range g.N[c] {
				face[g.FaceIndex(axis, i, j)] = float64(i*g.N[c] + j)
			}
		}
		dense := make([]float64, cells)
		grid.PackFaceAdd(g, dense, face, axis)
		for i, v := range dense {
			require.Equal(t, float64(i), v, "axis %d", axis)
		}
	}
}

// TestSpace: the algebra reads and writes interior cells only, in any precision
// and for values whose squares leave it.
func TestSpace(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 4}, {Hi: 1, Cells: 3}}, 1, 4)
	require.NoError(t, err)
	s := grid.Space[float32]{Grid: g, Fields: 2}
	x, y := s.New(), s.New()
	for i := range x {
		x[i], y[i] = 7, 5 // ghosts too
	}
	one := make([]float32, 24)
	for i := range one {
		one[i] = 1
	}
	s.Unpack(x, one)
	require.Equal(t, 24.0, s.Dot(x, x))
	s.Axpby(2, x, 3, y) // 2 + 15
	require.Equal(t, 24*17.0, s.Dot(x, y))
	s.Axpy(1, x, y)
	s.Scale(2, y)
	require.Equal(t, 24*36.0, s.Dot(x, y))
	s.Copy(x, y)
	s.Zero(y)
	require.Zero(t, s.Dot(y, y))
	require.Equal(t, float32(5), y[0])
	for _, size := range []float32{1e-30, 1e30} {
		for i := range one {
			one[i] = size
		}
		s.Unpack(x, one)
		require.InEpsilon(t, math.Sqrt(24)*float64(size), s.Norm(x), 1e-6)
	}
	back := make([]float32, 24)
	s.Pack(back, x)
	require.Equal(t, one, back)
}

// TestWeights: Dot and Norm weigh fields, in any precision and however unequal
// they are; PlainDot does not.
func TestWeights(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 8}}, 1, 4)
	require.NoError(t, err)
	s := grid.Space[float32]{Grid: g, Fields: 2, Weights: []float64{1, 1}}
	require.False(t, s.Weighted())
	x := s.New()
	for _, small := range []float64{1e-2, 1e-15, 1e-30} {
		for i := range 8 {
			x[g.Origin+i], x[g.Size+g.Origin+i] = 3, float32(4*small)
		}
		s.Weights[1] = 1 / small
		require.True(t, s.Weighted())
		require.InEpsilon(t, 5*math.Sqrt(8), s.Norm(x), 1e-6, "%g", small)
		require.InEpsilon(t, 3*math.Sqrt(8), s.PartNorm(0, x), 1e-6)
		require.InEpsilon(t, 4*math.Sqrt(8), s.PartNorm(1, x), 1e-6)
	}
	s.Weights[1] = 1e3
	x[g.Size+g.Origin] = 2
	require.InEpsilon(t, 8*9+4e6, s.Dot(x, x), 1e-6)
	require.InEpsilon(t, 8*9+4., s.PlainDot(x, x), 1e-6)
	require.Equal(t, 2, s.Parts())
}

// TestNormOfAnySize: of float64 too, where no wider type could hold the squares.
func TestNormOfAnySize(t *testing.T) {
	g, err := grid.New([]grid.Axis{{Hi: 1, Cells: 20}}, 1, 8)
	require.NoError(t, err)
	s := grid.Space[float64]{Grid: g, Fields: 1}
	x := s.New()
	for _, size := range []float64{0, 5e-324, 1e-200, 1, 1e200, 1e307} {
		for i := range 20 {
			x[g.Origin+i] = -size
		}
		require.InDelta(t, math.Sqrt(20)*size, s.Norm(x), 1e-14*size+5e-324, "%g", size)
	}
	x[g.Origin+3] = math.Inf(1)
	require.True(t, math.IsInf(s.Norm(x), 1))
	x[g.Origin+7] = math.NaN()
	require.True(t, math.IsNaN(s.Norm(x)))
}

func TestRefuses(t *testing.T) {
	ok := grid.Axis{Hi: 1, Cells: 8}
	for name, axes := range map[string][]grid.Axis{
		"no axes": {}, "four axes": {ok, ok, ok, ok}, "no cells": {{Hi: 1}}, "reversed": {{Lo: 1, Cells: 8}},
		"stencil": {{Hi: 1, Cells: 3}}, "nan": {{Hi: math.NaN(), Cells: 8}}, "inf": {{Hi: math.Inf(1), Cells: 8}},
		"huge": {{Hi: 1, Cells: 1 << 30}, {Hi: 1, Cells: 1 << 30}}, "vanishing": {{Lo: 1e-323, Hi: 1.5e-323, Cells: 8}},
	} {
		_, err := grid.New(axes, 2, 8)
		require.Error(t, err, name)
	}
	_, err := grid.New([]grid.Axis{ok}, 9, 8)
	require.Error(t, err)
	_, err = grid.New([]grid.Axis{ok}, 1, 2)
	require.Error(t, err)
}

func random(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

func clone(x []float64) []float64 { return append([]float64(nil), x...) }

func dot(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}
