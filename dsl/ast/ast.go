// Package ast is the syntax tree of a specification: what the user wrote, with
// places and comments, before anything is known about what it means.
//
// The parser builds it, the printer prints it back (fmt), the checker reads
// it. It knows no units, no types and no numerics, and never changes.
package ast

// A Span is a half-open range of byte offsets in the source: [Start, End).
type Span struct{ Start, End int }

// Join returns the smallest span that covers both.
func (s Span) Join(t Span) Span { return Span{min(s.Start, t.Start), max(s.End, t.End)} }

// A File is one specification: `model NAME` and its declarations, in order.
type File struct {
	Name     string // as shown in messages, e.g. "specs/heat.pde"
	Source   []byte
	Model    *Ident  // nil when the header is missing
	Language *Number // `language 1` after the header, optional
	Decls    []Decl
	Comments []Comment // every comment, in source order; the printer places them
}

// A Comment is `# text` up to the end of its line.
type Comment struct {
	Span
	Text string // with the '#'
}

// An Ident is a name and its place.
type Ident struct {
	Span
	Name string
}

// A Decl is one top-level declaration or block.
type Decl interface {
	decl()
	Place() Span
}

// Scalar is `const | param | field | state NAME [: unit] [= value] {attribute}`.
type Scalar struct {
	Span
	Kind  string // "const", "param", "field", "state"
	Name  Ident
	Unit  *Unit   // nil if none was given
	Value Expr    // nil if none was given
	Range *Range  // `in [a, b]`, `in (a, b]`
	Flags []Ident // `trainable`, `positive`
}

// Range is `in [a, b]`; a round bracket leaves that end out.
type Range struct {
	Span
	Lo, Hi         Expr
	LoOpen, HiOpen bool
}

// Unit is the text after a colon: `J/mol/K`, `1/m`, `mm`, `1`, without blanks.
// Parsed by dsl/units.
type Unit struct {
	Span
	Text string
}

// Let is `let NAME [: unit] = expr`.
type Let struct {
	Span
	Name  Ident
	Unit  *Unit
	Value Expr
}

// Closure is `closure NAME(args) [: unit] = net` or the same with a block of
// `input expr, ...`, `net expr`, `output expr`, `pin lhs = rhs`.
type Closure struct {
	Span
	Name Ident
	Args []Arg
	Unit *Unit
	Net  Expr   // the short form; nil when Body is given
	Body []Item // the long form
}

// An Arg of a closure is a name; `s : K` declares one of the closure's own.
type Arg struct {
	Ident
	Unit *Unit
}

// Place of the name and its unit.
func (a Arg) Place() Span {
	if a.Unit == nil {
		return a.Span
	}
	return a.Span.Join(a.Unit.Span)
}

// Equation is `equation STATE: lhs = rhs`.
type Equation struct {
	Span
	State    Ident
	LHS, RHS Expr
}

// Block is `domain|boundary|numerics|exact|truth|baseline|cases|train { items }`.
// `cases 12 { ... }` has a Count.
type Block struct {
	Span
	Kind  Ident
	Count Expr
	Items []Item
}

// Observe is `observe STATE at t = t1, t2, ... [on where] [noise size [seed n]]
// [from "name"]`, and `report STATE at t = ...` with Kind "report". Without `at`,
// Coord is nil and Times is empty.
type Observe struct {
	Span
	Kind  Ident
	State Ident
	Coord *Ident // the name after `at`
	Times []Expr
	On    Expr // nil: everywhere
	Noise Expr // nil: none
	Seed  Expr // of the noise
	From  *String
}

func (*Scalar) decl()   {}
func (*Let) decl()      {}
func (*Closure) decl()  {}
func (*Equation) decl() {}
func (*Block) decl()    {}
func (*Observe) decl()  {}

func (d *Scalar) Place() Span   { return d.Span }
func (d *Let) Place() Span      { return d.Span }
func (d *Closure) Place() Span  { return d.Span }
func (d *Equation) Place() Span { return d.Span }
func (d *Block) Place() Span    { return d.Span }
func (d *Observe) Place() Span  { return d.Span }

// An Item is one entry of a block. Blocks differ in what they allow, so an
// item is one of a few shapes, and the checker says which shapes a block takes.
type Item interface {
	item()
	Place() Span
}

// AxisItem: `x [: unit] in [a, b] cells N`, `t [: unit] in [0, T] step dt`,
// `t in [0, T] steps [dt1, dt2, ...]`.
type AxisItem struct {
	Span
	Name   Ident
	Unit   *Unit
	Lo, Hi Expr
	Word   Ident // "cells", "step", "steps"
	Value  Expr  // a List after "steps"
}

// FaceItem: `y: periodic`, `x = min: phi = 1, dn(T) = 0`, `x = max: symmetry`.
type FaceItem struct {
	Span
	Axis       Ident
	Side       *Ident // min or max; nil stands for both
	Conditions []Condition
}

// Condition is one of `periodic`, `symmetry`, `outflow` (Word, LHS nil),
// `phi: symmetry` (LHS and Word), or `lhs = rhs`.
type Condition struct {
	Span
	Word     *Ident
	LHS, RHS Expr
}

// FaceRule: `face(a), face(b): zero_gradient`.
type FaceRule struct {
	Span
	Of   []Expr
	Rule Ident
}

// Assign is `name = expr` in exact, truth, baseline and cases.
type Assign struct {
	Span
	Name  Ident
	Value Expr
}

// Pin is `pin lhs = rhs` in the body of a closure.
type Pin struct {
	Span
	LHS, RHS Expr
}

// Setting is `word value [value...]`: `precision float32`, `time
// crank_nicolson`, `solve newton(tol: 1e-6)`, `loss mse(phi)/mean(phi)`,
// `epochs 2000`, `input log(a), b` (several values with commas, there only), `solve with rk4 step 1e-3` (words and values alternate as
// written, each an expression). A bare `adam(...)` is the word `adam` with that
// call as its only value; so is `adam(...) then lbfgs(...)`, joined.
type Setting struct {
	Span
	Word   Ident
	Values []Expr
}

// Split is `train 0..4`, `validate 10..11`, `test 5..9` in cases.
type Split struct {
	Span
	Word   Ident
	Ranges []CaseRange
}

// CaseRange is `a..b`, both ends included, or a single index (Hi == Lo).
type CaseRange struct {
	Span
	Lo, Hi Expr
}

func (*AxisItem) item() {}
func (*FaceItem) item() {}
func (*FaceRule) item() {}
func (*Assign) item()   {}
func (*Pin) item()      {}
func (*Setting) item()  {}
func (*Split) item()    {}

func (i *AxisItem) Place() Span { return i.Span }
func (i *FaceItem) Place() Span { return i.Span }
func (i *FaceRule) Place() Span { return i.Span }
func (i *Assign) Place() Span   { return i.Span }
func (i *Pin) Place() Span      { return i.Span }
func (i *Setting) Place() Span  { return i.Span }
func (i *Split) Place() Span    { return i.Span }

// An Expr is an expression as written.
type Expr interface {
	expr()
	Place() Span
}

// Number is a literal, `1e-3`, `50 %` (Percent), or with a unit, `1[K]`.
type Number struct {
	Span
	Text    string
	Value   float64
	Percent bool
	Unit    *Unit
}

// Name is a reference.
type Name struct{ Ident }

// String is `"text"`.
type String struct {
	Span
	Value string
}

// List is `[a, b, c]`: a vector in physics, a list in settings.
type List struct {
	Span
	Elems []Expr
}

// Unary is `-x` or `+x`.
type Unary struct {
	Span
	Op string
	X  Expr
}

// Binary is `x op y` with op one of + - * / ^ and the comparisons
// < <= > >= == != ; `then` joins schedule pieces.
type Binary struct {
	Span
	Op     string
	OpSpan Span
	X, Y   Expr
}

// Call is `f(a, b, key: value)`.
type Call struct {
	Span
	Fun  Ident
	Args []Expr
	Keys []KeyArg
}

// KeyArg is `key: value`.
type KeyArg struct {
	Span
	Key   Ident
	Value Expr
}

// Paren is `(x)`, kept so that fmt prints what was written.
type Paren struct {
	Span
	X Expr
}

func (*Number) expr() {}
func (*Name) expr()   {}
func (*String) expr() {}
func (*List) expr()   {}
func (*Unary) expr()  {}
func (*Binary) expr() {}
func (*Call) expr()   {}
func (*Paren) expr()  {}

func (e *Number) Place() Span { return e.Span }
func (e *Name) Place() Span   { return e.Span }
func (e *String) Place() Span { return e.Span }
func (e *List) Place() Span   { return e.Span }
func (e *Unary) Place() Span  { return e.Span }
func (e *Binary) Place() Span { return e.Span }
func (e *Call) Place() Span   { return e.Span }
func (e *Paren) Place() Span  { return e.Span }
