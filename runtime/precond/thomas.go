package precond

import "github.com/pindiff/pindiffc/runtime/vec"

// solve overwrites x by the solution of the tridiagonal systems:
//
//	t_i = D_i^-1 (x_i - A_i t_{i-1}),   x_i = t_i - D_i^-1 C_i x_{i+1}
func (l *Line[T]) solve(x []T) {
	for i := range l.length {
		if i > 0 {
			l.take(x, l.lower, i, i, i-1)
		}
		l.divide(x, i, false)
	}
	for i := l.length - 2; i >= 0; i-- {
		clear(l.in)
		for _, t := range l.upper {
			vec.MulAdd(l.part(l.in, t.equation), l.values(t, i), l.at(x, t.state, i+1))
		}
		l.pivots.multiply(l.out, l.in, l.m.States, i*l.lanes.count, l.lanes.count, false)
		l.subtract(x, i)
	}
}

// solveTransposed is solve for the transposed systems:
//
//	t_i = D_i^-T (x_i - C_{i-1}' t_{i-1}),   x_i = t_i - D_i^-T A_{i+1}' x_{i+1}
func (l *Line[T]) solveTransposed(x []T) {
	for i := range l.length {
		if i > 0 {
			l.takeTransposed(x, l.upper, i, i-1, i-1)
		}
		l.divide(x, i, true)
	}
	for i := l.length - 2; i >= 0; i-- {
		clear(l.in)
		for _, t := range l.lower {
			vec.MulAdd(l.part(l.in, t.state), l.values(t, i+1), l.at(x, t.equation, i+1))
		}
		l.pivots.multiply(l.out, l.in, l.m.States, i*l.lanes.count, l.lanes.count, true)
		l.subtract(x, i)
	}
}

// at is one state at place i of all lines.
func (l *Line[T]) at(x []T, state, i int) []T {
	return x[state*l.m.Grid.Cells+i*l.lanes.count:][:l.lanes.count]
}

// part is one state of in or out.
func (l *Line[T]) part(x []T, state int) []T {
	return x[state*l.lanes.count:][:l.lanes.count]
}

// values are those of a term at place i of all lines.
func (l *Line[T]) values(t term[T], i int) []T {
	return t.values[i*l.lanes.count:][:l.lanes.count]
}

// take is x(to) -= V(row) x(from), V the couplings of some terms.
func (l *Line[T]) take(x []T, list []term[T], to, row, from int) {
	for _, t := range list {
		vec.MulSub(l.at(x, t.equation, to), l.values(t, row), l.at(x, t.state, from))
	}
}

// takeTransposed is x(to) -= V(row)' x(from).
func (l *Line[T]) takeTransposed(x []T, list []term[T], to, row, from int) {
	for _, t := range list {
		vec.MulSub(l.at(x, t.state, to), l.values(t, row), l.at(x, t.equation, from))
	}
}

// divide is x(i) = D_i^-1 x(i), or D_i^-T x(i).
func (l *Line[T]) divide(x []T, i int, transposed bool) {
	for s := range l.m.States {
		copy(l.part(l.in, s), l.at(x, s, i))
	}
	l.pivots.multiply(l.out, l.in, l.m.States, i*l.lanes.count, l.lanes.count, transposed)
	for s := range l.m.States {
		copy(l.at(x, s, i), l.part(l.out, s))
	}
}

// subtract is x(i) -= out.
func (l *Line[T]) subtract(x []T, i int) {
	for s := range l.m.States {
		y, d := l.at(x, s, i), l.part(l.out, s)
		for q := range y {
			y[q] -= d[q]
		}
	}
}
