package breadth

// operator is a right-hand side in one or two dimensions.
type operator struct {
	name  string
	order float64 // that is promised
	slack float64 // how far the observed one may stay behind
	one   string  // in one dimension; "": none
	two   string  // in two; "": none
	lets  string  // further definitions
	faces string  // face rules on walls

	periodic bool // for periodic axes only
	fourth   bool // two conditions on each face
	flux     bool // has a div, so that its flux can be given
	flow     bool // from min to max without diffusion: for outflow
}

const (
	usual   = 0.25
	limited = 0.75 // limiters are of first order in the cells of an extremum
)

// speed and conductivity change in space, and a is positive.
const (
	speed        = "let a = 0.8 + 0.3*sin(2*pi*x)\n"
	speed2       = "let b = 0.5 + 0.2*cos(2*pi*x)\n"
	conductivity = "let k = 0.3 + 0.1*cos(2*pi*x)\n"
)

// transport with a scheme, with a little diffusion so that all faces take conditions.
func transport(scheme string, order, slack float64) operator {
	return operator{
		name: "div(" + scheme + ", [a]*u)", order: order, slack: slack, flux: true,
		one: "0.2*lap(u) - div(" + scheme + ", [a]*u)", two: "0.2*lap(u) - div(" + scheme + ", [a, b]*u)",
		lets: speed + speed2, faces: "face(a), face(b): value",
	}
}

// flow is transport alone, that leaves through the max face of x.
func flow(scheme string, order, slack float64) operator {
	return operator{
		name: "div(" + scheme + ", [a]*u) alone", order: order, slack: slack, flow: true,
		one: "-div(" + scheme + ", [a]*u)", two: "-div(" + scheme + ", [a, b]*u)",
		lets: speed + speed2, faces: "face(a), face(b): value",
	}
}

var operators = []operator{
	transport("upwind", 1, usual), transport("upwind_face", 1, usual),
	transport("central", 2, usual), transport("central_flux", 2, usual),
	transport("linear_upwind", 2, usual), transport("vanleer", 2, limited), transport("minmod", 2, limited),
	flow("upwind", 1, usual), flow("central", 2, usual), flow("linear_upwind", 2, usual), flow("vanleer", 2, limited),
	{name: "div(central, [u^2/2])", order: 2, slack: usual, flux: true,
		one: "0.2*lap(u) - div(central, [u^2/2])", two: "0.2*lap(u) - div(central, [u^2/2, u])"},
	{name: "div(arithmetic, k*grad(u))", order: 2, slack: usual, flux: true, lets: conductivity, faces: "face(k): value",
		one: "div(k*grad(u))", two: "div(k*grad(u))"},
	{name: "div(harmonic, k*grad(u))", order: 2, slack: usual, flux: true, lets: conductivity, faces: "face(k): value",
		one: "div(harmonic, k*grad(u))", two: "div(harmonic, k*grad(u))"},
	{name: "div(u*grad(u))", order: 2, slack: usual, flux: true, one: "0.2*div(u*grad(u))", two: "0.2*div(u*grad(u))"},
	{name: "div([k*dx(u) + 0.1*dy(u), ...])", order: 2, slack: usual, flux: true, lets: conductivity, faces: "face(k): value",
		one: "div([k*dx(u)])", two: "div([k*dx(u) + 0.1*dy(u), 0.1*dx(u) + k*dy(u)])"},
	{name: "lap(u)", order: 2, slack: usual, flux: true, one: "0.3*lap(u)", two: "0.3*lap(u)"},
	{name: "u*lap(u)", order: 2, slack: usual, one: "0.1*u*lap(u)", two: "0.1*u*lap(u)"},
	{name: "k*div(k*grad(u))", order: 2, slack: usual, lets: conductivity, faces: "face(k): value",
		one: "k*div(k*grad(u))", two: "k*div(k*grad(u))"},
	{name: "u*dx(u)", order: 2, slack: usual, one: "0.2*lap(u) - u*dx(u)", two: "0.2*lap(u) - u*dx(u) - dy(u)"},
	{name: "a*dx(upwind, u)", order: 1, slack: usual, lets: speed, one: "0.2*lap(u) - a*dx(upwind, u)",
		two: "0.2*lap(u) - a*dx(upwind, u) - u*dy(upwind, u)"},
	{name: "dx(central4, u) alone", order: 4, slack: 0.4, periodic: true, one: "-dx(central4, u)", two: "-dx(central4, u) - 0.5*dy(central4, u)"},
	{name: "dx(central4, u)", order: 2, slack: usual, one: "0.2*lap(u) - dx(central4, u)", two: "0.2*lap(u) - dx(central4, u)"},
	{name: "dot([a, b], grad(u))", order: 2, slack: usual, lets: speed + speed2, one: "0.2*lap(u) - dot([a], grad(u))",
		two: "0.2*lap(u) - dot([a, b], grad(u))"},
	{name: "norm(grad(u))^2", order: 2, slack: usual, one: "0.3*lap(u) - 0.2*norm(grad(u))^2", two: "0.3*lap(u) - 0.2*norm(grad(u))^2"},
	{name: "dx(dx(u))", order: 2, slack: usual, periodic: true, one: "0.2*dx(dx(u))", two: "0.2*dx(dx(u)) + 0.1*dy(dy(u))"},
	{name: "dx(dy(u))", order: 2, slack: usual, two: "0.3*lap(u) + 0.2*dx(dy(u))"},
	{name: "dx(dx(dx(u)))", order: 2, slack: usual, periodic: true, one: "-1e-2*dx(dx(dx(u)))", two: "-1e-2*dx(dx(dx(u))) + 0.1*lap(u)"},
	{name: "lap(lap(u))", order: 2, slack: usual, fourth: true, one: "-1e-2*lap(lap(u))", two: "-1e-2*lap(lap(u))"},
	{name: "lap(u^3 - u - k*lap(u))", order: 2, slack: usual, fourth: true, one: "0.01*lap(u^3 - u - 0.5*lap(u))", two: "0.01*lap(u^3 - u - 0.5*lap(u))"},
	{name: "max, where, abs, functions", order: 2, slack: usual,
		one: "0.3*lap(u) - max(u, 1)^1.5 + where(u < 9, tanh(u), 0) - softplus(abs(u))*exp(-u)",
		two: "0.3*lap(u) - max(u, 1)^1.5 + where(u < 9, tanh(u), 0) - softplus(abs(u))*exp(-u)"},
}
