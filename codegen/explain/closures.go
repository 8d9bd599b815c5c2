package explain

import (
	"fmt"
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/codegen/program"
	"github.com/pindiff/pindiffc/dsl/model"
)

// closures prints the class of every closure: what it depends on decides how
// often it is evaluated, and its reverse pass with it.
func (w *writer) closures() {
	m := w.p.Model
	if len(m.Closures) == 0 {
		return
	}
	w.section("closures")
	for i, s := range m.Closures {
		var args []string
		for _, a := range s.Closure.Args {
			args = append(args, a.Name)
		}
		w.line("  %s(%s): %s", s.Name, strings.Join(args, ", "), class(s.Closure))
		if s.Closure.Pointwise {
			w.law(s)
			w.calls(i)
		}
	}
}

func class(c *model.Closure) string {
	if c.Pointwise {
		return "pointwise: evaluated where it is applied, with its local Jacobian"
	}
	for _, a := range c.Args {
		if a.Kind == model.KindTime {
			return "evaluated once per time level, shared by all trajectories"
		}
	}
	return "a field: evaluated once per parameter update, shared by all steps and trajectories"
}

// law prints what stands around the network of a pointwise closure.
func (w *writer) law(s *model.Symbol) {
	var inputs []string
	for _, x := range s.Closure.Inputs {
		inputs = append(inputs, x.String())
	}
	w.line("    network of %s", strings.Join(inputs, ", "))
	if s.Closure.Value != nil {
		w.line("    value %s", s.Closure.Value)
	}
	if p := s.Closure.Pin; p != nil {
		var at []string
		for _, x := range p.At {
			at = append(at, x.String())
		}
		how := "by adding a constant"
		if p.Multiply {
			how = "by a constant factor"
		}
		w.line("    held at %s(%s) = %s %s", s.Name, strings.Join(at, ", "), p.Value, how)
	}
}

// often says how often a call is evaluated, and reversed.
var often = [...]string{
	program.Once:         "once per parameter update, shared by all steps and trajectories",
	program.PerLevel:     "once per time level, shared by all trajectories",
	program.PerStep:      "once per step and trajectory, from the state before the step",
	program.PerIteration: "once per nonlinear iteration; its reverse pass once per step",
}

func (w *writer) calls(closure int) {
	none := true
	for i, c := range w.p.Calls {
		if c.Closure != closure {
			continue
		}
		none = false
		var inputs []string
		for _, x := range c.Inputs {
			inputs = append(inputs, w.inputText(i, x))
		}
		w.line("    %s: the network at %s, %s: %s", w.p.CallName(i), strings.Join(inputs, ", "), w.points(c), often[c.When])
	}
	if none {
		w.line("    applied nowhere")
	}
}

// inputText prints what enters the network of a call; at a face with indices there.
func (w *writer) inputText(call int, input ir.ID) string {
	k := w.p.Kernel(fmt.Sprintf("call.%d", call))
	if k == nil || k.Region != program.Face && k.Region != program.FaceExtended {
		return w.p.Text(input)
	}
	return w.faceText(k, input)
}

// points says where a call is evaluated.
func (w *writer) points(c program.Call) string {
	switch {
	case c.Uniform:
		return "at one point"
	case c.Region == program.Face || c.Region == program.FaceExtended:
		return fmt.Sprintf("in the cells at %s = %s", w.p.Model.Axes[c.Axis].Name, side(c.High))
	case c.Region == program.Interior:
		return "in all cells"
	}
	return "in all cells and the ghosts that are read"
}

func side(high bool) string {
	if high {
		return "max"
	}
	return "min"
}
