package modeltest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Builder adds declarations to a model.
type Builder struct{ *model.Model }

// New starts a model on axes.
func New(axes ...model.Axis) *Builder {
	m := &model.Model{Name: "test", File: "test.pde", Axes: axes}
	for i := range m.Axes {
		m.Axes[i].Symbol = symbol(model.KindCoord, i, m.Axes[i].Name, nil)
	}
	m.Time = model.TimeAxis{
		Symbol: symbol(model.KindTime, 0, "t", nil), Hi: 1, Step: 0.1,
	}
	return &Builder{m}
}

// Axis is an axis from lo to hi.
func Axis(name string, lo, hi float64, cells int, periodic bool) model.Axis {
	return model.Axis{Name: name, Lo: lo, Hi: hi, Cells: cells, Periodic: periodic}
}

func symbol(k model.Kind, index int, name string, value *model.Expr) *model.Symbol {
	return &model.Symbol{
		Kind: k, Index: index, Name: name, GoName: strings.ToUpper(name[:1]) + name[1:], Value: value,
	}
}

// X is the coordinate of an axis.
func (b *Builder) X(axis int) *model.Expr { return Ref(b.Axes[axis].Symbol) }

// T is time.
func (b *Builder) T() *model.Expr { return Ref(b.Time.Symbol) }

// Param declares a parameter.
func (b *Builder) Param(name string, v float64) *model.Expr {
	s := symbol(model.KindParam, len(b.Params), name, Num(v))
	b.Params = append(b.Params, s)
	return Ref(s)
}

// Field declares a field, given (value nil) or by an expression.
func (b *Builder) Field(name string, value *model.Expr) *model.Expr {
	s := symbol(model.KindField, len(b.Fields), name, value)
	b.Fields = append(b.Fields, s)
	return Ref(s)
}

// Closure declares a closure of coordinates or time.
func (b *Builder) Closure(name string, args ...*model.Expr) *model.Expr {
	s := symbol(model.KindClosure, len(b.Closures), name, nil)
	s.Closure = &model.Closure{Net: model.Net{Kind: "mlp", Hidden: []int{4}, Activation: "tanh", Output: "linear", Scale: 1}}
	for i, a := range args {
		s.Closure.Args = append(s.Closure.Args, a.Sym)
		s.Closure.Net.Inputs = append(s.Closure.Net.Inputs, i)
	}
	b.Closures = append(b.Closures, s)
	return Ref(s)
}

// Pointwise declares a pointwise closure of so many arguments, which enter its
// network as they are.
func (b *Builder) Pointwise(name string, args int) *model.Expr {
	f := b.Closure(name)
	f.Sym.Closure.Pointwise = true
	for i := range args {
		a := symbol(model.KindArg, i, fmt.Sprintf("%s%d", name, i), nil)
		f.Sym.Closure.Args = append(f.Sym.Closure.Args, a)
		f.Sym.Closure.Inputs = append(f.Sym.Closure.Inputs, Ref(a))
		f.Sym.Closure.Net.Inputs = append(f.Sym.Closure.Net.Inputs, i)
	}
	return f
}

// Arg is an argument of a pointwise closure, within its inputs and its value.
func Arg(f *model.Expr, i int) *model.Expr { return Ref(f.Sym.Closure.Args[i]) }

// Net is what the network of a pointwise closure gives, within its value.
func Net(f *model.Expr) *model.Expr { return Ref(symbol(model.KindNet, 0, f.Sym.Name, nil)) }

// Let declares a let.
func (b *Builder) Let(name string, value *model.Expr) *model.Expr {
	s := symbol(model.KindLet, len(b.Lets), name, value)
	b.Lets = append(b.Lets, s)
	return Ref(s)
}

// State declares an unknown; its equation follows by Equation.
func (b *Builder) State(name string, value *model.Expr) *model.Expr {
	s := symbol(model.KindState, len(b.States), name, value)
	b.States = append(b.States, s)
	b.Equations = append(b.Equations, &model.Equation{State: s})
	return Ref(s)
}

// Equation sets the equation of a state.
func (b *Builder) Equation(state, lhs, rhs *model.Expr) {
	eq := b.Equations[state.Sym.Index]
	eq.LHS, eq.RHS = lhs, rhs
}

// Condition sets a boundary condition.
func (b *Builder) Condition(state *model.Expr, axis int, high bool, kind model.ConditionKind, value *model.Expr) {
	b.Boundary = append(b.Boundary, &model.Condition{
		State: state.Sym, Axis: axis, High: high, Kind: kind, Expr: value,
	})
}

// Robin sets the condition left = right.
func (b *Builder) Robin(state *model.Expr, axis int, high bool, left, right *model.Expr) {
	b.Condition(state, axis, high, model.Robin, right)
	b.Boundary[len(b.Boundary)-1].Left = left
}

// Face sets a face rule; where every axis is periodic there is no face, and none is set.
func (b *Builder) Face(of *model.Expr, rule string) {
	if !slices.ContainsFunc(b.Axes, func(a model.Axis) bool { return !a.Periodic }) {
		return
	}
	b.FaceRules = append(b.FaceRules, &model.FaceRule{Of: of, Rule: rule})
}
