package discretize

import "github.com/pindiff/pindiffc/dsl/model"

// facts is what decides how an expression is lowered.
type facts struct {
	state  bool // depends on an unknown, new or lagged, or applies a closure
	space  bool // depends on position, apart from unknowns
	time   bool // depends on time, apart from unknowns
	lagged bool // some of that time is the start of the step
	deriv  bool // holds a spatial or time derivative
}

func (f facts) or(g facts) facts {
	return facts{
		state:  f.state || g.state,
		space:  f.space || g.space,
		time:   f.time || g.time,
		lagged: f.lagged || g.lagged,
		deriv:  f.deriv || g.deriv,
	}
}

// coefficient tells that an expression is computed per cell before the unknowns are known.
func (f facts) coefficient() bool { return f.space && !f.state && !f.deriv }

// uniform tells that an expression is one number for the whole grid.
func (f facts) uniform() bool { return !f.space && !f.state && !f.deriv }

// of returns the facts of e.
func (b *builder) of(e *model.Expr) facts {
	if e == nil {
		return facts{}
	}
	if f, ok := b.known[e]; ok {
		return f
	}
	var f facts
	for _, a := range e.Args {
		f = f.or(b.of(a))
	}
	switch e.Op {
	case model.OpRef:
		f = b.ofSymbol(e.Sym)
	case model.OpDdt, model.OpGrad, model.OpDiv_, model.OpLap, model.OpD:
		f.deriv = true
	case model.OpApply:
		f.state = true // its value is no coefficient field, whatever it is applied to
	case model.OpLag:
		f.lagged = f.lagged || f.time
	}
	b.known[e] = f
	return f
}

func (b *builder) ofSymbol(s *model.Symbol) facts {
	switch s.Kind {
	case model.KindState, model.KindNet:
		return facts{state: true}
	case model.KindCoord:
		return facts{space: true}
	case model.KindTime:
		return facts{time: true}
	case model.KindField:
		if s.Trainable {
			return facts{space: true}
		}
		return facts{space: true}.or(b.of(s.Value))
	case model.KindLet:
		return b.of(s.Value)
	case model.KindClosure:
		f := facts{}
		for _, a := range s.Closure.Args {
			f = f.or(b.ofSymbol(a))
		}
		f.space = true // a closure is a field of its own, even of time alone
		return f
	}
	return facts{}
}
