package program

import "strconv"

// CallName is the closure's name, with a number behind it for all but the first
// of its calls: f, f2.
func (p *Program) CallName(i int) string {
	closure, nth := p.Calls[i].Closure, 1
	for _, c := range p.Calls[:i] {
		if c.Closure == closure {
			nth++
		}
	}
	name := p.Model.Closures[closure].Name
	if nth > 1 {
		name += strconv.Itoa(nth)
	}
	return name
}
