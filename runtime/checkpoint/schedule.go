package checkpoint

// Schedule generates the actions that take n steps forward and reverse them. The
// first Reverse follows when state n is in a buffer; everything before it is the
// first time forward.
type Schedule struct {
	parts segments
	cost  Cost

	queue [4]Action
	ahead int // actions in the queue

	forward, back int  // segments gone over
	begun         bool // the segment being reversed is

	free   []int // buffers; the last one is taken first
	starts []kept
	end    kept // where the reversal is
	known  bool // end is in a buffer
	next   kept // start of the segment to reverse next, in a buffer or on its way
	moving bool // a transfer is under way
}

// kept is a state in a buffer.
type kept struct{ state, buffer int }

// New plans the reversal of n steps. The error says what of the storage cannot be used.
func New(n int, s Storage) (*Schedule, error) {
	if err := s.check(n); err != nil {
		return nil, err
	}
	c := &Schedule{starts: make([]kept, 0, s.Buffers), free: make([]int, 0, s.Buffers)}
	c.parts.m = 1
	if n > 0 {
		c.parts, c.cost = divide(n, s)
	}
	c.Reset()
	return c, nil
}

// Cost is what all actions of the schedule sum up to.
func (c *Schedule) Cost() Cost { return c.cost }

// Reset makes the schedule begin again.
func (c *Schedule) Reset() {
	c.ahead, c.forward, c.back, c.begun, c.known, c.moving = 0, 0, 0, false, false, false
	c.free = c.free[:0]
	for b := cap(c.free) - 1; b > 0; b-- {
		c.free = append(c.free, b)
	}
	c.starts = append(c.starts[:0], kept{0, 0})
	c.end, c.next = kept{state: c.parts.n}, kept{}
}

// Next is the next action; false says that step 0 has been reversed.
func (c *Schedule) Next() (Action, bool) {
	if c.ahead == 0 {
		if c.parts.n == 0 || c.back == c.parts.m {
			return Action{}, false
		}
		c.produce()
	}
	a := c.queue[0]
	c.ahead--
	copy(c.queue[:], c.queue[1:])
	return a, true
}

// produce puts the next actions in the queue, at least one.
func (c *Schedule) produce() {
	switch {
	case c.forward < c.parts.m-1:
		c.pass()
	case !c.begun && c.back > 0 && c.back < c.parts.m-1:
		c.prefetch()
	default:
		c.begun = true
		c.sweep()
	}
}

// pass takes the first time forward over one segment that is not the last, and
// stores its start unless its turn comes soon.
func (c *Schedule) pass() {
	i := c.forward
	from := c.starts[0]
	stored := i < c.parts.m-2
	if stored {
		c.emit(Action{Kind: Store, From: from.state, In: from.buffer, Slot: i})
	}
	to := c.advance(from, c.parts.start(i+1))
	if stored {
		c.emit(Action{Kind: Wait})
		c.release(from.buffer)
	} else {
		c.next = from
	}
	c.starts[0] = to
	c.forward++
}

// prefetch begins to load the start of the segment before the one to reverse now.
func (c *Schedule) prefetch() {
	slot := c.parts.m - 2 - c.back
	c.next = kept{c.parts.start(slot), c.take()}
	c.emit(Action{Kind: Load, From: c.next.state, Out: c.next.buffer, Slot: slot})
	c.moving, c.begun = true, true
}

// sweep does what is next in reversing the segment that begins at starts[0].
func (c *Schedule) sweep() {
	top := c.starts[len(c.starts)-1]
	l := c.end.state - top.state
	switch {
	case l > 1 && c.known:
		c.starts = append(c.starts, c.advance(top, top.state+held{len(c.free)}.split(l)))
	case l > 1:
		c.starts = append(c.starts, c.advance(top, top.state+open{len(c.free) + 1}.split(l)))
	case !c.known:
		c.end, c.known = c.advance(top, c.end.state), true
	default:
		c.emit(Action{Kind: Reverse, From: top.state, To: c.end.state, In: top.buffer, Out: c.end.buffer})
		c.release(c.end.buffer)
		c.end = top
		if c.starts = c.starts[:len(c.starts)-1]; len(c.starts) == 0 {
			c.turn()
		}
	}
}

// turn goes on to the segment before.
func (c *Schedule) turn() {
	if c.moving {
		c.emit(Action{Kind: Wait})
		c.moving = false
	}
	c.starts = append(c.starts, c.next)
	c.back, c.begun = c.back+1, false
}

// advance emits the action that takes a state to a later one.
func (c *Schedule) advance(from kept, to int) kept {
	a := Action{Kind: Advance, From: from.state, To: to, In: from.buffer, Out: c.take(), Through: -1}
	if to > from.state+1 {
		a.Through = c.free[len(c.free)-1]
	}
	c.emit(a)
	return kept{to, a.Out}
}

func (c *Schedule) take() int {
	b := c.free[len(c.free)-1]
	c.free = c.free[:len(c.free)-1]
	return b
}

func (c *Schedule) release(b int) { c.free = append(c.free, b) }

func (c *Schedule) emit(a Action) {
	c.queue[c.ahead] = a
	c.ahead++
}
