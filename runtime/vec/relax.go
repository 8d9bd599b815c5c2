package vec

import "fmt"

// Coupling is a term of a relaxation: products with the elements of another slice Shift
// places on. Before is a bit that says of which rows these come from the result itself.
type Coupling struct {
	Shift  int
	Before uint8
}

// RelaxRow is a row of elements from place At on, with its factors from place Factors on:
// a row of them for each coupling. Done has the bits of the couplings whose elements have
// been made before this row is.
type RelaxRow struct {
	At, Factors int
	Done        uint8
}

// Relaxation is one sweep over rows, each of n elements of slices of one length,
//
//	y[i] = b[i] - sum of a[i] * z[i+Shift] - beyond*x[i],   z = y where the coupling's bit is in Done, else x
//
// which is that of Gauss and Seidel between rows and that of Jacobi within them,
// over-relaxed by 1 + beyond, where a and b are 1 + beyond times a matrix without its
// diagonal of ones and the right-hand side. The ring first elements of a row are repeated
// behind it, the last ones before it.
type Relaxation[T Float] struct {
	size, n, ring, apart int
	terms                []Coupling
	factors              []T
	beyond               T
}

// NewRelaxation lists the couplings. From one row of factors to the next it is apart
// places. The places that rows reach are checked, once: the loops check no bounds.
func NewRelaxation[T Float](size, n, ring, apart int, rows []RelaxRow, terms []Coupling, factors []T, beyond T) Relaxation[T] {
	for _, r := range rows {
		if r.At-ring < 0 || r.At+n+ring > size || ring > n {
			panic(fmt.Sprintf("vec: a row of %d elements from %d on, with a ring of %d, out of %d elements", n, r.At, ring, size))
		}
		if last := r.Factors + (len(terms)-1)*apart + n; r.Factors < 0 || apart < n || len(terms) > 0 && last > len(factors) {
			panic(fmt.Sprintf("vec: %d rows of %d factors from %d on, %d apart, out of %d", len(terms), n, r.Factors, apart, len(factors)))
		}
		for _, t := range terms {
			if first := r.At + t.Shift; first < 0 || first+n > size {
				panic(fmt.Sprintf("vec: a coupling leads from row %d by %d places, out of %d elements", r.At, t.Shift, size))
			}
		}
	}
	return Relaxation[T]{size, n, ring, apart, terms, factors, beyond}
}

// Start sets b = f*r and x = g*r in some of the rows that the relaxation was made for: the
// right-hand side of sweeps and their first iterate. These share no memory with others.
func (p *Relaxation[T]) Start(rows []RelaxRow, b, x, f, g, r []T) {
	for _, s := range [][]T{b, x, f, g, r} {
		if len(s) != p.size {
			panic(fmt.Sprintf("vec: a start with a slice of %d elements, expected %d", len(s), p.size))
		}
	}
	done := 0
	if single[T]() {
		done = start32(rows, p.n, as32(b), as32(x), as32(f), as32(g), as32(r))
	} else {
		done = start64(rows, p.n, as64(b), as64(x), as64(f), as64(g), as64(r))
	}
	for _, row := range rows {
		at, end := row.At+done, row.At+p.n
		for j := at; j < end; j++ {
			b[j], x[j] = f[j]*r[j], g[j]*r[j]
		}
		wrapRow(x, row.At, p.n, p.ring)
	}
}

// Sweep makes some of the rows that the relaxation was made for, in this order, and adds
// the squares of y - x in them to change. y shares no memory with x and b.
func (p *Relaxation[T]) Sweep(change *Totals, rows []RelaxRow, y, x, b []T) {
	if len(y) != p.size || len(x) != p.size || len(b) != p.size {
		panic(fmt.Sprintf("vec: a sweep over slices of %d, %d and %d elements, expected %d", len(y), len(x), len(b), p.size))
	}
	var lane [lanes]T
	done := 0
	if single[T]() {
		done = relax32(lanes32(&lane), rows, p.n, p.ring, p.apart, p.terms, as32(p.factors), float32(p.beyond), as32(y), as32(x), as32(b))
	} else {
		done = relax64(lanes64(&lane), rows, p.n, p.ring, p.apart, p.terms, as64(p.factors), float64(p.beyond), as64(y), as64(x), as64(b))
	}
	if done == 0 {
		for _, r := range rows {
			p.row(&lane, r, y, x, b)
		}
	}
	fold(change, &lane)
}

func (p *Relaxation[T]) row(lane *[lanes]T, r RelaxRow, y, x, b []T) {
	to := y[r.At:][:p.n]
	copy(to, b[r.At:])
	for i := range p.terms {
		t := &p.terms[i]
		z := x
		if t.Before&r.Done != 0 {
			z = y
		}
		a, z := p.factors[r.Factors+i*p.apart:][:p.n], z[r.At+t.Shift:][:p.n]
		for j := range to {
			to[j] -= T(a[j] * z[j])
		}
	}
	for j, was := range x[r.At:][:p.n] {
		to[j] -= T(p.beyond * was)
		d := to[j] - was
		lane[j%lanes] += T(d * d)
	}
	wrapRow(y, r.At, p.n, p.ring)
}

func wrapRow[T Float](y []T, at, n, ring int) {
	for k := range ring {
		y[at-1-k] = y[at+n-1-k]
		y[at+n+k] = y[at+k]
	}
}
