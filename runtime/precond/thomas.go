package precond

// solve overwrites x in a bundle by the solution of the tridiagonal system:
//
//	t_i = D_i^-1 (x_i - A_i t_{i-1}),   x_i = t_i - D_i^-1 C_i x_{i+1}
func (l *Line[T]) solve(x []T, b bundle) {
	for i := range l.length {
		cell := l.cell(b, i)
		if i > 0 {
			l.take(x, l.lower, cell, cell, l.cell(b, i-1), b.width)
		}
		l.copyOut(x, cell, b.width)
		l.divide(b.width, cell, false)
		l.copyIn(x, cell, b.width)
	}
	for i := l.length - 2; i >= 0; i-- {
		cell := l.cell(b, i)
		clear(l.in)
		for _, t := range l.upper {
			multiplyAdd(1, l.in[t.equation*b.width:][:b.width], t.values[cell:][:b.width], l.at(x, t.state, l.cell(b, i+1), b.width))
		}
		l.divide(b.width, cell, false)
		l.subtract(x, cell, b.width)
	}
}

// solveTransposed is solve for the transposed system:
//
//	t_i = D_i^-T (x_i - C_{i-1}' t_{i-1}),   x_i = t_i - D_i^-T A_{i+1}' x_{i+1}
func (l *Line[T]) solveTransposed(x []T, b bundle) {
	for i := range l.length {
		cell := l.cell(b, i)
		if i > 0 {
			before := l.cell(b, i-1)
			l.takeTransposed(x, l.upper, cell, before, before, b.width)
		}
		l.copyOut(x, cell, b.width)
		l.divide(b.width, cell, true)
		l.copyIn(x, cell, b.width)
	}
	for i := l.length - 2; i >= 0; i-- {
		cell, next := l.cell(b, i), l.cell(b, i+1)
		clear(l.in)
		for _, t := range l.lower {
			multiplyAdd(1, l.in[t.state*b.width:][:b.width], t.values[next:][:b.width], l.at(x, t.equation, next, b.width))
		}
		l.divide(b.width, cell, true)
		l.subtract(x, cell, b.width)
	}
}

// at is a stretch of one state.
func (l *Line[T]) at(x []T, state, cell, width int) []T {
	return x[state*l.m.Grid.Size+cell:][:width]
}

// take is x(to) -= V(row) x(col) with the couplings V of some terms, whose
// values stand in row.
func (l *Line[T]) take(x []T, list []term[T], to, row, col, width int) {
	for _, t := range list {
		multiplyAdd(-1, l.at(x, t.equation, to, width), t.values[row:][:width], l.at(x, t.state, col, width))
	}
}

// takeTransposed is x(to) -= V(row)' x(col).
func (l *Line[T]) takeTransposed(x []T, list []term[T], to, row, col, width int) {
	for _, t := range list {
		multiplyAdd(-1, l.at(x, t.state, to, width), t.values[row:][:width], l.at(x, t.equation, col, width))
	}
}

// divide sets out = D^-1 in, or D^-T in, D the pivots of a cell of a bundle.
func (l *Line[T]) divide(width, cell int, transposed bool) {
	l.pivots.multiply(l.out, l.in, l.m.States, cell, width, transposed)
}

func (l *Line[T]) copyOut(x []T, cell, width int) {
	for s := range l.m.States {
		copy(l.in[s*width:][:width], l.at(x, s, cell, width))
	}
}

func (l *Line[T]) copyIn(x []T, cell, width int) {
	for s := range l.m.States {
		copy(l.at(x, s, cell, width), l.out[s*width:][:width])
	}
}

func (l *Line[T]) subtract(x []T, cell, width int) {
	for s := range l.m.States {
		y, d := l.at(x, s, cell, width), l.out[s*width:][:width]
		for i := range y {
			y[i] -= d[i]
		}
	}
}
