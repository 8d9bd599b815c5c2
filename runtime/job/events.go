package job

import (
	"encoding/json"
	"io"
	"math"
	"sync"
	"time"
)

// events writes Events. After a failed write (the reader is gone) it writes no
// more and says so through gone.
type events struct {
	mu   sync.Mutex
	w    io.Writer
	gone func()
	dead bool
	last time.Time // of the last progress
}

func (e *events) send(ev Event) {
	b, err := json.Marshal(ev)
	if err != nil { // a number that JSON cannot hold: cleaned where numbers come in, so a bug
		panic(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dead {
		return
	}
	if _, err := e.w.Write(append(b, '\n')); err != nil {
		e.dead = true
		e.gone()
	}
}

func (e *events) phase(text string) { e.send(Event{Kind: "phase", Phase: text}) }

func (e *events) warn(text string) { e.send(Event{Kind: "warning", Message: text}) }

func (e *events) file(name, what string) { e.send(Event{Kind: "file", File: name, What: what}) }

// progressEvery is the least time between two progress events, but for the last
// of a phase.
const progressEvery = 200 * time.Millisecond

func (e *events) progress(p Progress) {
	if now := time.Now(); p.Done == p.Total || now.Sub(e.last) >= progressEvery {
		e.last = now
		p.Loss, p.Validation = number(p.Loss), number(p.Validation)
		e.send(Event{Kind: "progress", Progress: &p})
	}
}

// number is nil for what JSON cannot hold.
func number(x *float64) *float64 {
	if x == nil || math.IsNaN(*x) || math.IsInf(*x, 0) {
		return nil
	}
	return x
}
