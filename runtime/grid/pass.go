package grid

import "github.com/pindiff/pindiffc/runtime/vec"

// Team is who may share a pass: Run calls f for ranges that make up 0 to n, each on one
// of its workers, and returns when all are done.
type Team interface {
	Run(n int, f func(worker, lo, hi int))
}

// After is s for one pass that goes over what make makes: it is called just before, for
// ranges of strips that are in a worker's hands, a block at a time, so that the pass finds
// in a cache what has been made.
func (s Space[T]) After(make func(worker, first, last int)) Space[T] {
	s.before = make
	return s
}

// Of is s in the hands of the worker of that index: see After.
func (s Space[T]) Of(worker int) Space[T] {
	s.worker = worker
	return s
}

// Shared is s with its passes over memory shared by a team, strip by strip. It is for
// one goroutine at a time, as are its copies.
func (s Space[T]) Shared(team Team) Space[T] {
	c := &crew[T]{team: team, sums: make([]sums, s.Fields*s.Strips())}
	c.space = s
	c.share = func(worker, lo, hi int) {
		size := c.space.block(hi-lo, c.before)
		for from := lo; from < hi; from += size {
			to := min(from+size, hi)
			if c.before != nil {
				c.before(worker, from, to)
			}
			for f := c.first; f < c.last; f++ {
				if !c.pass.sums() {
					c.space.pass(&c.pass, f, from, to, nil)
					continue
				}
				for k := from; k < to; k++ {
					t := &c.sums[f*c.space.Strips()+k]
					*t = sums{}
					c.space.pass(&c.pass, f, k, k+1, t)
				}
			}
		}
	}
	s.crew = c
	return s
}

// crew is a team with the pass that it makes.
type crew[T vec.Float] struct {
	team        Team
	space       Space[T]
	pass        pass[T]
	before      func(worker, first, last int)
	first, last int    // fields
	sums        []sums // by field and strip
	share       func(worker, lo, hi int)
}

// sums are those that a pass takes.
type sums [2]vec.Totals

// add adds another's.
func (s *sums) add(o *sums) {
	for i := range s {
		s[i].Add(&o[i])
	}
}

// operation is what a pass does; see Space's methods.
type operation uint8

const (
	dot operation = iota
	dotNorm
	axpbyNorm
	advance
	toward
	axpy // and what follows: no sums
	axpby
	scale
	copyTo
	zero
	redirect
	move
	pack
	unpack
	clearWhole // ghosts too
	addWhole
	wrap
	clearGhosts
)

// pass is one operation on vectors, with what it takes.
type pass[T vec.Float] struct {
	operation
	axis    int // of ghosts
	a, b, c T
	p, q, t []T
	x, y, z []T
}

// sums says whether the operation takes any.
func (o operation) sums() bool { return o < axpy }

// all makes a pass without sums over all fields.
func (s *Space[T]) all(p pass[T]) {
	if s.shares(&p, 0, s.Fields) {
		return
	}
	n := s.Strips()
	size := s.block(n, s.before)
	for from := 0; from < n; from += size {
		to := min(from+size, n)
		if s.before != nil {
			s.before(s.worker, from, to)
		}
		for f := range s.Fields {
			s.pass(&p, f, from, to, nil)
		}
	}
}

// over makes a pass with sums over fields from first to last-1, and gives the sums over
// each of them to add, in order.
func (s *Space[T]) over(p pass[T], first, last int, add func(f int, t sums)) {
	n, before, shared := s.Strips(), s.before, s.shares(&p, first, last)
	switch {
	case shared:
		before = nil
	case before != nil && last-first > together:
		before(s.worker, 0, n)
		before = nil
	}
	size := s.block(n, before)
	for ; first < last; first += together {
		var totals [together]sums
		fields := min(together, last-first)
		for from := 0; from < n; from += size {
			to := min(from+size, n)
			if before != nil {
				before(s.worker, from, to)
			}
			for f := range fields {
				for k := from; k < to; k++ {
					var t sums
					if shared {
						t = s.crew.sums[(first+f)*n+k]
					} else {
						s.pass(&p, first+f, k, k+1, &t)
					}
					totals[f].add(&t)
				}
			}
		}
		for f := range fields {
			add(first+f, totals[f])
		}
	}
}

// block is how many of n strips are made and gone over at a time: all where nothing is
// made for the pass.
func (s *Space[T]) block(n int, before func(worker, first, last int)) int {
	if before == nil {
		return n
	}
	return s.blockStrips()
}

// together is how many fields sums are taken over while what makes them is in a cache.
const together = 4

// shares has the crew make a pass, if there is one that may.
func (s *Space[T]) shares(p *pass[T], first, last int) bool {
	c := s.crew
	if c == nil || s.Strips() == 1 {
		return false
	}
	c.pass, c.first, c.last, c.before = *p, first, last, s.before
	c.team.Run(s.Strips(), c.share)
	c.pass, c.before = pass[T]{}, nil
	return true
}

// pass makes a pass over the strips from lo to hi-1 of one field.
func (s *Space[T]) pass(p *pass[T], f, lo, hi int, t *sums) {
	from, to := s.Span(lo, hi)
	if p.operation == clearWhole || p.operation == addWhole {
		p.whole(s.Grid, f, from, to)
		return
	}
	if p.operation == pack || p.operation == unpack {
		p.dense(s.Grid, f, from, to)
		return
	}
	if p.operation == wrap || p.operation == clearGhosts {
		p.ghosts(s.Grid, p.x[f*s.Size:(f+1)*s.Size], from, to)
		return
	}
	at, r, slabs, apart := s.rows(from, to)
	at += f * s.Size
	for range slabs {
		p.rows(t, at, r)
		at += apart
	}
}

// dense packs or unpacks one field with from <= i < to on axis 0.
func (p *pass[T]) dense(g *Grid, f, from, to int) {
	per := g.Rows() / g.N[0]
	if g.Dim == 1 {
		per, to = 1, 1
	}
	dense, padded := p.x[f*g.Cells:], p.y[f*g.Size:]
	n := g.N[g.Dim-1]
	for k := from * per; k < to*per; k++ {
		r := g.Row(k)
		if p.operation == pack {
			copy(dense[k*n:(k+1)*n], padded[r:r+n])
		} else {
			copy(padded[r:r+n], dense[k*n:(k+1)*n])
		}
	}
}

// rows does the operation on some rows, which begin at a place in the vectors.
func (p *pass[T]) rows(t *sums, at int, r vec.Rows) {
	switch p.operation {
	case dot:
		vec.DotRows(&t[0], r, p.x[at:], p.y[at:])
	case dotNorm:
		vec.DotsRows(&t[0], &t[1], r, p.x[at:], p.y[at:])
	case axpy:
		vec.AxpyRows(r, p.a, p.x[at:], p.y[at:])
	case axpby:
		vec.AxpbyRows(r, p.a, p.x[at:], p.b, p.y[at:])
	case axpbyNorm:
		vec.AxpbySquares(&t[0], r, p.z[at:], p.a, p.x[at:], p.b, p.y[at:])
	case scale:
		vec.ScaleRows(r, p.a, p.x[at:])
	case copyTo:
		vec.CopyRows(r, p.y[at:], p.x[at:])
	case zero:
		for k := range r.Count {
			clear(p.x[at+k*r.Stride:][:r.N])
		}
	case advance:
		vec.Advance(&t[0], &t[1], r, p.a, p.p[at:], p.b, p.q[at:], p.x[at:], p.c, p.t[at:], p.y[at:], p.z[at:])
	case redirect:
		vec.Redirect(r, p.z[at:], p.x[at:], p.b, p.p[at:], p.a, p.q[at:])
	case move:
		vec.Move(r, p.x[at:], p.y[at:], p.a, p.p[at:])
	case toward:
		vec.Toward(&t[0], r, p.z[at:], p.x[at:], p.a, p.y[at:])
	}
}
