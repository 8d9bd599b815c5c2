// Package check turns a syntax tree into a checked model: every name resolved,
// every expression typed (shape, unit, what it depends on), every number in
// coherent SI units, every default filled in.
//
// It tells all mistakes that it can, each once, with the smallest span and a
// word of help; it never panics and its work is bounded, whatever the tree. It
// knows the language and nothing of how a model is discretised or emitted, and
// reads no file and no source text but to quote it.
package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/model"
)

// Check checks a file. The model is nil if there is any error; warnings come
// with a model.
func Check(f *ast.File) (*model.Model, []diag.Diagnostic) { return CheckWith(f, nil) }

// CheckWith is Check with settings that override the file's, as the command's
// `-set name=value`; see Setting for the names.
func CheckWith(f *ast.File, sets []Setting) (*model.Model, []diag.Diagnostic) {
	c := newChecker(f)
	c.run()
	if !c.failed() {
		c.override(sets)
	}
	if c.failed() {
		c.m = nil
	}
	return c.m, c.diagnostics()
}

// checker is the state of one check. Its methods are spread over one file for
// each part of the language.
type checker struct {
	file *ast.File
	m    *model.Model

	found   []*report
	unknown map[string]bool // names already reported
	aborted bool            // too large: nothing more is typed

	units    bool // some declaration has a unit, so all are checked
	unitText map[string]string

	names  map[string]*entry
	listed []*entry // in the order of the text
	nodes  int      // expression nodes made
	depth  int      // nesting now
	chain  int      // definitions being resolved now
	caseNo *model.Symbol

	raw           model.Numerics // as written, before tolerances are filled in
	validateGiven bool
	caseCount     int  // within the cases block
	unobserved    bool // an observation was wrong, and told

	implicit *reason // why explicit schemes cannot solve the system; nil if they can

	blocks   map[string]*ast.Block
	equation map[*model.Symbol]*ast.Equation
}

func newChecker(f *ast.File) *checker {
	c := &checker{
		file:     f,
		m:        &model.Model{},
		unknown:  map[string]bool{},
		unitText: map[string]string{},
		names:    map[string]*entry{},
		blocks:   map[string]*ast.Block{},
		equation: map[*model.Symbol]*ast.Equation{},
		caseNo:   &model.Symbol{Kind: model.KindCase, Name: "case", GoName: "Case", Unit: plain},
	}
	return c
}

// run is the order of the work: names first, then what they are, then the
// physics, then how it is solved, then the experiment.
func (c *checker) run() {
	if c.file == nil || c.file.Model == nil { // the parser has said so at its place
		c.fail("E0110", ast.Span{}, "there is no specification").help("begin with `model NAME`")
		return
	}
	c.header()
	c.units = declaresUnits(c.file)
	c.collectBlocks()
	c.domain()
	c.declare()
	c.constants()
	c.scalars()
	c.closures()
	c.lets()
	c.equations()
	c.boundary()
	c.numerics()
	c.exact()
	c.truth()
	c.baseline()
	c.cases()
	c.observations()
	c.train()
	c.unused()
}

func (c *checker) header() {
	f := c.file
	c.m.File = path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
	c.m.Source = f.Source
	sum := sha256.Sum256(f.Source)
	c.m.Hash = hex.EncodeToString(sum[:])
	c.m.Name = f.Model.Name
	c.legalName(*f.Model, "model")
	if l := f.Language; l != nil && (l.Value != languageVersion || l.Unit != nil || l.Percent) {
		c.fail("E0211", l.Span, "language version `%s` is not known", l.Text).
			help("this compiler reads version %d; write `language %d`, or leave the line out", languageVersion, languageVersion)
	}
}

// languageVersion that this package reads.
const languageVersion = 1

// blockKinds in the order in which they are usually written.
var blockKinds = []string{"domain", "boundary", "numerics", "exact", "truth", "baseline", "cases", "train"}

// collectBlocks finds the block of each kind; there is at most one.
func (c *checker) collectBlocks() {
	for _, d := range c.file.Decls {
		b, ok := d.(*ast.Block)
		if !ok || b == nil {
			continue
		}
		kind := b.Kind.Name
		if !slices.Contains(blockKinds, kind) {
			c.fail("E0208", b.Kind.Span, "unknown block `%s`", kind).nearest(kind, blockKinds)
			continue
		}
		if first := c.blocks[kind]; first != nil {
			c.fail("E0202", b.Kind.Span, "a second `%s` block", kind).
				note(first.Kind.Span, "the first is here").help("put everything in one block")
			continue
		}
		c.blocks[kind] = b
		if b.Count != nil && kind != "cases" {
			c.fail("E0208", b.Count.Place(), "`%s` takes no count", kind)
		}
	}
}

// items of a block, without those that are missing.
func items(b *ast.Block) []ast.Item {
	return slices.DeleteFunc(slices.Clone(b.Items), func(i ast.Item) bool { return i == nil })
}

// diagnostics in the order of the text, at most maxReports of them.
func (c *checker) diagnostics() []diag.Diagnostic {
	slices.SortStableFunc(c.found, func(a, b *report) int {
		return cmp.Or(cmp.Compare(a.d.Severity, b.d.Severity), cmp.Compare(a.d.Span.Start, b.d.Span.Start), cmp.Compare(a.d.Span.End, b.d.Span.End))
	})
	if len(c.found) > maxReports {
		c.found = c.found[:maxReports]
	}
	out := make([]diag.Diagnostic, len(c.found))
	for i, r := range c.found {
		out[i] = r.d
	}
	return out
}
