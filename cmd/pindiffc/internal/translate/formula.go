package translate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pindiff/pindiffc/dsl/model"
	"github.com/pindiff/pindiffc/runtime/formula"
)

var operators = map[model.Op]string{
	model.OpNeg: "neg", model.OpAdd: "add", model.OpSub: "sub", model.OpMul: "mul", model.OpDiv: "div", model.OpPow: "pow",
	model.OpLess: "less", model.OpLessEq: "less_eq", model.OpGreater: "greater", model.OpGreaterEq: "greater_eq",
}

// Formula turns an expression of truth or cases into a formula: constants and
// lets are written out, coordinates, time, the case, parameters and arguments of
// pointwise closures stay names.
func Formula(e *model.Expr) (*formula.Expr, error) {
	if e == nil {
		return nil, nil
	}
	switch e.Op {
	case model.OpNum:
		return &formula.Expr{Op: "num", Value: e.Value}, nil
	case model.OpRef:
		return reference(e)
	case model.OpCall:
		return apply(e.Fun, e.Args)
	case model.OpGenerate:
		return generate(e)
	}
	if op, ok := operators[e.Op]; ok {
		return apply(op, e.Args)
	}
	return nil, fmt.Errorf("an operator of the equations (%d) stands in a formula", e.Op)
}

func reference(e *model.Expr) (*formula.Expr, error) {
	switch e.Sym.Kind {
	case model.KindConst, model.KindLet:
		return Formula(e.Sym.Value)
	case model.KindParam, model.KindCoord, model.KindArg:
		return &formula.Expr{Op: "var", Name: e.Sym.Name}, nil
	case model.KindTime:
		return &formula.Expr{Op: "var", Name: "t"}, nil
	case model.KindCase:
		return &formula.Expr{Op: "var", Name: "case"}, nil
	}
	return nil, fmt.Errorf("`%s` has no value in a formula", e.Sym.Name)
}

func apply(op string, args []*model.Expr) (*formula.Expr, error) {
	out := &formula.Expr{Op: op}
	for _, a := range args {
		f, err := Formula(a)
		if err != nil {
			return nil, err
		}
		out.Args = append(out.Args, f)
	}
	return out, nil
}

// generate handles what exists only on whole grids: waves, random fields,
// rescaling and reductions, which formulas know by the same names.
func generate(e *model.Expr) (*formula.Expr, error) {
	out, err := apply(e.Fun, e.Args)
	if err != nil || len(e.Keys) == 0 {
		return out, err
	}
	out.Keys = map[string]*formula.Expr{}
	for _, key := range slices.Sorted(maps.Keys(e.Keys)) {
		if out.Keys[key], err = Formula(e.Keys[key]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
