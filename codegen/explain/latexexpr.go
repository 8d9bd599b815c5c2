package explain

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// tex sets expressions in LaTeX. place gives the indices of a load.
type tex struct {
	p     *program.Program
	place func(n ir.Node) string
}

// indices are i-1,j of an offset.
func (t *tex) indices(off ir.Offset) string {
	return strings.Trim(t.p.Graph.Place(off), "[]")
}

// index is that of a mask's own axis: j+1.
func (t *tex) index(n ir.Node) string {
	return strings.Split(t.indices(n.Off), ",")[n.Sym.Index]
}

// Binding strengths, weak to strong.
const (
	bindSum = 1 + iota
	bindProduct
	bindAtom
)

// texFuncs are commands or operator names.
var texFuncs = map[ir.Op]string{
	ir.Exp: `\exp`, ir.Log: `\ln`, ir.Sin: `\sin`, ir.Cos: `\cos`, ir.Tan: `\tan`, ir.Tanh: `\tanh`, ir.Min: `\min`, ir.Max: `\max`,
	ir.Sign: `\operatorname{sign}`, ir.Sigmoid: `\operatorname{sigmoid}`, ir.Softplus: `\operatorname{softplus}`,
}

// expr sets a node where one of at least the given strength is expected.
func (t *tex) expr(id ir.ID, outer int) string {
	text, bind := t.node(id)
	if bind < outer {
		return `\left(` + text + `\right)`
	}
	return text
}

func (t *tex) node(id ir.ID) (text string, bind int) {
	g := t.p.Graph
	n := g.Node(id)
	if f, ok := texFuncs[n.Op]; ok {
		var args []string
		for _, x := range n.Operands() {
			args = append(args, t.expr(x, 0))
		}
		return f + `\left(` + strings.Join(args, ", ") + `\right)`, bindAtom
	}
	switch n.Op {
	case ir.Const:
		v, _ := g.Value(id)
		if v < 0 {
			return texNumber(v), bindSum
		}
		return texNumber(v), bindAtom
	case ir.Scalar:
		if n.Sym.Role == ir.InvSpacing {
			return t.product(id), bindProduct
		}
		return t.sym(n.Sym), bindAtom
	case ir.Load:
		return at(t.sym(n.Sym), t.place(n)), bindAtom
	case ir.Coord:
		index := string("ijk"[n.Sym.Index])
		if h := int(n.Off[0]); h%2 == 0 && h != 0 {
			index += fmt.Sprintf("%+d", h/2)
		} else if h != 0 {
			index += fmt.Sprintf("%+d/2", h)
		}
		return at(texName(t.p.Model.Axes[n.Sym.Index].Name), index), bindAtom
	case ir.Inside:
		return `\mathbf{1}_{` + t.index(n) + `}`, bindAtom
	case ir.Neg:
		return "-" + t.expr(n.X, bindProduct), bindSum
	case ir.Add:
		left, right := t.expr(n.X, bindSum), t.expr(n.Y, bindSum)
		if rest, minus := strings.CutPrefix(right, "-"); minus {
			return left + " - " + rest, bindSum
		}
		return left + " + " + right, bindSum
	case ir.Sub:
		return t.expr(n.X, bindSum) + " - " + t.expr(n.Y, bindProduct), bindSum
	case ir.Mul, ir.Div:
		return t.product(id), bindProduct
	case ir.Pow:
		return t.expr(n.X, bindAtom) + "^{" + t.expr(n.Y, 0) + "}", bindProduct
	case ir.Abs:
		return `\left|` + t.expr(n.X, 0) + `\right|`, bindAtom
	case ir.Sqrt:
		return `\sqrt{` + t.expr(n.X, 0) + "}", bindAtom
	case ir.CubeRoot:
		return `\sqrt[3]{` + t.expr(n.X, 0) + "}", bindAtom
	case ir.Less, ir.LessEq:
		relation := map[ir.Op]string{ir.Less: " < ", ir.LessEq: ` \le `}[n.Op]
		return t.expr(n.X, bindSum) + relation + t.expr(n.Y, bindSum), 0
	}
	condition := t.expr(n.X, 0)
	switch c := g.Node(n.X); c.Op {
	case ir.Less, ir.LessEq:
	case ir.Inside:
		condition = t.index(c) + ` \text{ inside}`
	default:
		condition += ` \ne 0`
	}
	return `\begin{cases}` + t.expr(n.Y, 0) + ` & ` + condition + ` \\ ` + t.expr(n.Z, 0) + ` & \text{else}\end{cases}`, bindAtom
}

// product sets factors and divisors as one fraction.
func (t *tex) product(id ir.ID) string {
	g := t.p.Graph
	var above, below []ir.ID
	var over [3]int
	var walk func(id ir.ID, up bool)
	walk = func(id ir.ID, up bool) {
		switch n := g.Node(id); {
		case n.Op == ir.Mul && len(above)+len(below) < 64:
			walk(n.X, up)
			walk(n.Y, up)
		case n.Op == ir.Div && len(above)+len(below) < 64:
			walk(n.X, up)
			walk(n.Y, !up)
		case n.Op == ir.Scalar && n.Sym.Role == ir.InvSpacing:
			over[n.Sym.Index] += map[bool]int{true: 1, false: -1}[up]
		case g.IsNum(id, 1):
		case up:
			above = append(above, id)
		default:
			below = append(below, id)
		}
	}
	walk(id, true)
	list := func(ids []ir.ID, alone bool) (parts []string) {
		for _, x := range ids {
			least := bindProduct
			if alone && len(ids) == 1 {
				least = 0 // the fraction's bar groups
			}
			parts = append(parts, t.expr(x, least))
		}
		return parts
	}
	steps := func(sign int) (parts []string) {
		for a, n := range over {
			if n *= sign; n <= 0 {
				continue
			}
			step := t.sym(ir.Sym{Role: ir.Spacing, Index: uint16(a)})
			if n > 1 {
				step = fmt.Sprintf("%s^{%d}", step, n)
			}
			parts = append(parts, step)
		}
		return parts
	}
	top, bottom := steps(-1), steps(1)
	divided := len(below)+len(bottom) > 0
	top = append(list(above, divided && len(top) == 0), top...)
	bottom = append(list(below, len(bottom) == 0), bottom...)
	if len(top) == 0 {
		top = []string{"1"}
	}
	if !divided {
		return strings.Join(top, ` \, `)
	}
	return `\frac{` + strings.Join(top, ` \, `) + `}{` + strings.Join(bottom, ` \, `) + `}`
}

// texNumber sets 2.5 or 1.2 \cdot 10^{-7}.
func texNumber(v float64) string {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	digits, power, ok := strings.Cut(text, "e")
	if !ok {
		return text
	}
	return digits + ` \cdot 10^{` + strings.TrimPrefix(strings.Replace(power, "-0", "-", 1), "+") + "}"
}
