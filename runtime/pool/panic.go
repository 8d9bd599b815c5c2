package pool

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// Panic is what Run panics with when an item has panicked: if several did, the
// one of the lowest item among them.
type Panic struct {
	Item  int
	Value any    // what the item panicked with
	Stack []byte // of the worker that ran it
}

// errGoexit is the value of an item that has ended its goroutine without a panic.
var errGoexit = errors.New("the item called runtime.Goexit")

func newPanic(item int, v any) *Panic {
	if share, ok := v.(*shareFailure); ok {
		return &Panic{Item: item, Value: share.value, Stack: share.stack}
	}
	return &Panic{Item: item, Value: v, Stack: debug.Stack()}
}

// Error makes a *Panic an error, for a caller that recovers it.
func (e *Panic) Error() string {
	return fmt.Sprintf("item %d panicked: %v\n\n%s", e.Item, e.Value, e.Stack)
}

// Unwrap gives the panic's value if it is an error.
func (e *Panic) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

func (p *Pool) record(e *Panic) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.panic == nil || e.Item < p.panic.Item {
		p.panic = e
	}
}
