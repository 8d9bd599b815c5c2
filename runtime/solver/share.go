package solver

import (
	"strings"

	"github.com/pindiff/pindiffc/runtime/grid"
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Where a run has fewer cases than workers, those without one help the others: the
// strips of a case's grid (see grid.Strips) are spread over a team. That is so for what
// goes over all cells and writes each in its own place: passes over vectors (see
// grid.Space.Shared) and the kernels below. What goes over the faces of axis 0, or adds
// to a number from many cells as kernels Params do, is left to the worker itself. Results
// are those of a worker alone, bit by bit.

// sharing is a worker's part in that.
type sharing[T vec.Float] struct {
	index int           // of the worker
	peers *[]*worker[T] // all workers
	team  *pool.Team    // nil where there is nothing to share

	borrowed kernel.Args[T] // as the member of another worker's team

	job[T]
	run func(worker, first, last int) // the job over some strips
}

// job is a kernel at work, over lo <= i < hi: the interior and maybe ghosts of axis 0. It
// writes no cell of other indices than those it is given.
type job[T vec.Float] struct {
	f      kernel.Func[T]
	lo, hi int

	fill  []T // a vector whose ghosts are made just before, but for those behind walls of axis 0; may be nil
	by    fillKind
	empty []T // a vector whose ghosts of the other axes are cleared
}

// fillKind is what ghosts are those of.
type fillKind uint8

const (
	ofState fillKind = iota
	ofDirection
	ofCotangent
)

// leastShared is how many values a vector has at least that is shared: to hand half of a
// pass or a kernel to another processor, and its results back, takes about a microsecond,
// as long as the half of 8192 values itself.
const leastShared = 3 << 12

var shareAll bool // whatever it takes: for tests

// worthSharing says whether a case is shared where it can be, which changes no bits:
// where it is large enough, and networks and preconditioners, which one worker runs
// alone, do not take most of a step; the others would have to be woken after each.
func (s *shared[T]) worthSharing() bool {
	kind := s.preconditioning()
	plain := (strings.HasPrefix(kind, "none") || strings.HasPrefix(kind, "sweeps")) && s.callsNothing(kernel.PerStep)
	return shareAll || plain && s.grid.Cells*s.space.Fields >= leastShared
}

// shareWith makes w the worker of that index among peers, with a team of the pool if that
// pays.
func (w *worker[T]) shareWith(peers *[]*worker[T], index int, p *pool.Pool) {
	s := &w.sharing
	s.index, s.peers, s.run = index, peers, w.runStrips
	w.space = w.space.Of(index)
	if w.grid.Strips() > 1 && p.Workers() > 1 && w.worthSharing() {
		s.team = p.Team(index)
		w.space = w.space.Shared(s.team)
	}
}

// rows runs a kernel over lo <= i < hi.
func (w *worker[T]) rows(f kernel.Func[T], lo, hi int) {
	w.do(job[T]{f: f, lo: lo, hi: hi})
}

// interior is rows over the interior.
func (w *worker[T]) interior(f kernel.Func[T]) { w.rows(f, 0, w.grid.N[0]) }

// do does a job.
func (w *worker[T]) do(j job[T]) {
	w.args.Past = true
	w.all(w.begin(j))
	w.args.Past = false
}

// all runs something over all strips.
func (w *worker[T]) all(f func(worker, first, last int)) {
	s, n := &w.sharing, w.grid.Strips()
	if s.team == nil {
		f(s.index, 0, n)
		return
	}
	s.team.Run(n, f)
}

// begin is a job that is left to a pass over what the job makes: see grid.Space.After.
func (w *worker[T]) begin(j job[T]) func(worker, first, last int) {
	s := &w.sharing
	s.job = j
	if j.fill != nil {
		w.seams()
	}
	return s.run
}

// seams makes those ghosts that more than one share or block of the job reads: on both
// sides of the borders of strips.
func (w *worker[T]) seams() {
	n := w.grid.Strips()
	if w.sharing.team == nil && !w.grid.Blocks() {
		return
	}
	for k := 1; k < n; k++ {
		at, _ := w.grid.Span(k, n)
		w.fillAcross(&w.args, max(0, at-w.grid.Depth), min(w.grid.N[0], at+w.grid.Depth))
	}
}

// runStrips does some strips of the job, for a worker of the team.
func (w *worker[T]) runStrips(worker, first, last int) {
	s := &w.sharing
	a := w.argsOf(worker)
	lo, hi := w.grid.Span(first, last)
	from, to := lo+w.grid.Depth, hi-w.grid.Depth // between seams
	if first == 0 {
		lo, from = s.lo, -w.grid.Depth
	}
	if last == w.grid.Strips() {
		hi, to = s.hi, w.grid.N[0]+w.grid.Depth
	}
	if s.fill != nil {
		w.fillAlong(first == 0, last == w.grid.Strips())
		if from < to {
			w.fillAcross(a, from, to)
		}
	}
	if s.empty != nil {
		w.emptyAcross(lo, hi)
	}
	s.f(a, lo, hi)
}

// argsOf is w's arguments for a worker of its team.
func (w *worker[T]) argsOf(worker int) *kernel.Args[T] {
	s := &w.sharing
	if worker == s.index {
		return &w.args
	}
	a := &(*s.peers)[worker].sharing.borrowed
	a.Borrow(&w.args)
	return a
}

// fillAlong makes the job's ghosts of axis 0, low ones or high ones, from interior cells
// that nobody writes meanwhile.
func (w *worker[T]) fillAlong(low, high bool) {
	s, g := &w.sharing, w.grid
	for x := s.fill; len(x) > 0; x = x[g.Size:] {
		for k, here := range [2]bool{low, high} {
			switch {
			case !here:
			case g.Periodic[0]:
				grid.WrapSide(g, x[:g.Size], k == 1)
			case s.by == ofCotangent:
				grid.ZeroFace(g, x[:g.Size], 0, k == 1)
			}
		}
	}
}

// fillAcross makes the job's ghosts of other axes than 0 in the cells with lo <= i < hi
// on axis 0: they depend on no others.
func (w *worker[T]) fillAcross(a *kernel.Args[T], lo, hi int) {
	s := &w.sharing
	for axis := 1; axis < w.grid.Dim; axis++ {
		switch {
		case w.grid.Periodic[axis]:
			for x := s.fill; len(x) > 0; x = x[w.grid.Size:] {
				grid.WrapAcross(w.grid, x[:w.grid.Size], axis, lo, hi)
			}
			continue
		case s.by == ofCotangent:
			for x := s.fill; len(x) > 0; x = x[w.grid.Size:] {
				grid.ZeroAcross(w.grid, x[:w.grid.Size], axis, lo, hi)
			}
			continue
		}
		for _, g := range w.ghosts[axis] {
			f := g.Value
			if s.by == ofDirection {
				f = g.Tangent
			}
			if f != nil {
				f(a, lo, hi)
			}
		}
	}
}

// emptyAcross clears the job's ghosts of other axes than 0 in the cells with lo <= i < hi
// on axis 0.
func (w *worker[T]) emptyAcross(lo, hi int) {
	for axis := 1; axis < w.grid.Dim; axis++ {
		for x := w.sharing.empty; len(x) > 0; x = x[w.grid.Size:] {
			grid.ZeroAcross(w.grid, x[:w.grid.Size], axis, lo, hi)
		}
	}
}
