package checkpoint

import (
	"fmt"
)

// machine carries actions out on states that are only numbers, and checks them.
type machine struct {
	n       int
	buffers []int // the state in each, -1 for none
	slots   []int
	current int // state that the reversal is at
	moving  *Action
	done    Cost
	reached bool // state n
}

func newMachine(n int, s Storage) *machine {
	m := &machine{n: n, current: n, buffers: make([]int, s.Buffers), slots: make([]int, s.Slots)}
	for _, x := range [][]int{m.buffers[1:], m.slots} {
		for i := range x {
			x[i] = -1
		}
	}
	return m
}

// run carries a schedule out.
func (m *machine) run(c *Schedule) error {
	for {
		a, ok := c.Next()
		if !ok {
			break
		}
		if err := m.do(a); err != nil {
			return fmt.Errorf("%v: %w", a, err)
		}
	}
	if m.current != 0 || m.moving != nil || !m.reached {
		return fmt.Errorf("it ends at state %d", m.current)
	}
	return nil
}

func (m *machine) do(a Action) error {
	switch a.Kind {
	case Advance:
		return m.advance(a)
	case Reverse:
		if a.From != m.current-1 || a.To != m.current {
			return fmt.Errorf("the reversal is at state %d", m.current)
		}
		m.current--
		return first(m.reads(a.In, a.From), m.reads(a.Out, a.To))
	case Store, Load:
		if m.moving != nil {
			return fmt.Errorf("while %v", m.moving)
		}
		if a.Slot < 0 || a.Slot >= len(m.slots) {
			return fmt.Errorf("of %d slots", len(m.slots))
		}
		m.moving = &a
		if a.Kind == Store {
			m.done.Stores++
			return m.reads(a.In, a.From)
		}
		m.done.Loads++
		if m.slots[a.Slot] != a.From {
			return fmt.Errorf("the slot has %d", m.slots[a.Slot])
		}
		m.buffers[a.Out] = -1
	case Wait:
		if m.moving == nil {
			return fmt.Errorf("for nothing")
		}
		b := m.moving
		m.moving = nil
		if b.Kind == Store {
			m.slots[b.Slot] = b.From
			return m.reads(b.In, b.From)
		}
		m.buffers[b.Out] = b.From
	}
	return nil
}

func (m *machine) advance(a Action) error {
	in, out, through := a.In, a.Out, a.Through
	if a.To <= a.From || a.To > m.n || in == out || in == through || out == through || (a.To > a.From+1) != (through >= 0) {
		return fmt.Errorf("in %d, out %d, through %d", in, out, through)
	}
	if err := first(m.reads(in, a.From), m.writable(out), m.writable(through)); err != nil {
		return err
	}
	if through >= 0 {
		m.buffers[through] = -1
	}
	m.buffers[out] = a.To
	m.done.Steps += a.To - a.From
	m.reached = m.reached || a.To == m.n
	return nil
}

func (m *machine) reads(b, state int) error {
	if m.moving != nil && m.moving.Kind == Load && m.moving.Out == b {
		return fmt.Errorf("buffer %d is being loaded", b)
	}
	if m.buffers[b] != state {
		return fmt.Errorf("buffer %d has state %d", b, m.buffers[b])
	}
	return nil
}

func (m *machine) writable(b int) error {
	if mv := m.moving; mv != nil && (mv.Kind == Store && mv.In == b || mv.Kind == Load && mv.Out == b) {
		return fmt.Errorf("buffer %d is in a transfer", b)
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
