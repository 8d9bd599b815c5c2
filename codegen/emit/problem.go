package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// problem prints the table that describes the system to the runtime.
func (e *emitter) problem() *jen.File {
	f := e.file()
	m := e.prog.Model
	f.Comment("problem describes the system to the runtime. It is never written to once the")
	f.Comment("program runs; init may have put vector bodies in.")
	f.Var().Id("problem").Op("=").Add(literalOf(e.generic("Problem"), []field{
		{"Name", text(clean(m.Name))},
		{"Spec", text(clean(m.File))},
		{"Hash", text(clean(m.Hash))},
		{"Axes", e.list("Axis", e.axes())},
		{"TimeUnit", unit(m.Time.Unit)},
		{"Time0", real(m.Time.Lo)},
		{"Steps", reals(m.Time.Steps)},
		{"States", e.list("StateInfo", e.states())},
		{"Params", e.list("Param", e.params())},
		{"Fields", e.list("Field", e.fields())},
		{"Closures", e.list("Closure", e.closures())},
		{"Coefs", e.list("CoefInfo", e.coefs())},
		{"Bounds", e.list("BoundInfo", e.bounds())},
		{"Calls", e.list("CallInfo", e.calls())},
		{"Matrix", e.list("EntryInfo", e.matrix())},
		{"Held", whole(len(e.prog.Held))},
		{"Halo", whole(e.prog.Halo)},
		{"Linear", yes(e.prog.Linear)},
		{"Symmetric", yes(e.prog.Symmetric)},
		{"Diagonal", yes(e.prog.Diagonal)},
		{"Unlagged", yes(e.prog.Unlagged)},
		{"Timeless", yes(e.prog.Timeless)},
		{"Scheme", text(m.Numerics.Scheme)},
		{"Theta", real(m.Numerics.Theta)},
		{"Damped", whole(m.Numerics.Damped)},
		{"Nonlinear", text(m.Numerics.Nonlinear)},
		{"Depth", whole(m.Numerics.Depth)},
		{"LinearSolver", text(m.Numerics.Linear)},
		{"Restart", whole(m.Numerics.Restart)},
		{"Preconditioner", text(m.Numerics.Precond)},
		{"Adjoint", text(m.Numerics.Adjoint)},
		{"Checkpoint", text(checkpoint(m.Numerics))},
		{"Slots", whole(m.Numerics.Slots)},
		{"Bytes", real(m.Numerics.Bytes)},
		{"Disk", whole(m.Numerics.Disk)},
		{"Tol", real(m.Numerics.Tol)},
		{"LinearTol", real(m.Numerics.LinearTol)},
		{"AdjointTol", real(m.Numerics.AdjointTol)},
		{"Relax", real(m.Numerics.Relax)},
		{"MaxIter", whole(m.Numerics.MaxIter)},
		{"MaxLinear", whole(m.Numerics.MaxLinear)},
		{"Kernels", e.kernels()},
	}))
	f.Line()
	f.Comment("Problem is the table that describes the system: for programs that work with any")
	f.Comment("system. It is read-only, and shared by all solvers.")
	f.Func().Id("Problem").Params().Op("*").Add(e.generic("Problem")).Block(jen.Return(jen.Op("&").Id("problem")))
	return f
}

// checkpoint is what a run keeps, "" for the default of the runtime: everything.
func checkpoint(n model.Numerics) string {
	if n.Checkpoint == "all" {
		return ""
	}
	return n.Checkpoint
}

// generic is a type of package kernel at the element type.
func (e *emitter) generic(name string) *jen.Statement {
	return jen.Qual(pathKernel, name).Index(jen.Id(e.elem))
}

// list prints a slice of a type of package kernel, nil if it is empty.
func (e *emitter) list(typ string, items []jen.Code) *jen.Statement {
	if len(items) == 0 {
		return nil
	}
	return jen.Index().Qual(pathKernel, typ).Add(lines(items...))
}

func unit(u model.Unit) *jen.Statement {
	return jen.Qual(pathKernel, "Unit").Add(short([]field{{"Text", text(clean(u.Text))}, {"Scale", real(u.Scale)}}))
}

func (e *emitter) axes() (items []jen.Code) {
	for _, a := range e.prog.Model.Axes {
		items = append(items, short([]field{
			{"Name", text(a.Name)}, {"Unit", unit(a.Unit)},
			{"Lo", real(a.Lo)}, {"Hi", real(a.Hi)}, {"Cells", whole(a.Cells)}, {"Periodic", yes(a.Periodic)},
		}))
	}
	return items
}

func (e *emitter) states() (items []jen.Code) {
	for i, s := range e.prog.Model.States {
		items = append(items, short([]field{
			{"Name", text(s.Name)}, {"Unit", unit(s.Unit)}, {"Min", real(s.Min)}, {"Max", real(s.Max)},
			{"MinOpen", yes(s.MinOpen)}, {"MaxOpen", yes(s.MaxOpen)}, {"Default", yes(s.Value != nil)},
			{"Algebraic", yes(marked(e.prog.Algebraic, i))}, {"Null", yes(marked(e.prog.Null, i))},
			{"Conservative", yes(e.conservative(i))},
		}))
	}
	return items
}

// marked is a list's element, false beyond its end.
func marked(list []bool, i int) bool { return i < len(list) && list[i] }

func (e *emitter) params() (items []jen.Code) {
	for _, s := range e.prog.Model.Params {
		items = append(items, short([]field{
			{"Name", text(s.Name)}, {"Unit", unit(s.Unit)}, {"Default", real(defaultOf(s))},
			{"Min", real(s.Min)}, {"Max", real(s.Max)},
			{"Positive", yes(s.Positive)}, {"Trainable", yes(s.Trainable)},
		}))
	}
	return items
}

// conservative tells that a state's equation is differences of fluxes alone.
func (e *emitter) conservative(state int) bool {
	if state >= len(e.prog.Equations) {
		return false
	}
	eq, g := e.prog.Equations[state], e.prog.Graph
	return g.IsNum(eq.Cell, 0) && g.IsNum(eq.Scale, 1)
}

// defaultOf is a parameter's value in the spec, a folded constant.
func defaultOf(s *model.Symbol) float64 {
	if s.Value == nil {
		return 0
	}
	return s.Value.Value
}

// given lists the fields that are given per cell; those with an expression have
// become coefficient fields.
func given(p *program.Program) (list []*model.Symbol) {
	for _, s := range p.Base {
		if s.Kind == model.KindField {
			list = append(list, s)
		}
	}
	return list
}

func (e *emitter) fields() (items []jen.Code) {
	for _, s := range given(e.prog) {
		items = append(items, short([]field{
			{"Name", text(s.Name)}, {"Unit", unit(s.Unit)}, {"File", text(s.File)}, {"Trainable", yes(s.Trainable)},
		}))
	}
	return items
}

func (e *emitter) coefs() (items []jen.Code) {
	rules := map[string]string{"": "None", "periodic": "Wrap", "zero_gradient": "ZeroGradient", "value": "ByValue"}
	for _, c := range e.prog.Coefs {
		var rule *jen.Statement
		if c.Rule != [3][2]string{} {
			var axes []jen.Code
			for a := range e.prog.Model.Axes {
				axes = append(axes, jen.Values(
					jen.Qual(pathKernel, rules[c.Rule[a][0]]), jen.Qual(pathKernel, rules[c.Rule[a][1]])))
			}
			rule = jen.Index(jen.Lit(3)).Index(jen.Lit(2)).Qual(pathKernel, "Rule").Values(axes...)
		}
		items = append(items, short([]field{{"Name", text(c.Name)}, {"Rule", rule}, {"Time", yes(c.Time)}}))
	}
	return items
}

func (e *emitter) bounds() (items []jen.Code) {
	for i, c := range e.prog.Bounds {
		items = append(items, short([]field{
			{"Name", text(boundName(e.prog, i))}, {"State", whole(c.State.Index)}, {"Axis", whole(c.Axis)},
			{"High", yes(c.High)}, {"Time", yes(c.Time)},
		}))
	}
	return items
}
