package check_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/pindiff/pindiffc/dsl/model"
)

// with puts declarations before the state of bar, and replaces parts of it.
func with(declarations string, replaced ...string) string {
	src := strings.Replace(bar, "state u = 1", declarations+"\nstate u = 1", 1)
	return strings.NewReplacer(replaced...).Replace(src)
}

// rhs of bar's equation.
const rhs = "div(k*grad(u))"

// A bare name is the application to what the arguments are named after, and
// depends on that; an argument elsewhere brings its own.
func TestApplications(t *testing.T) {
	m := good(t, with(`closure f(u, x) = mlp(hidden: [4])
closure g(s) = mlp(hidden: [4])
closure h(k) = mlp(hidden: [4])
let bare = f
let place = g(x)
let frozen = lag(f)
let clock = g(t + 1)
let both = f(g(u), k)`, rhs, rhs+" + bare + place + frozen + clock + both + h"))
	want := map[string]struct {
		text string
		deps model.Deps
	}{
		"bare":   {"f(u, x)", model.DepState | model.DepSpace | model.DepClosure},
		"place":  {"g(x)", model.DepSpace | model.DepClosure},
		"frozen": {"lag(f(u, x))", model.DepLag | model.DepSpace | model.DepClosure},
		"clock":  {"g(t + 1)", model.DepTime | model.DepClosure},
		"both":   {"f(g(u), k)", model.DepState | model.DepParam | model.DepClosure},
	}
	require.Len(t, m.Lets, len(want))
	for _, l := range m.Lets {
		require.Equal(t, want[l.Name].text, l.Value.String())
		require.Equal(t, want[l.Name].deps, l.Value.Deps, l.Name)
	}
	f := m.Closures[0].Closure
	require.True(t, f.Pointwise)
	require.Equal(t, []model.Kind{model.KindArg, model.KindArg}, []model.Kind{f.Args[0].Kind, f.Args[1].Kind})
	require.Equal(t, "u", f.Inputs[0].String())
	require.Equal(t, "(x - 0.5)/0.5", f.Inputs[1].String())
	require.True(t, m.Closures[2].Closure.Pointwise, "a function of a case parameter is no field")
}

// Without `input`, an argument enters in the measure of what it is named after.
func TestDefaultInputs(t *testing.T) {
	m := good(t, `model m

domain {
  x : mm in [0, 40] cells 8
  y : mm in [0, 10]   cells 8
  t : h  in [1, 3]    step 1
}

state e : 1 = 0.5 in (0, 1]
state T : K = 300
closure f(x, y, t, e, T, s : mm) : 1/h = mlp(hidden: [4])

equation e: ddt(e) = f(x, y, t, e, T, 2[mm])*e
equation T: ddt(T) = 0[K/s]*e
`)
	var in []string
	for _, x := range m.Closures[0].Closure.Inputs {
		in = append(in, x.String())
		require.True(t, x.Dims.Dimensionless())
	}
	require.Equal(t, []string{"(x - 0.02)/0.02", "(y - 0.005)/0.02", "(t - 3600)/7200", "(e - 0.5)/0.5", "T/1", "s/0.001"}, in)
	require.InEpsilon(t, 1.0/3600, m.Closures[0].Closure.Net.Scale, 1e-14)
}

// The value of a network without a shape of its own is in the closure's unit,
// and so is an output that is a pure number.
func TestOutputs(t *testing.T) {
	src := func(body string) string {
		return strings.NewReplacer("state T", "closure q(T) : kW/m^3 {\n  net mlp(hidden: [4])\n"+body+"\n}\n\nstate T",
			"div(k*grad(T))", "div(k*grad(T)) - q").Replace(read(t, "../../specs/heat.pde"))
	}
	q := func(body string) *model.Closure { return good(t, src(body)).Closures[0].Closure }

	plain := q("  output softplus")
	require.Nil(t, plain.Value)
	require.Equal(t, "softplus", plain.Net.Output)
	require.Equal(t, 1000.0, plain.Net.Scale)

	pure := q("  output 2*net + T/300[K]")
	require.Equal(t, "1000*(2*net + T/300)", pure.Value.String())
	require.Equal(t, "W/m^3", pure.Value.Dims.String())
	require.Equal(t, 1.0, pure.Net.Scale)
	require.Equal(t, "linear", pure.Net.Output)

	own := q("  output T*sigmoid*5[W/m^3/K]")
	require.Equal(t, "T*net*5", own.Value.String())
	require.Equal(t, "sigmoid", own.Net.Output)
}

// A pin multiplies a network that is a factor and has one sign; it shifts any other.
func TestPins(t *testing.T) {
	pin := func(net, output string) *model.Pin {
		m := good(t, with("closure f(u, s) {\n  net "+net+"\n"+output+"\n  pin f(k, 2) = 3*k\n}", rhs, rhs+" - f(u, u)"))
		require.Equal(t, model.DepState|model.DepClosure|model.DepParam, m.Equations[0].RHS.Args[1].Deps)
		return m.Closures[0].Closure.Pin
	}
	for _, c := range []struct {
		net, output string
		multiply    bool
	}{
		{"mlp(hidden: [4], output: softplus)", "", true},
		{"mlp(hidden: [4], output: softplus, offset: 1)", "", false},
		{"mlp(hidden: [4], output: relu)", "", false},
		{"mlp(hidden: [4])", "", false},
		{"mlp(hidden: [4])", "  output u*exp/s", true},
		{"mlp(hidden: [4])", "  output -s*sigmoid", true},
		{"mlp(hidden: [4])", "  output u + sigmoid", false},
		{"mlp(hidden: [4])", "  output u/softplus", false},
		{"mlp(hidden: [4])", "  output softplus*softplus", false},
	} {
		p := pin(c.net, c.output)
		require.Equal(t, c.multiply, p.Multiply, "%s %s", c.net, c.output)
		require.Equal(t, []string{"k", "2"}, []string{p.At[0].String(), p.At[1].String()})
		require.Equal(t, "3*k", p.Value.String())
	}
}

// A hypernetwork takes the inputs that are made of its arguments.
func TestPointwiseHypernetwork(t *testing.T) {
	m := good(t, with(`closure f(u, k, t) {
  input k/2, u, log(1 + k*t)
  net   mlp(hidden: [4], hyper: hypernetwork(t, k, hidden: [4], latent: 2))
}`, rhs, rhs+" - f(u, 2*k, t)"))
	n := m.Closures[0].Closure.Net
	require.Equal(t, []int{1}, n.Inputs)
	require.Equal(t, []int{0, 2}, n.Hyper.Inputs)
}

// The truth is made of the closure's own symbols, and stands in its places in
// the exact system, with what it depends on.
func TestExact(t *testing.T) {
	m := good(t, with("closure f(s) = mlp(hidden: [4])\nlet a = f(u)", rhs, rhs+" + a*lag(f(2*u)) + f(x)",
		"boundary {", "truth { f = s*(k - s) }\n\nboundary {", "dn(u) = 0", "dn(u) = f(t)"))
	require.Equal(t, model.KindArg, m.Truth.Closures[0].Args[0].Sym.Kind)
	e := m.Exact()
	require.Equal(t, "div(k*grad(u)) + a*lag(2*u*(k - 2*u)) + x*(k - x)", e.Equations[0].RHS.String())
	require.Equal(t, "u*(k - u)", e.Lets[0].Value.String())
	require.Equal(t, model.DepState|model.DepParam, e.Lets[0].Value.Deps)
	require.Equal(t, model.DepState|model.DepParam|model.DepLag|model.DepSpace, e.Equations[0].RHS.Deps)
	require.Equal(t, "dn(u) = t*(k - t)", e.Boundary[1].String())
	require.Equal(t, "a*lag(f(2*u))", m.Equations[0].RHS.Args[0].Args[1].String(), "the model itself is as it was")
}

// An argument hides what it is named after, and nothing else is hidden.
func TestArgumentsHide(t *testing.T) {
	m := good(t, with("const n = 3\nclosure f(u) {\n  input n*u\n  net   mlp(hidden: [4])\n}", rhs, rhs+" - f(k)"))
	in := m.Closures[0].Closure.Inputs[0]
	require.Equal(t, model.KindConst, in.Args[0].Sym.Kind)
	require.Equal(t, model.KindArg, in.Args[1].Sym.Kind)
}
