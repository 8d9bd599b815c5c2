package breadth

import "strings"

// boundary is a kind of condition, on every face that is not periodic.
type boundary struct {
	name  string
	on    func(axis string) string // both faces of an axis
	exact [2]string                // the solution in one and two dimensions; smooth, and right on these faces
	takes func(o operator) bool
}

// both puts the same conditions on both faces.
func both(conditions string) func(string) string {
	return func(axis string) string {
		return axis + " = min: " + conditions + "\n" + axis + " = max: " + conditions + "\n"
	}
}

var (
	wave    = [2]string{"2 + 0.5*sin(2*pi*x + 1)*exp(-t)", "2 + 0.5*sin(2*pi*x + 1)*cos(2*pi*y + 0.5)*exp(-t)"}
	mirror  = [2]string{"2 + 0.5*cos(pi*x)*exp(-t)", "2 + 0.5*cos(pi*x)*cos(pi*y)*exp(-t)"}
	general = [2]string{"2 + 0.5*sin(1.7*x + 0.4)*exp(-t)", "2 + 0.5*sin(1.7*x + 0.4)*cos(1.3*y + 0.2)*exp(-t)"}
)

func second(o operator) bool { return !o.fourth && !o.periodic && !o.flow }
func fourth(o operator) bool { return o.fourth }

var boundaries = []boundary{
	{"periodic", func(axis string) string { return axis + ": periodic\n" }, wave, func(operator) bool { return true }},
	{"u = e", both("u = 0"), general, second},
	{"dn(u) = e", both("dn(u) = 0"), general, second},
	{"Robin", both("0.5*dn(u) + u = 0"), general, second},
	{"dn(u) = e(u)", both("dn(u) = 1 - u^2"), general, second},
	{"flux(u) = e", both("flux(u) = 0"), general, func(o operator) bool { return second(o) && o.flux }},
	{"flux(u) = e(u)", both("flux(u) = 0.1*u^2"), general, func(o operator) bool { return second(o) && o.flux }},
	{"symmetry", func(axis string) string { return axis + ": symmetry\n" }, mirror, func(o operator) bool { return second(o) || o.fourth }},
	{"u, dn(u)", func(axis string) string {
		return axis + " = min: u = 0\n" + axis + " = max: dn(u) = 0\n"
	}, general, second},
	{"outflow", func(axis string) string {
		return axis + " = min: u = 0\n" + axis + " = max: u: outflow\n"
	}, general, func(o operator) bool { return o.flow }},
	{"u and dn(u)", both("u = 0, dn(u) = 0"), general, fourth},
	{"u and dn(dn(u))", both("u = 0, dn(dn(u)) = 0"), general, fourth},
	{"dn(u) and dn(dn(dn(u)))", both("dn(u) = 0, dn(dn(dn(u))) = 0"), general, fourth},
}

// text is the block with the face rules that an operator needs.
func (b boundary) text(o operator, axes []string) string {
	var t strings.Builder
	walls := false
	for _, a := range axes {
		on := b.on(a)
		walls = walls || !strings.Contains(on, "periodic")
		t.WriteString(on)
	}
	if walls && o.faces != "" {
		faces := o.faces
		if len(axes) == 1 {
			faces = strings.Replace(faces, "face(a), face(b)", "face(a)", 1)
		}
		t.WriteString(faces + "\n")
	}
	return t.String()
}
