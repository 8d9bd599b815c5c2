package precond

import (
	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// partition tells the states that are eliminated in each cell, E, from those that are
// kept, K, and holds A_EE^-1 and A_EE^-1 A_EK.
type partition[T vec.Float] struct {
	m           *Matrix[T]
	kept, local []int  // states
	isLocal     []bool // by state
	centre      []term[T]
	inverse     blocks[T] // of A_EE
	small       *inverter
	outward     *Matrix[T] // A_KE; nil: nothing is eliminated
	inward      *Matrix[T] // A_EK
	gain        [][]T      // A_EE^-1 A_EK: that of local state x and kept state s at [x*len(kept)+s]
}

func newPartition[T vec.Float](m *Matrix[T]) *partition[T] {
	p := &partition[T]{m: m, isLocal: localStates(m)}
	for s, local := range p.isLocal {
		if local {
			p.local = append(p.local, s)
		} else {
			p.kept = append(p.kept, s)
		}
	}
	n := len(p.local)
	if n == 0 {
		return p
	}
	place := make([]int, m.States)
	for i, s := range p.local {
		place[s] = i
	}
	for _, t := range terms(m, 0, 0) {
		if p.isLocal[t.equation] && p.isLocal[t.state] {
			t.equation, t.state = place[t.equation], place[t.state]
			p.centre = append(p.centre, t)
		}
	}
	p.small = newInverter(n)
	p.inverse, _ = grid.Alloc[T](m.Grid, n*n)
	p.gain, _ = grid.Alloc[T](m.Grid, n*len(p.kept))
	p.outward = m.some(func(e Entry) bool { return !p.isLocal[e.Equation] && p.isLocal[e.State] })
	p.inward = m.some(func(e Entry) bool { return p.isLocal[e.Equation] && !p.isLocal[e.State] })
	return p
}

// localStates says which states have equations within the cell alone. One at least
// is left.
func localStates[T vec.Float](m *Matrix[T]) []bool {
	local, own, left := make([]bool, m.States), make([]bool, m.States), false
	for s := range local {
		local[s] = true
	}
	for _, e := range m.Entries {
		local[e.Equation] = local[e.Equation] && e.Off == [3]int{}
		own[e.Equation] = own[e.Equation] || e.State == e.Equation
	}
	for s := range local {
		local[s] = local[s] && own[s]
		left = left || !local[s]
	}
	if !left {
		clear(local)
	}
	return local
}

// some is the matrix of a choice of entries, on the same memory.
func (m *Matrix[T]) some(choice func(e Entry) bool) *Matrix[T] {
	part := &Matrix[T]{Grid: m.Grid, States: m.States}
	for k, e := range m.Entries {
		if choice(e) {
			part.Entries = append(part.Entries, e)
			part.Values = append(part.Values, m.Values[k])
		}
	}
	part.Given = len(part.Entries)
	part.layRows()
	return part
}

// update inverts A_EE.
func (p *partition[T]) update() error {
	n := len(p.local)
	if n == 0 {
		return nil
	}
	vec.ClearUpper()
	g := p.m.Grid
	length := g.N[g.Dim-1]
	for k := range g.Rows() {
		first := g.Row(k)
		if at := invertRow(p.inverse, p.small, p.centre, first, length); at >= 0 {
			return singular(p.m, at, -1)
		}
	}
	for _, v := range p.gain {
		clear(v)
	}
	for k, e := range p.inward.Entries {
		col, row := indexOf(p.kept, e.State), indexOf(p.local, e.Equation)
		for x := range n {
			to, inv := p.gain[x*len(p.kept)+col], p.inverse[x*n+row]
			for r := range g.Rows() {
				i := g.Row(r)
				vec.MulAdd(to[i:i+length], inv[i:i+length], p.inward.Values[k][i:i+length])
			}
		}
	}
	return nil
}

func indexOf(list []int, s int) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// divide sets the local states of x to A_EE^-1 b, or A_EE^-T b.
func (p *partition[T]) divide(x, b []T, transposed bool) {
	n := len(p.local)
	if n == 0 {
		return
	}
	g, row, col := p.m.Grid, n, 1
	if transposed {
		row, col = 1, n
	}
	length := g.N[g.Dim-1]
	for k := range g.Rows() {
		r := g.Row(k)
		for e, to := range p.local {
			y := p.m.part(x, to)[r : r+length]
			for s, from := range p.local {
				a, v := p.inverse[e*row+s*col][r:r+length], p.m.part(b, from)[r:r+length]
				if s == 0 {
					vec.Mul(y, a, v)
				} else {
					vec.MulAdd(y, a, v)
				}
			}
		}
	}
}
