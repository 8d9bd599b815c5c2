package model

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// Dump writes the model as text, for tests and for reading: the same model
// gives the same bytes.
func Dump(m *Model) string {
	var b strings.Builder
	d := dumper{&b}
	d.line("model %s from %s", m.Name, m.File)
	for _, o := range m.Overrides {
		d.line("set %s", o)
	}
	for _, a := range m.Axes {
		d.line("axis %s%s in [%g, %g] cells %d%s", a.Name, unitText(a.Unit), a.Lo, a.Hi, a.Cells, flag(a.Periodic, " periodic"))
	}
	t := m.Time
	d.line("time%s in [%g, %g] step %g, %d steps, last %g", unitText(t.Unit), t.Lo, t.Hi, t.Step, len(t.Steps), last(t.Steps))
	for _, list := range [][]*Symbol{m.Consts, m.Params, m.Fields, m.States, m.Lets} {
		for _, s := range list {
			d.symbol(s)
		}
	}
	for _, s := range m.Closures {
		d.closure(s)
	}
	for _, e := range m.Equations {
		d.line("equation %s%s: %s = %s", e.State.Name, flag(e.Algebraic, ", algebraic"), e.LHS, e.RHS)
		d.line("  needs %s", (e.LHS.Deps | e.RHS.Deps).String())
	}
	for _, c := range m.Boundary {
		d.line("boundary %s %s = %s %s", c.State.Name, m.Axes[c.Axis].Name, side(c.High), c)
	}
	for _, r := range m.FaceRules {
		d.line("face %s: %s", r.Of, r.Rule)
	}
	d.numerics(m.Numerics)
	for i, e := range m.Solution {
		d.line("exact %s = %s", m.States[i].Name, e)
	}
	d.experiment(m)
	return b.String()
}

type dumper struct{ w io.Writer }

func (d dumper) line(format string, args ...any) { fmt.Fprintf(d.w, format+"\n", args...) }

func (d dumper) symbol(s *Symbol) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s (%s)%s", s.Kind, s.Name, s.GoName, unitText(s.Unit))
	if s.Value != nil {
		fmt.Fprintf(&b, " = %s needs %s", s.Value, s.Value.Deps.String())
	}
	if s.File != "" {
		fmt.Fprintf(&b, " from %q", s.File)
	}
	if !math.IsInf(s.Min, -1) || !math.IsInf(s.Max, 1) {
		fmt.Fprintf(&b, " in %s%g, %g%s", pick(s.MinOpen, "(", "["), s.Min, s.Max, pick(s.MaxOpen, ")", "]"))
	}
	b.WriteString(flag(s.Trainable, " trainable") + flag(s.Positive, " positive"))
	if s.Comment != "" {
		b.WriteString("  # " + s.Comment)
	}
	d.line("%s", b.String())
}

func (d dumper) numerics(n Numerics) {
	d.line("numerics %s %s%s%s", n.Precision, n.Scheme,
		flag(n.Theta != 0, fmt.Sprintf(" theta %g", n.Theta)), flag(n.Damped != 0, fmt.Sprintf(" damped %d", n.Damped)))
	d.line("  %s%s relax %g tol %g max %d", n.Nonlinear, flag(n.Nonlinear == "anderson", fmt.Sprintf(" depth %d", n.Depth)), n.Relax, n.Tol, n.MaxIter)
	d.line("  linear %s restart %d precondition %s tol %g max %d", n.Linear, n.Restart, n.Precond, n.LinearTol, n.MaxLinear)
	d.line("  adjoint %s tol %g checkpoint %s%s%s%s", n.Adjoint, n.AdjointTol, n.Checkpoint,
		flag(n.Slots != 0, fmt.Sprintf(" slots %d", n.Slots)), flag(n.Bytes != 0, fmt.Sprintf(" bytes %g", n.Bytes)),
		flag(n.Disk != 0, fmt.Sprintf(" disk %d", n.Disk)))
}

func (d dumper) closure(s *Symbol) {
	d.symbol(s)
	n := s.Closure.Net
	var args []string
	for _, a := range s.Closure.Args {
		args = append(args, a.Name+unitText(a.Unit))
	}
	d.line("  of %s%s%s", strings.Join(args, ", "), flag(s.Closure.Pointwise, ", pointwise"),
		flag(s.Closure.Observed != "", " observed as "+s.Closure.Observed))
	d.pointwise(s.Closure)
	d.line("  %s %v inputs %v residual %t activation %s output %s scale %g offset %g w0 %g w_hidden %g",
		n.Kind, n.Hidden, n.Inputs, n.Residual, n.Activation, n.Output, n.Scale, n.Offset, n.W0, n.WHidden)
	if h := n.Hyper; h != nil {
		d.line("  hypernetwork %v inputs %v latent %d residual %t activation %s", h.Hidden, h.Inputs, h.Latent, h.Residual, h.Activation)
	}
}

func (d dumper) pointwise(c *Closure) {
	for _, in := range c.Inputs {
		d.line("  input %s", in)
	}
	if c.Value != nil {
		d.line("  value %s", c.Value)
	}
	if p := c.Pin; p != nil {
		at := make([]string, len(p.At))
		for i, e := range p.At {
			at[i] = e.String()
		}
		d.line("  pin at %s value %s%s", strings.Join(at, ", "), p.Value, pick(p.Multiply, " by a factor", " by a shift"))
	}
}

func (d dumper) experiment(m *Model) {
	if t := m.Truth; t != nil {
		for i, e := range t.Closures {
			d.line("truth %s = %s", m.Closures[i].Name, e)
		}
		for i, p := range m.Params {
			if e := t.Params[i]; e != nil {
				d.line("truth %s = %s", p.Name, e)
			}
		}
		for i, f := range m.Fields {
			if e := t.Fields[i]; e != nil {
				d.line("truth %s = %s", f.Name, e)
			}
		}
		d.line("truth solved with %s step %g%s", t.Scheme, t.Step, flag(t.Refine > 1, fmt.Sprintf(" refine %d", t.Refine)))
	}
	for i, e := range m.Baseline {
		d.line("baseline %s = %s", m.Closures[i].Name, e)
	}
	if c := m.Cases; c != nil {
		d.line("cases %d train %v validate %v test %v", c.Count, c.Train, c.Validate, c.Test)
		for i, e := range c.Initial {
			if e != nil {
				d.line("  %s = %s", m.States[i].Name, e)
			}
		}
		for i, s := range m.States {
			if c.Files[i] != "" {
				d.line("  %s from %q", s.Name, c.Files[i])
			}
		}
		for i, p := range m.Params {
			if e := c.Params[i]; e != nil {
				d.line("  %s = %s", p.Name, e)
			}
		}
	}
	for _, o := range m.Observe {
		d.line("observe %s at %v%s", o.Symbol.Name, o.Times, flag(o.From != "", " from "+o.From))
		if p := o.Part; p != nil {
			d.line("  on box %v points %v file %q mask %t", p.Box, p.Points, p.File, p.Mask)
		}
		if n := o.Noise; n != nil {
			d.line("  noise %g relative %t seed %d", n.Size, n.Relative, n.Seed)
		}
	}
	for _, o := range m.Report {
		d.line("report %s at %v", o.Symbol.Name, o.Times)
	}
	if t := m.Train; t != nil {
		for _, l := range t.Loss {
			name := "weights"
			if l.Symbol != nil {
				name = l.Symbol.Name
			}
			d.line("loss %g*%s(%s)%s%s%s", l.Weight, l.Metric, name, flag(l.Per != "", "/"+l.Per), flag(l.Delta != 0, fmt.Sprintf(" delta %g", l.Delta)), flag(l.Eps != 0, fmt.Sprintf(" eps %g", l.Eps)))
		}
		for _, p := range t.Phases {
			d.phase(p)
		}
		for _, c := range t.Curriculum {
			d.line("curriculum until %g fraction %g", c.Until, c.Fraction)
		}
		d.line("epochs %d seed %d validate every %d%s%s", t.Epochs, t.Seed, t.ValidateEvery,
			flag(t.Patience != 0, fmt.Sprintf(" patience %d", t.Patience)), flag(t.Batch != 0, fmt.Sprintf(" batch %d", t.Batch)))
	}
}

func (d dumper) phase(p Phase) {
	d.line("%s rate %g beta %g %g eps %g decay %g clip %g%s", p.Optimiser, p.Rate, p.Beta1, p.Beta2, p.Eps, p.Decay, p.Clip,
		flag(p.Optimiser == "sgd", fmt.Sprintf(" momentum %g", p.Momentum))+flag(p.Memory != 0, fmt.Sprintf(" memory %d", p.Memory))+flag(p.Epochs != 0, fmt.Sprintf(" epochs %d", p.Epochs)))
	for _, s := range p.Schedule {
		d.line("  schedule %s fraction %g to %g", s.Kind, s.Fraction, s.To)
	}
	if q := p.Plateau; q != nil {
		d.line("  plateau factor %g patience %d least %g", q.Factor, q.Patience, q.Least)
	}
}

// String of a kind is the word that declares it.
func (k Kind) String() string {
	return [...]string{"const", "param", "field", "state", "closure", "let", "coordinate", "time", "case", "argument", "net"}[k]
}

// String lists what a value depends on.
func (d Deps) String() string {
	names := []string{"param", "space", "time", "state", "lag", "closure"}
	var has []string
	for i, n := range names {
		if d&(1<<i) != 0 {
			has = append(has, n)
		}
	}
	if len(has) == 0 {
		return "nothing"
	}
	return strings.Join(slices.Clip(has), "+")
}

// String prints the condition without its face.
func (c *Condition) String() string {
	switch c.Kind {
	case Symmetry:
		return fmt.Sprintf("%s: symmetry", c.State.Name)
	case Outflow:
		return fmt.Sprintf("%s: outflow", c.State.Name)
	case Robin:
		return fmt.Sprintf("%s = %s", c.Left, c.Expr)
	}
	return fmt.Sprintf(conditionLeft[c.Kind]+" = %s", c.State.Name, c.Expr)
}

var conditionLeft = map[ConditionKind]string{
	Value: "%s", Gradient: "dn(%s)", Flux: "flux(%s)", Curvature: "dn(dn(%s))", Third: "dn(dn(dn(%s)))",
}

func unitText(u Unit) string {
	if u.Text == "" && u.Dims.Dimensionless() {
		return ""
	}
	return fmt.Sprintf(" : %s (%g %s)", u.Text, u.Scale, u.Dims)
}

func side(high bool) string { return pick(high, "max", "min") }

func flag(on bool, text string) string { return pick(on, text, "") }

func pick(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

func last(s []float64) float64 {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1]
}
