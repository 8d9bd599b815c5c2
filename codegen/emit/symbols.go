package emit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
)

// roleName is the constant of package kernel for an array's role.
func roleName(r ir.Role) string {
	switch r {
	case ir.State:
		return "State"
	case ir.Lag:
		return "Lag"
	case ir.Coef:
		return "Coef"
	case ir.CoefLag:
		return "CoefLag"
	case ir.Base:
		return "Base"
	case ir.Rhs:
		return "Rhs"
	case ir.Bound:
		return "Bound"
	case ir.Input:
		return "Input"
	case ir.Call:
		return "Call"
	case ir.Jac:
		return "Jac"
	case ir.Entry:
		return "Entry"
	case ir.Arg:
		return "Arg"
	case ir.Held:
		return "Held"
	}
	return "Out"
}

// array is where a kernel finds an array: a.Val[kernel.State][0].
func array(s ir.Sym) *jen.Statement {
	list := [...]string{ir.Primal: "Val", ir.Dir: "Dir", ir.Cot: "Bar"}[s.Variant]
	return jen.Id("a").Dot(list).
		Index(jen.Qual(pathKernel, roleName(s.Role))).
		Index(jen.Lit(int(s.Index)))
}

// scalar is where a kernel finds a uniform value.
func scalar(s ir.Sym, elem string) *jen.Statement {
	a := jen.Id("a")
	axis := int(s.Index)
	switch s.Role {
	case ir.Param:
		list := [...]string{ir.Primal: "Param", ir.Dir: "DirParam", ir.Cot: "BarParam"}[s.Variant]
		return a.Dot(list).Index(jen.Lit(axis))
	case ir.Time:
		return a.Dot("Time")
	case ir.LagTime:
		return a.Dot("LagTime")
	case ir.Alpha:
		return a.Dot("Alpha")
	case ir.Beta:
		return a.Dot("Beta")
	case ir.Gamma:
		return a.Dot("Gamma")
	case ir.Omega:
		return a.Dot("Omega")
	case ir.Spacing:
		return convert(elem, gridField("H", axis))
	}
	return convert(elem, jen.Lit(1).Op("/").Add(gridField("H", axis)))
}

// symbolNames proposes names for a program's arrays and scalars: the spec's own
// names, and for derivatives dPhi (tangent) and phiBar (cotangent); the
// cotangent of an equation's output is w.
type symbolNames struct{ p *program.Program }

func (n symbolNames) of(s ir.Sym) string {
	name := identifier(n.primal(s))
	switch {
	case s.Variant == ir.Dir:
		return "d" + upperFirst(name)
	case s.Variant == ir.Cot && s.Role == ir.Out:
		return n.perEquation("w", int(s.Index))
	case s.Variant == ir.Cot:
		return name + "Bar"
	}
	return name
}

func (n symbolNames) primal(s ir.Sym) string {
	m, i := n.p.Model, int(s.Index)
	switch s.Role {
	case ir.State:
		return m.States[i].Name
	case ir.Lag:
		return m.States[i].Name + "Old"
	case ir.Coef:
		return n.p.Coefs[i].Name
	case ir.CoefLag:
		return n.p.Coefs[i].Name + "Old"
	case ir.Base:
		name := n.p.Base[i].Name
		if slices.ContainsFunc(n.p.Coefs, func(c program.Coef) bool { return c.Name == name }) {
			name += "In" // the coefficient field has the name
		}
		return name
	case ir.Rhs:
		return n.perEquation("rhs", i)
	case ir.Bound:
		return strings.ReplaceAll(boundName(n.p, i), ".", " ")
	case ir.Out:
		return n.perEquation("out", i)
	case ir.Input, ir.Jac:
		return n.perInput(s)
	case ir.Call:
		return n.p.CallName(i)
	case ir.Entry:
		return n.entry(n.p.Matrix[i])
	case ir.Arg:
		return "arg" + strconv.Itoa(i)
	case ir.Held:
		return n.p.Held[i].Name
	case ir.Once:
		return program.OnceName(i)
	case ir.Param:
		return m.Params[i].Name
	case ir.Time:
		return n.time()
	case ir.LagTime:
		return n.time() + "Old"
	case ir.Alpha:
		return "alpha"
	case ir.Beta:
		return "beta"
	case ir.Gamma:
		return "gamma"
	case ir.Omega:
		return "omega"
	case ir.Spacing:
		return "d" + m.Axes[i].Name
	}
	return "invD" + m.Axes[i].Name
}

// perEquation adds the state's name where there are several.
func (n symbolNames) perEquation(word string, i int) string {
	if len(n.p.Model.States) == 1 {
		return word
	}
	return word + upperFirst(identifier(n.p.Model.States[i].Name))
}

func (n symbolNames) time() string {
	if s := n.p.Model.Time.Symbol; s != nil {
		return s.Name
	}
	return "t"
}

// array names a whole array: that of an entry of the Jacobian so that its rows can
// have the plain name.
func (n symbolNames) array(s ir.Sym, rows bool) string {
	if s.Role == ir.Entry && rows {
		return n.of(s) + "All"
	}
	return n.of(s)
}

// row names an array's row at a neighbour; entries of the Jacobian carry
// their own neighbour in their name.
func (n symbolNames) row(pl place) string {
	name := n.of(pl.sym)
	if pl.sym.Role == ir.Entry {
		return name
	}
	return name + n.offsetSuffix(pl.off)
}

// offsetSuffix names a neighbour: C is the cell itself, Xm the one before it
// along x, Xp2Ym the one two after along x and one before along y.
func (n symbolNames) offsetSuffix(off ir.Offset) string {
	var b strings.Builder
	for a, axis := range n.p.Model.Axes {
		if off[a] == 0 {
			continue
		}
		b.WriteString(upperFirst(identifier(axis.Name)))
		b.WriteString(map[bool]string{true: "p", false: "m"}[off[a] > 0])
		if d := max(off[a], -off[a]); d > 1 {
			b.WriteString(number(float64(d)))
		}
	}
	if b.Len() == 0 {
		return "C"
	}
	return b.String()
}

// boundName is "phi.x.min".
func boundName(p *program.Program, i int) string { return p.Bounds[i].Name }

func side(high bool) string {
	if high {
		return "max"
	}
	return "min"
}
