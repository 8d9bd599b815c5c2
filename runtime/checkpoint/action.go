package checkpoint

import "fmt"

// Kind of an action.
type Kind uint8

const (
	// Advance takes state From, in buffer In, to state To, in buffer Out. States in
	// between alternate between Out and Through, which is -1 if there are none.
	Advance Kind = iota
	// Reverse reverses step From, with its start in buffer In and its end, state To,
	// in Out. The end is not read again.
	Reverse
	// Store begins to write state From, in buffer In, to slot Slot of the second tier.
	Store
	// Load begins to read state From from slot Slot of the second tier into buffer Out.
	Load
	// Wait ends when the transfer under way does. Until then the buffer of a Store is
	// not written, and that of a Load not touched. One transfer is under way at a time.
	Wait
)

var kinds = [...]string{"advance", "reverse", "store", "load", "wait"}

func (k Kind) String() string { return kinds[k] }

// Action is one instruction of a schedule. Which fields count depends on its kind.
type Action struct {
	Kind             Kind
	From, To         int // states
	In, Out, Through int // buffers
	Slot             int // of the second tier
}

func (a Action) String() string {
	switch a.Kind {
	case Advance:
		return fmt.Sprintf("advance %d@%d to %d@%d", a.From, a.In, a.To, a.Out)
	case Reverse:
		return fmt.Sprintf("reverse %d: %d@%d %d@%d", a.From, a.From, a.In, a.To, a.Out)
	case Store:
		return fmt.Sprintf("store %d@%d in slot %d", a.From, a.In, a.Slot)
	case Load:
		return fmt.Sprintf("load %d@%d from slot %d", a.From, a.Out, a.Slot)
	}
	return "wait"
}
