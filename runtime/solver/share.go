package solver

import (
	"github.com/pindiff/pindiffc/runtime/kernel"
	"github.com/pindiff/pindiffc/runtime/pool"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// Where a run has fewer cases than workers, those without one help the others: the
// strips of a case's grid (see grid.Strips) are spread over a team. That is so for what
// goes over all cells and writes each in its own place: passes over vectors (see
// grid.Space.Shared) and the kernels below. What goes over faces, or adds to a number
// from many cells as kernels Params do, is left to the worker itself. Results are those
// of a worker alone, bit by bit.

// sharing is a worker's part in that.
type sharing[T vec.Float] struct {
	index int           // of the worker
	peers *[]*worker[T] // all workers
	team  *pool.Team    // nil where there is nothing to share

	borrowed kernel.Args[T] // as the member of another worker's team

	f      kernel.Func[T] // at work, over lo <= i < hi
	lo, hi int
	run    func(worker, first, last int)
}

// shareWith makes w the worker of that index among peers, with a team of the pool if the
// grid has more than one strip.
func (w *worker[T]) shareWith(peers *[]*worker[T], index int, p *pool.Pool) {
	w.sharing.index, w.sharing.peers = index, peers
	if w.grid.Strips() == 1 || p.Workers() == 1 {
		return
	}
	w.sharing.team = p.Team(index)
	w.sharing.run = w.runStrips
}

// rows runs a kernel that writes no cell of other indices of axis 0 than those it is
// given, over lo <= i < hi, which are the interior and maybe ghosts on both sides.
func (w *worker[T]) rows(f kernel.Func[T], lo, hi int) {
	s := &w.sharing
	if s.team.Size() == 1 {
		f(&w.args, lo, hi)
		return
	}
	s.f, s.lo, s.hi = f, lo, hi
	s.team.Run(w.grid.Strips(), s.run)
	s.f = nil
}

// interior is rows over the interior.
func (w *worker[T]) interior(f kernel.Func[T]) { w.rows(f, 0, w.grid.N[0]) }

// runStrips runs it over some strips, for a worker of the team.
func (w *worker[T]) runStrips(worker, first, last int) {
	s := &w.sharing
	lo, hi := w.grid.Span(first, last)
	if first == 0 {
		lo = s.lo
	}
	if last == w.grid.Strips() {
		hi = s.hi
	}
	s.f(w.argsOf(worker), lo, hi)
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
