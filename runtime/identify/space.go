package identify

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// space is what is known of A: V and Q orthonormal, with the columns of A V in the
// space of Q, and A'Q = V C. The squares of C's singular values are the eigenvalues
// of A'QQ'A, to the precision of A itself and not of its square.
type space struct {
	ctx context.Context
	sys System
	o   Options
	p   *Posterior

	v, q [][]float64
	c    [][]float64 // columns of C
}

// everything looks along each of the numbers: A = Q R, whose singular vectors are
// those of R.
func (s *space) everything() error {
	n := len(s.p.Prior)
	for i := range n {
		e := make([]float64, n)
		e[i] = 1
		s.v = append(s.v, e)
		y, err := s.push(e)
		if err != nil {
			return err
		}
		size, column := norm(y), make([]float64, len(s.q)+1)
		rest := project(s.q, y, column)
		if rest <= negligible*size {
			rest = 0
			clear(y)
		}
		column[len(s.q)] = normalise(y, rest)
		s.q, s.c = append(s.q, y), append(s.c, column)
		s.told(n)
	}
	s.p.Settled = true
	return s.decompose(dense(s.c, n).T()) // A'A = R'R
}

// krylov grows the space of A'A from the gradients that are watched, until their
// deviations stand. Every vector is made orthogonal to all before it.
func (s *space) krylov() error {
	s.v = [][]float64{s.begin()}
	var before []float64
	calm := 0
	for len(s.q) < s.o.Products {
		more, err := s.grow()
		if err != nil {
			return err
		}
		if err := s.decompose(dense(s.c, len(s.v))); err != nil {
			return err
		}
		now := s.deviations()
		if before != nil {
			s.p.Change = change(before, now)
			if calm++; s.p.Change > s.o.Tol {
				calm = 0
			}
		}
		before = now
		s.told(s.o.Products)
		if !more || calm >= standing && len(now) > 0 {
			s.p.Settled = true
			break
		}
	}
	return nil
}

// grow takes the last vector of V through A, what is new of that through A', and
// what is new of that, or else noise, into V; false if V is everything.
func (s *space) grow() (more bool, err error) {
	last := s.v[len(s.v)-1]
	y, err := s.push(last)
	if err != nil {
		return false, err
	}
	size := norm(y)
	rest := normalise(y, project(s.q, y, nil))
	column := make([]float64, len(s.v))
	back := make([]float64, len(last))
	if rest > negligible*size {
		if back, err = s.sys.Pull(s.ctx, y); err != nil {
			return false, err
		}
		back = s.p.whiten(back)
	} else {
		clear(y) // A makes nothing new of it
	}
	s.q = append(s.q, y)
	size = norm(back)
	if !finite(size) {
		return false, errors.New("identify: a product with J' is not finite")
	}
	if rest = normalise(back, project(s.v, back, column)); rest > negligible*size {
		s.v, s.c = append(s.v, back), append(s.c, append(column, rest))
		return true, nil
	}
	s.c = append(s.c, column)
	noise := random(len(last), uint64(len(s.v)))
	size = norm(noise)
	if rest = normalise(noise, project(s.v, noise, nil)); rest <= negligible*size {
		return false, nil
	}
	s.v = append(s.v, noise)
	return true, nil
}

// begin is the sum of the watched gradients in random directions, or noise.
func (s *space) begin() []float64 {
	out := make([]float64, len(s.p.Prior))
	signs := rand.New(rand.NewPCG(1, 2))
	for _, g := range s.o.Watch {
		w := s.p.whiten(g)
		if size := norm(w); size > 0 {
			axpy(signs.NormFloat64()/size, w, out)
		}
	}
	if norm(out) == 0 {
		out = random(len(out), 0)
	}
	scale(1/norm(out), out)
	return out
}

// negligible is what rounding leaves of a vector whose space is taken out of it.
const negligible = 1e-13

// push is A v.
func (s *space) push(v []float64) ([]float64, error) {
	y, err := s.sys.Push(s.ctx, s.p.whiten(v))
	if err != nil {
		return nil, err
	}
	s.p.Products++
	if !finite(norm(y)) {
		return nil, errors.New("identify: a product with J is not finite")
	}
	return slices.Clone(y), nil
}

// project takes the space of an orthonormal basis out of x, adds the coefficients
// to c, if there is one, and returns the length of the rest.
func project(basis [][]float64, x, c []float64) float64 {
	for range 2 {
		for i, b := range basis {
			k := dot(b, x)
			axpy(-k, b, x)
			if c != nil {
				c[i] += k
			}
		}
	}
	return norm(x)
}

// normalise divides by the length, which it returns.
func normalise(x []float64, length float64) float64 {
	if length > 0 {
		scale(1/length, x)
	}
	return length
}

// dense is a matrix of columns, shorter ones ending with zeros.
func dense(columns [][]float64, rows int) *mat.Dense {
	m := mat.NewDense(rows, len(columns), nil)
	for j, column := range columns {
		for i, x := range column {
			m.Set(i, j, x)
		}
	}
	return m
}

// decompose finds the eigenvectors V U of A'QQ'A = V C C' V', C = U s W'.
func (s *space) decompose(c mat.Matrix) error {
	var svd mat.SVD
	if !svd.Factorize(c, mat.SVDThin) {
		return errors.New("identify: the singular values are not found")
	}
	var u mat.Dense
	svd.UTo(&u)
	s.p.Seen = svd.Values(nil)
	s.p.axes = make([][]float64, len(s.p.Seen))
	for j := range s.p.axes {
		s.p.Seen[j] *= s.p.Seen[j]
		s.p.axes[j] = make([]float64, len(s.p.Prior))
		for i := range s.v {
			axpy(u.At(i, j), s.v[i], s.p.axes[j])
		}
	}
	return nil
}

func (s *space) deviations() []float64 {
	var out []float64
	for _, g := range s.o.Watch {
		sd, _ := s.p.Deviation(g)
		out = append(out, sd)
	}
	return out
}

func (s *space) told(of int) {
	if s.o.Progress != nil {
		s.o.Progress(s.p.Products, of)
	}
}

// change is the largest relative one.
func change(before, now []float64) float64 {
	most := 0.0
	for i, a := range before {
		if a > 0 {
			most = max(most, math.Abs(a-now[i])/a)
		}
	}
	return most
}

// random numbers, the same for a seed.
func random(n int, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 3))
	out := make([]float64, n)
	for i := range out {
		out[i] = r.NormFloat64()
	}
	return out
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += v * y[i]
	}
	return s
}

func norm(x []float64) float64 { return math.Sqrt(dot(x, x)) }

func axpy(a float64, x, y []float64) {
	for i, v := range x {
		y[i] += a * v
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func scale(a float64, x []float64) {
	for i := range x {
		x[i] *= a
	}
}
