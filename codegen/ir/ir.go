// Package ir is the expression graph that every stage of the compiler works on:
// a hash-consed DAG of scalar expressions evaluated "at a cell".
//
// A node is its own key, so equal expressions have equal IDs, common
// subexpressions exist once, and IDs are in topological order: a pass is one
// loop over a slice and reverse differentiation one loop backward. Smart
// constructors (package-level methods of Graph) canonicalise and fold.
//
// The graph knows no equations, no boundary conditions and no Go; a load names
// an array by role and index, and a cell by its offset from the current one.
package ir

import "cmp"

// ID of a node in its graph. Operands have smaller IDs than their users.
type ID int32

// Op of a node. The table in ops.go has one row for each.
type Op uint8

const (
	Const  Op = iota // Bits
	Scalar           // Sym: a value that is uniform over the grid
	Load             // Sym, Off: array element at the current cell + Off
	Coord            // axis in Sym.Index, Off[0] in half cells: coordinate of the cell centre or face
	Inside           // axis in Sym.Index, Off: 1 if the cell at Off is within the grid along the axis, 0 in its ghosts

	Neg
	Add
	Sub
	Mul
	Div
	Pow // general power; small integer powers become products
	Min
	Max
	Less // 1 or 0
	LessEq
	Select // X != 0 ? Y : Z

	Abs
	Sign // -1, 0, 1
	Exp
	Log
	Sqrt
	CubeRoot // of x >= 0; NaN below, as Sqrt
	Sin
	Cos
	Tan
	Tanh
	Sigmoid  // 1/(1 + exp(-x))
	Softplus // log(1 + exp(x))
)

// Role of an array or scalar; with Variant it says which slot of the kernel's
// arguments holds it (runtime/kernel.Args).
type Role uint8

const (
	// arrays
	State   Role = iota // the unknown at the new time (or the stage)
	Lag                 // the state at the start of the step
	Coef                // coefficient fields at the time of evaluation
	CoefLag             // coefficient fields at the start of the step
	Base                // given fields and closure outputs, by their common index
	Rhs                 // right-hand side of the step, in a Picard sweep
	Bound               // boundary data, by condition index
	Out                 // what a kernel writes, by equation: Primal out, Dir its tangent, Cot the cotangent that comes in
	Input               // inputs of networks, by their common index over all calls
	Call                // outputs of networks, by call
	Jac                 // local Jacobians: d Call/d Input, by the index of the input
	Entry               // entries of the Jacobian matrix of apply, by their index
	Arg                 // what a closure is applied to, by argument; written only
	Held                // coefficients of fluxes that stay the same during a solve, by index
	Once                // what a kernel computes once for each cell and reads at several, by its index in the kernel
	// scalars
	Param
	Time    // time of evaluation
	LagTime // start of the step
	Alpha   // factor of the mass term
	Beta    // factor of the spatial operator
	Gamma   // factor of equations without a mass term
	Omega   // relaxation
	Spacing // cell size along axis Index
	InvSpacing
)

// Lagged tells a role of the start of the step.
func (r Role) Lagged() bool { return r == Lag || r == CoefLag || r == LagTime }

// Variant of a symbol.
type Variant uint8

const (
	Primal Variant = iota // the value
	Dir                   // a tangent direction of it
	Cot                   // the cotangent of it: read where it comes in (Out), written where it is asked for
)

// Sym names an array or a scalar.
type Sym struct {
	Role    Role
	Variant Variant
	Index   uint16
}

// Compare orders symbols by role, variant and index.
func (s Sym) Compare(t Sym) int {
	return cmp.Or(cmp.Compare(s.Role, t.Role), cmp.Compare(s.Variant, t.Variant), cmp.Compare(s.Index, t.Index))
}

// Offset in cells along each axis.
type Offset [3]int16

// Node is comparable: it is its own key in the intern table.
type Node struct {
	Op      Op
	Sym     Sym
	Off     Offset
	X, Y, Z ID
	Bits    uint64 // Const: math.Float64bits
}

// Graph owns nodes. Its methods (build.go) are the only way to make one.
type Graph struct {
	dim     int
	nodes   []Node
	uniform []bool // by ID: the same value at every cell
	cells   []cell // by ID: of which cells it reads elements
	index   interned
	shifts  map[Offset]*shifted
}
