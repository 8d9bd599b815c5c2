package ir

import (
	"fmt"
	"strconv"
	"strings"
)

// Names gives symbols their names in print.
type Names func(Sym) string

var roleNames = [...]string{
	State: "z", Lag: "u", Coef: "c", CoefLag: "cl", Base: "b", Rhs: "r", Bound: "g", Out: "w",
	Input: "x", Call: "f", Jac: "df", Entry: "a", Arg: "arg", Held: "h", Once: "cell",
	Param: "p", Time: "t", LagTime: "tl", Alpha: "alpha", Beta: "beta", Gamma: "gamma", Omega: "omega",
	Spacing: "d", InvSpacing: "1/d",
}

var variantNames = [...]string{Primal: "", Dir: "_dot", Cot: "_bar"}

// axisNames of coordinates and indices.
var (
	axisNames  = [...]string{"x", "y", "z"}
	indexNames = [...]string{"i", "j", "k"}
)

// DefaultNames are z0, u0, c0 and so on; spacings are dx.
func DefaultNames(s Sym) string {
	name := roleNames[s.Role]
	switch s.Role {
	case Time, LagTime, Alpha, Beta, Gamma, Omega:
	case Spacing, InvSpacing:
		name += axisNames[s.Index]
	default:
		name += strconv.Itoa(int(s.Index))
	}
	return name + variantNames[s.Variant]
}

// String prints id with the default names.
func (g *Graph) String(id ID) string { return g.Format(id, DefaultNames) }

// maxText bounds the length of a printed expression: a graph that shares its
// parts can be exponentially long in print.
const maxText = 4000

// Format prints id in index notation: 2*k*(phi[i-1,j] - phi[i,j])/dx^2. Sums and
// products are printed without the brackets that only say in which order they
// are evaluated. What would be longer than maxText ends in dots.
func (g *Graph) Format(id ID, names Names) string {
	var b strings.Builder
	g.format(&b, id, names, 0)
	return b.String()
}

func (g *Graph) format(b *strings.Builder, id ID, names Names, prec int) {
	if b.Len() > maxText {
		if !strings.HasSuffix(b.String(), "...") {
			b.WriteString("...")
		}
		return
	}
	n := g.nodes[id]
	info := n.Op.Info()
	switch n.Op {
	case Const:
		v, _ := g.Value(id)
		text := strconv.FormatFloat(v, 'g', -1, 64)
		if v < 0 && prec > 0 {
			text = "(" + text + ")"
		}
		b.WriteString(text)
		return
	case Scalar:
		if inverse(&n) {
			g.product(b, id, names, prec)
			return
		}
		b.WriteString(names(n.Sym))
		return
	case Load:
		b.WriteString(names(n.Sym) + g.Place(n.Off))
		return
	case Inside:
		b.WriteString("inside(" + indexNames[n.Sym.Index])
		if o := n.Off[n.Sym.Index]; o != 0 {
			fmt.Fprintf(b, "%+d", o)
		}
		b.WriteString(")")
		return
	case Coord:
		b.WriteString(axisNames[n.Sym.Index] + "[" + indexNames[n.Sym.Index] + half(int(n.Off[0])) + "]")
		return
	}
	if n.Op == Mul {
		g.product(b, id, names, prec)
		return
	}
	if info.Prec == 0 {
		b.WriteString(info.Name + "(")
		for i, x := range n.Operands() {
			if i > 0 {
				b.WriteString(", ")
			}
			g.format(b, x, names, 0)
		}
		b.WriteString(")")
		return
	}
	open := info.Prec < prec
	if open {
		b.WriteString("(")
	}
	if n.Op == Neg {
		b.WriteString("-")
		g.format(b, n.X, names, precMul) // -a*b is -(a*b)
	} else {
		right := info.Prec
		if n.Op == Sub || n.Op == Div {
			right++
		}
		g.format(b, n.X, names, info.Prec)
		if info.Prec == precAdd {
			b.WriteString(" " + info.Name + " ")
		} else {
			b.WriteString(info.Name)
		}
		g.format(b, n.Y, names, right)
	}
	if open {
		b.WriteString(")")
	}
}

// inverse tells that a node is the reciprocal of a spacing.
func inverse(n *Node) bool {
	return n.Op == Scalar && n.Sym.Role == InvSpacing && n.Sym.Variant == Primal
}

// product prints a product with its reciprocals as divisors at the end, those of
// spacings last: kappa*(phi[i] - phi[i-1])/rho/dx^2, which reads only one way.
func (g *Graph) product(b *strings.Builder, id ID, names Names, prec int) {
	var over [3]int
	var factors, divisors []ID
	var walk func(id ID)
	walk = func(id ID) {
		switch n := g.nodes[id]; {
		case n.Op == Mul && len(factors) < 64:
			walk(n.X)
			walk(n.Y)
		case inverse(&n):
			over[n.Sym.Index]++
		case n.Op == Div && g.IsNum(n.X, 1):
			divisors = append(divisors, n.Y)
		default:
			factors = append(factors, id)
		}
	}
	walk(id)
	if precMul < prec {
		b.WriteString("(")
		defer b.WriteString(")")
	}
	for i, f := range factors {
		p := precMul
		if i > 0 {
			b.WriteString("*")
			if g.nodes[f].Op == Div {
				p++
			}
		}
		g.format(b, f, names, p)
	}
	if len(factors) == 0 {
		b.WriteString("1")
	}
	for _, d := range divisors {
		b.WriteString("/")
		g.format(b, d, names, precMul+1)
	}
	for a, n := range over {
		if n > 0 {
			b.WriteString("/" + names(Sym{Role: Spacing, Index: uint16(a)}))
		}
		if n > 1 {
			fmt.Fprintf(b, "^%d", n)
		}
	}
}

// Place prints an offset: [i-1,j].
func (g *Graph) Place(off Offset) string {
	parts := make([]string, g.dim)
	for a := range parts {
		parts[a] = indexNames[a]
		if off[a] != 0 {
			parts[a] += fmt.Sprintf("%+d", off[a])
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// half prints a distance in half cells: "", "-1/2", "+1".
func half(h int) string {
	switch {
	case h == 0:
		return ""
	case h%2 == 0:
		return fmt.Sprintf("%+d", h/2)
	}
	return fmt.Sprintf("%+d/2", h)
}
