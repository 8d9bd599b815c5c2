// Package formula evaluates expressions on whole grids in float64: what a twin
// experiment needs (true closures, initial states, random fields, reductions)
// and a generated solver must not carry. The command sends formulas to the
// solver process as JSON.
//
// A value is uniform until something that varies over the grid enters it, and
// then one number per cell. Random ingredients come from a generator of the
// package's own on top of PCG, so that a seed gives the same field with every
// version (see waves.go and field.go).
//
// The package knows grids and numbers; it must never know a solver, a closure
// or a spec.
package formula

// Expr is a tree. Op is one of
//
//	num                      Value
//	var                      Name: an axis name, the time's name, "case", or a parameter
//	neg add sub mul div pow  arithmetic; less less_eq greater greater_eq -> 0 or 1
//	exp log sqrt sin cos tan tanh abs min max sign where   elementwise
//	grid_min grid_max grid_mean grid_sum                    over the grid -> uniform
//	rescale                  args e, a, b: e mapped affinely so that its grid minimum and maximum are a and b
//	waves                    keys seed, modes, k_max [, drift]: sum of seeded sines with integer wave numbers
//	list                     one argument for each case, of which that of the variable "case" counts
//	random_field             keys seed, length, range lo hi as args 0, 1: smooth seeded Gaussian random field
//
// Lengths and coordinates are SI.
type Expr struct {
	Op    string           `json:"op"`
	Value float64          `json:"value,omitempty"`
	Name  string           `json:"name,omitempty"`
	Args  []*Expr          `json:"args,omitempty"`
	Keys  map[string]*Expr `json:"keys,omitempty"`
}

// Env is where a formula is evaluated.
type Env struct {
	Axes []Axis
	Vars map[string]float64 // time, case, parameters
	Tau  float64            // time in units of the horizon, 0 at its start and 1 at its end: what a drift is measured in
}

// Axis of the grid; cell centres are evaluated.
type Axis struct {
	Name     string
	Lo, Hi   float64
	Cells    int
	Periodic bool
}
