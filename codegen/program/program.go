// Package program is the lowered form of a system: a list of kernels, each a
// set of expressions over one region of the grid, and the tables that say what
// their arrays mean. The interpreter runs it, the emitter prints it; neither
// decides anything.
//
// # The system
//
// With z the states, a spec is   d/dt m(z) = f(z; lag, coefficients, params, t).
// One kernel serves every time scheme:
//
//	Apply:  out = alpha*m(z) - beta*f(z)
//
// backward Euler solves Apply(1, dt) z = m(u), Crank-Nicolson
// Apply(1, dt/2) z = Apply(1, -dt/2) u, a Runge-Kutta stage is Apply(0, -1).
// An algebraic equation has no mass and holds at every time: its row is -gamma*f,
// gamma 1 in the operator and 0 in the right-hand side of a step.
//
// # Calls
//
// An application of a pointwise closure is a call. Kernel call.<i> computes what
// enters the network at a cell (role Input); the runtime runs the network and
// leaves its value (role Call) and its local Jacobian in these inputs (role Jac).
// Every derivative goes through them: that of Load(Call i) is
//
//	sum_k Jac(k) * d Input(k)
//
// at the same offset, so products with tangents and adjoints never run a network
// (chain.go has the rule).
// The part of a tangent that comes from the weights is Dir Call; Cot Call is what
// the network's reverse pass is given. An input may read the calls before it.
//
// Calls on faces serve boundary conditions: they read interior cells, data and each
// other, and are evaluated before ghosts are filled, the others after. Over its region
// a call is evaluated, elsewhere it only has to be finite: what kernels read there has
// the weight zero. (Ghost kernels run over the corners too, and take no call there.)
//
// # Fluxes and adjoints
//
// f is kept as a cell part plus a flux per axis at the cell's low face, so that
// what leaves a cell enters its neighbour, and so that the adjoint in gather
// form uses the difference of the cotangent across a face:
//
//	zbar(j) = sum_o shift_-o( w * dS/dz_o ) + sum_a sum_o shift_-o( (w(-1)-w(0))/dx_a * dF_a/dz_o )
//
// Ghost cells are filled 2*Halo deep by the boundary rules, so that shifted
// expressions read sensible values; the cotangent is zero (or periodic) there.
// (A ghost value may still have no root or logarithm: on walls, a term whose
// derivative is not finite everywhere is selected by its cotangent not being zero.)
// On an axis that is not periodic the adjoint is also evaluated on Halo ghost
// layers, and the adjoint of the ghost fill folds them back.
//
// # Ghost layers
//
// Halo is the reach of the widest primal stencil, or more where an adjoint
// kernel reads further: a kernel over Interior cells (or over Extended ones
// seen from an axis that is periodic) loads at offsets up to 2*Halo, an
// Extended kernel along an axis that is not periodic up to Halo. So 2*Halo
// stored layers always suffice. A ghost fill sets them all; only the layers
// that the primal stencil reads can have a cotangent, and only those are folded.
//
// # Once for each cell
//
// A kernel that reads a dear function of the values at a cell (an exponential of the
// state, say) at several cells would compute it anew for each. Such functions are taken
// out, into Kernel.Once: they are computed for every cell of the kernel's region, and as
// far beyond as it reads them, before the kernel reads them as arrays of role Once.
// Nobody else sees these; they are the kernel's own, and where it keeps them is the
// business of whoever runs it. (Beyond the corners of the region they may be anything.)
//
// # Coefficient fields
//
// Every maximal subexpression that depends on position but not on states is
// hoisted to a coefficient field: computed once per parameter update (or per
// time level), with ghosts by its face rule. So Apply and its derivatives load
// only State, Lag, Coef, CoefLag, Held, Call and Jac, and scalars, and ask where the
// grid ends (ir.Inside).
//
// # Held coefficients
//
// A flux makes its own coefficients of the fields in the cells on both sides of a face:
// means, upwind parts. Where that pays (pass.hold has the rule) they are computed once,
// whenever coefficient fields are, by kernel held, and apply and its derivatives in the
// state read them as arrays of role Held: an element belongs to a cell's low face. They
// are functions of coefficient fields that do not depend on time, so nothing changes
// them while a step is solved. They have no cotangents: the derivatives in coefficient
// fields and parameters are those of the equations as they were written.
package program

import (
	"strings"

	"github.com/pindiff/pindiffc/codegen/ir"
	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Program is everything the emitter and the interpreter need.
type Program struct {
	Model *model.Model
	Graph *ir.Graph
	Reach [3]int // by axis: how far the equations themselves look
	Halo  int    // half of the ghost layers that kernels may read; see Ghost layers

	Base   []*model.Symbol // fields, then closures: the index of role Base
	Coefs  []Coef
	Bounds []Bound // the index of role Bound
	Calls  []Call  // the index of role Call, in the order of evaluation
	Matrix []Entry // the index of role Entry

	Linear    bool   // Apply is affine in State
	Symmetric bool   // its linear part is self-adjoint (found by the interpreter on random data)
	Unlagged  bool   // no kernel reads the state, coefficients or time at the start of a step
	Timeless  bool   // nothing that makes the Jacobian matrix, nor a coefficient, boundary data or call, depends on time
	Diagonal  bool   // the mass of every equation is a factor, free of states, times its own state: explicit schemes apply
	Algebraic []bool // by state: its equation has no mass
	Null      []bool // by algebraic state: a constant added to it changes nothing (found likewise)

	Equations []Equation // by state: the discrete equations behind apply
	Held      []Held     // the index of role Held
	Kernels   []*Kernel  // in emission order; look up by Name
}

// Equation is one discrete equation before it becomes kernels:
//
//	d Mass/dt = Scale*(Cell + sum_a (Flux_a(+1) - Flux_a)/dx_a)
//
// Scale is 1, or the reciprocal of a factor of ddt that depends on states.
// Flux_a is the flux into the cell through its low face of axis a, so a
// physical flux with the opposite sign. A zero expression is the constant 0.
type Equation struct {
	Mass, Cell ir.ID
	Scale      ir.ID
	Flux       [3]ir.ID
	Spans      []ast.Span
}

// Coef is a hoisted coefficient field.
type Coef struct {
	Name string       // Go-friendly: the let's or closure's own name where it has one
	Expr ir.ID        // over Base, Coord, Param, Time at offset zero
	Rule [3][2]string // per axis and side: "periodic", "zero_gradient", "value", "" (never read off-centre there)
	Time bool         // depends on time, itself or through a closure
	Span ast.Span
}

// Held is a coefficient of a flux that stays the same during a solve.
type Held struct {
	Name string
	Expr ir.ID // over Coef, Param, coordinates and masks, around a cell's low face
}

// Bound is one array of boundary data: a part of a condition that depends on no
// unknown, on the cells of its face.
type Bound struct {
	*model.Condition
	Name string // "phi.x.min", with a number behind it where a condition has several
	Time bool   // depends on time
}

// Call is one application of a pointwise closure.
type Call struct {
	Closure int     // index in Model.Closures
	Args    []ir.ID // what the closure is applied to, SI, like Inputs; nil where that is its pin
	First   int     // its inputs are Input (and Jac) First to First+len(Inputs)-1
	Inputs  []ir.ID // at a cell, over State, Lag, Coef, CoefLag, Call, Coord and scalars
	When    When
	Uniform bool   // the inputs are the same in all cells: one evaluation, whose value fills the array
	Region  Region // Interior; Extended where it is read beyond walls; Face where only a boundary needs it
	Axis    int    // Face
	High    bool
	Span    ast.Span
}

// When a call is evaluated, by what its inputs depend on.
type When uint8

const (
	Once         When = iota // coordinates and parameters: once for each set of parameters
	PerLevel                 // time as well
	PerStep                  // lagged states
	PerIteration             // states at the new time
)

// Entry is one entry of the Jacobian of apply: that of an equation in a state at
// an offset from the cell. Kernel matrix computes all, over Interior; where the
// offset leads to a ghost, the ghost fill's tangent says to which cells it belongs.
type Entry struct {
	Equation, State int
	Off             ir.Offset
}

// Region over which a kernel runs. Axis 0 is always a range given by the caller.
type Region uint8

const (
	Interior Region = iota
	Extended        // interior and, on axes that are not periodic, Halo ghost layers
	Padded          // all cells with ghosts, Depth deep on axes that are not periodic
	Face            // the cells of one face, tangential axes Depth deep
	// FaceExtended is the cells of one face, tangential axes as Extended. A kernel
	// runs over no cell outside of its region: where the caller's range on axis 0
	// is wider, it is clamped.
	FaceExtended
)

// Kernel is a loop over cells with a few outputs.
type Kernel struct {
	Name   string // see Names
	Doc    string // the discrete equation, for the doc comment
	Region Region
	Axis   int  // Face kernels
	High   bool // Face kernels
	Out    []Output
	Sums   []Sum

	Once  *Kernel   // computes what Out and Sums read with role Once; nil: nothing
	Reach [3][2]int // of a kernel Once, and of held: cells beyond the region over which it runs, by axis and side
}

// Roots are the expressions of the outputs, then of the sums.
func (k *Kernel) Roots() []ir.ID {
	ids := make([]ir.ID, 0, len(k.Out)+len(k.Sums))
	for _, o := range k.Out {
		ids = append(ids, o.Root)
	}
	for _, s := range k.Sums {
		ids = append(ids, s.Root)
	}
	return ids
}

// FillsGhosts tells that k is a kernel ghost.<s>.<axis>.<lo|hi>, none of its derivatives.
func (k *Kernel) FillsGhosts() bool {
	return strings.HasPrefix(k.Name, "ghost.") && strings.Count(k.Name, ".") == 3
}

// Output writes (or adds) the value of Root to an array at the current cell.
type Output struct {
	Sym   ir.Sym    // which array: see package runtime/kernel for the slot of each
	Off   ir.Offset // zero but in ghost adjoints, which add to the mirror cell
	Add   bool
	Root  ir.ID
	Spans []ast.Span // lines of the spec it comes from
}

// Sum adds Root over the region to the cotangent of a scalar parameter.
type Sum struct {
	Param int
	Root  ir.ID
}

// All lists every kernel, those of role Once before the ones that they serve.
func (p *Program) All() (list []*Kernel) {
	for _, k := range p.Kernels {
		if k.Once != nil {
			list = append(list, k.Once)
		}
		list = append(list, k)
	}
	return list
}

// Kernel returns the kernel of that name, or nil. The names, and what each reads
// and writes:
//
//	initial                  Coord, Param           -> State (Interior), the states that have a default
//	coefs                    Base, Coord, Param, Time -> Coef (Interior), Coefs without a "value" rule
//	coefs.value              the same, Coefs with a "value" rule, over Padded; these use no Base
//	bound.<i>                Base, Coord, Param, Time -> Bound i over its Face; Base is read at the cell of
//	                         the face, and a ghost reads the result only where that is inside
//	ghost.<s>.<axis>.<lo|hi> State interior, Bound, Call -> State s ghosts of that Face, all depths
//	                         (its tangent takes Dir State, Bound and Call, its adjoint adds to their Cot);
//	                         the current cell is the interior cell at the face
//	mass                     Coef, CoefLag, Param, Time -> Out: what multiplies each equation's own state in m;
//	                         only where Diagonal holds and it is not 1 (its adjoint runs over Interior)
//	held                     Coef, Coord, Param -> Held, over Extended and its Reach
//	apply                    State, Lag, Coef, CoefLag, Held, Call -> Out: alpha*m - beta*f, or -gamma*f
//	apply.tangent            + Jac, Dir State -> Dir Out
//	apply.adjoint            + Jac, Cot Out   -> Cot State (Extended, overwritten)
//	inputs.tangent           + Jac, Dir Lag, Coef, CoefLag, Call, Param -> Dir Out
//	inputs.adjoint           + Jac, Cot Out   -> Cot Lag, Coef, CoefLag, Call (Extended, added)
//	params.adjoint           + Cot Out   -> Sums (Interior)
//	call.<i>                 State, Lag, Coef, CoefLag, Call -> Input, over the call's region; on a Face
//	                         State of interior cells, Coef, Bound and Call
//	args.<i>                 the same -> Arg, over Interior or the call's Face: for reports, no step runs it
//	matrix                   State, Lag, Coef, CoefLag, Call, Jac -> Entry (Interior)
//	sweep                    + Rhs -> Out: the relaxed Picard sweep z - omega*(Apply(z)-rhs)/D,
//	                         D the diagonal of dApply/dz, calls held fixed; 1 where an equation has none
//	sweep.adjoint            Cot Out -> Cot State (Extended, overwritten)
//	sweep.inputs.adjoint     Cot Out -> Cot Rhs, Lag, Coef, CoefLag, Call (Extended, added)
//	sweep.params.adjoint     Cot Out -> Sums (Interior)
//
// Kernel NAME.once, where there is one, is Once of NAME, and found there only.
//
// initial, coefs, coefs.value, mass, bound and ghost have .tangent and .adjoint forms
// too: Dir of inputs -> Dir of outputs, and Cot of outputs -> Cot of inputs
// (added) and Sums. The adjoints of bound and ghost run over FaceExtended, that
// of coefs.value over Extended. A ghost adjoint reads the ghost layers next to
// the face, adds to mirror cells and to Cot Bound, and sets the ghost layers it
// has read to zero, so that corners are folded once. A kernel computes all its
// outputs of a cell before it writes any. A kernel with nothing to compute is
// absent.
//
// Cot Out is read off-centre by Extended kernels, and Rhs by the adjoints of the
// sweep: both are zero in the ghosts of axes that are not periodic and wrapped on
// those that are. (Beyond the boundary Rhs only has to be finite.)
//
// A state is made ready axis by axis: the calls on the faces of the axis are evaluated,
// from interior cells, then its ghosts are filled, in the order of the ghost kernels; a
// periodic axis wraps. Then the other calls are evaluated. Adjoints go backward (a
// periodic axis needs none: Extended kernels read the wrapped cotangent there). What a
// call's inputs read, they reach through Jac; inputs.adjoint, sweep.inputs.adjoint and
// the adjoints of ghosts add to Cot Call what the networks' reverse passes, last of all,
// take to the weights.
func (p *Program) Kernel(name string) *Kernel {
	for _, k := range p.Kernels {
		if k.Name == name {
			return k
		}
	}
	return nil
}
