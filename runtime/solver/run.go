package solver

import (
	"context"
	"fmt"

	"github.com/pindiff/pindiffc/runtime/checkpoint"
	"github.com/pindiff/pindiffc/runtime/vec"
)

// run is the memory of the present run: its plan, its cases, its levels. It is
// reused by the next one.
//
// Steps are taken in chunks: first the levels of a chunk are made, in order, by
// one goroutine (networks use the pool within), then all cases go through the
// chunk, spread over the pool, a few steps at a time. Where nothing depends on time,
// one level serves all, and the chunk is the whole run.
type run[T vec.Float] struct {
	s      *Solver[T]
	number uint64 // of this run: older tapes are void
	inputs uint64 // how often parameters, fields, weights or closures were set
	ctx    context.Context

	plan      *plan
	unsteady  bool // levels differ
	record    bool // for a pullback
	cases     []*trajectory[T]
	groups    []*group[T]
	allCases  []*trajectory[T] // of this and earlier runs
	allGroups []*group[T]
	at        [][][][]T // results
	held      []int     // level in each slot, -1 for none
	banks     [2][]int  // held of each bank of levels
	from, to  int       // steps of the present chunk, forward
	low, high int       // and backward

	sched      *checkpoint.Schedule // nil: the tape has everything; see memory.go
	buffers    int                  // of each case, for sched
	action     checkpoint.Action    // at work
	again      bool                 // steps are those of the forward run once more
	spent      bool                 // a reversal has begun, and used checkpoints up
	recomputed int                  // steps, over cases
	disk       disk[T]

	cot [][][][]T // of results, in a pullback

	settleItem, weighItem, settleBackItem, reverseOneItem, massItem func(worker, item int)
	forwardLeg, reverseLeg                                          func(worker, item, leg int) bool
}

// trajectory is one case of the run.
type trajectory[T vec.Float] struct {
	index  int
	group  *group[T]
	own    bool      // has parameters of its own
	fresh  []bool    // by state: starts from the specification's initial value
	guess  []T       // dense, the initial state before free states were made to fit
	state  []T       // dense, at the start of the chunk
	past   []T       // dense, one step before, for schemes that read it
	tape   []T       // dense states of all stages of all steps, the initial one first; or the buffers of a schedule
	origin []T       // the initial state, for a schedule that writes over it
	null   []float64 // see null.go

	diffusion float64 // see diffusion.go
	dominance float64 // likewise
	weighs    bool    // it is estimated in this run

	iter  iterates[T]
	most  int // of iterates, under a schedule: the length of those of one step
	stats Stats
	err   error

	bar      []T             // dense cotangent of the state at the end of the chunk
	pastBar  []T             // that of the state one step before, through later steps
	lead     lead[T]         // for guesses of adjoint solutions
	adjoints pastAdjoints[T] // likewise
	bars     []cotangent[T]  // of the chunk's levels
	params   []float64       // cotangent of the parameters by the steps
	weights  []T             // cotangent of the weights by the calls of the steps
}

// chunkSteps is how many steps are taken between two rounds of making levels.
const chunkSteps = 8

func (r *run[T]) init(s *Solver[T]) {
	r.s = s
	r.settleItem = func(worker, item int) { r.settle(s.workers[worker], r.cases[item]) }
	r.weighItem = func(worker, item int) { r.weigh(s.workers[worker], r.cases[item]) }
	r.settleBackItem = func(worker, item int) { r.settleBack(s.workers[worker], r.cases[item]) }
	r.forwardLeg = func(worker, item, leg int) bool { return r.forwardSteps(s.workers[worker], r.cases[item], leg) }
	r.reverseLeg = func(worker, item, leg int) bool { return r.backwardSteps(s.workers[worker], r.cases[item], leg) }
	r.reverseOneItem = func(worker, item int) { r.reverseOne(s.workers[worker], r.cases[item]) }
	r.massItem = func(worker, item int) { r.massBack(s.workers[worker], r.cases[item]) }
}

// invalidate voids tapes and levels.
func (r *run[T]) invalidate() { r.number++ }

// change is invalidate for new inputs.
func (r *run[T]) change() {
	r.invalidate()
	r.inputs++
}

// begin prepares a run; record keeps what a pullback needs.
func (r *run[T]) begin(ctx context.Context, cases []Case[T], h horizon, times []float64, record bool) error {
	s := r.s
	r.invalidate()
	r.ctx, r.record = ctx, record
	if err := s.checkInputs(); err != nil {
		return err
	}
	plan, err := newPlan(h, times)
	if err != nil {
		return err
	}
	r.plan = plan
	r.assign(cases)
	if err := r.makeSchedule(); err != nil {
		return err
	}
	r.unsteady = r.dependsOnTime()
	r.makeSlots()
	if !r.unsteady && r.massVaries() {
		r.unsteady = true
		r.makeSlots()
	}
	return r.initial(cases)
}

// checkInputs says what has not been given.
func (s *solverState[T]) checkInputs() error {
	for i, given := range s.fields {
		if !given {
			return fmt.Errorf("solver: field %s has no values: set them with SetField", s.problem.Fields[i].Name)
		}
	}
	for _, c := range s.closures {
		if !c.ready() && c.used {
			return fmt.Errorf("solver: closure %s has neither weights (SetWeights) nor a replacement (SetClosure)", c.info.Name)
		}
	}
	return nil
}

// assign makes trajectories and their groups: group 0 for the solver's
// parameters, one for each case that has its own.
func (r *run[T]) assign(cases []Case[T]) {
	groups := 0
	next := func(values []float64) *group[T] {
		if groups == len(r.allGroups) {
			r.allGroups = append(r.allGroups, &group[T]{})
		}
		gr := r.allGroups[groups]
		groups++
		gr.values = append(gr.values[:0], values...)
		gr.params = gr.params[:0]
		for _, v := range values {
			gr.params = append(gr.params, T(v))
		}
		gr.hasOnce = false
		return gr
	}
	common := next(r.s.defaults)
	for len(r.allCases) < len(cases) {
		r.allCases = append(r.allCases, &trajectory[T]{index: len(r.allCases)})
	}
	r.cases = r.allCases[:len(cases)]
	for i, c := range cases {
		tr := r.cases[i]
		tr.group, tr.own = common, c.Params != nil
		if tr.own {
			tr.group = next(c.Params)
		}
		tr.err, tr.stats = nil, Stats{}
		tr.iter.reset()
		tr.null = fit(tr.null, r.s.space.Fields)
		clear(tr.null)
	}
	r.groups = r.allGroups[:groups]
}
