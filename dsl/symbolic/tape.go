package symbolic

import (
	"fmt"
	"math"

	"github.com/pindiff/pindiffc/dsl/model"
)

// Tape evaluates expressions, each shared part once.
type Tape struct {
	code  []*model.Expr // arguments stand before their users
	place map[*model.Expr]int
	from  []int // by place: which input a reference reads
	args  [][]int
	roots []int
	value []float64
}

// Compile makes a tape of expressions of inputs. Other symbols are an error of
// the caller.
func Compile(inputs []*model.Symbol, roots ...*model.Expr) *Tape {
	t := &Tape{place: map[*model.Expr]int{}}
	index := map[*model.Symbol]int{}
	for i, s := range inputs {
		index[s] = i
	}
	for _, r := range roots {
		t.roots = append(t.roots, t.add(r, index))
	}
	t.value = make([]float64, len(t.code))
	return t
}

func (t *Tape) add(e *model.Expr, index map[*model.Symbol]int) int {
	if i, ok := t.place[e]; ok {
		return i
	}
	args := make([]int, len(e.Args))
	for i, x := range e.Args {
		args[i] = t.add(x, index)
	}
	from := -1
	if e.Op == model.OpRef {
		i, ok := index[e.Sym]
		if !ok {
			panic(fmt.Sprintf("symbolic: %s is no input", e.Sym.Name))
		}
		from = i
	}
	at := len(t.code)
	t.place[e] = at
	t.code, t.args, t.from = append(t.code, e), append(t.args, args), append(t.from, from)
	return at
}

// Eval evaluates the expressions at values of the inputs, and returns dst, which
// holds one value for each; nil: a new slice.
func (t *Tape) Eval(dst, inputs []float64) []float64 {
	for i, e := range t.code {
		t.value[i] = t.one(e, t.args[i], t.from[i], inputs)
	}
	if dst == nil {
		dst = make([]float64, len(t.roots))
	}
	for i, r := range t.roots {
		dst[i] = t.value[r]
	}
	return dst
}

func (t *Tape) one(e *model.Expr, args []int, from int, inputs []float64) float64 {
	x := func(i int) float64 { return t.value[args[i]] }
	switch e.Op {
	case model.OpNum:
		return e.Value
	case model.OpRef:
		return inputs[from]
	case model.OpNeg:
		return -x(0)
	case model.OpAdd:
		return x(0) + x(1)
	case model.OpSub:
		return x(0) - x(1)
	case model.OpMul:
		return x(0) * x(1)
	case model.OpDiv:
		return x(0) / x(1)
	case model.OpPow:
		return math.Pow(x(0), x(1))
	case model.OpLess:
		return truth(x(0) < x(1))
	case model.OpLessEq:
		return truth(x(0) <= x(1))
	case model.OpGreater:
		return truth(x(0) > x(1))
	case model.OpGreaterEq:
		return truth(x(0) >= x(1))
	case model.OpCall:
		switch e.Fun {
		case "min":
			return math.Min(x(0), x(1))
		case "max":
			return math.Max(x(0), x(1))
		case "where":
			if x(0) != 0 {
				return x(1)
			}
			return x(2)
		}
		if f, ok := functions[e.Fun]; ok {
			return f.value(x(0))
		}
	}
	panic(fmt.Sprintf("symbolic: %s cannot be evaluated", e))
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
