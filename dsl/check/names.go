package check

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/model"
)

// entry is a declared name.
type entry struct {
	sym  *model.Symbol
	decl ast.Decl // *ast.Scalar, *ast.Let, *ast.Closure; nil for coordinates
	val  value    // what a reference to it is; of a pointwise closure, what any application has
	used bool

	resolving, resolved bool // const, let, closure

	named   []*entry // pointwise closure: what its arguments are named after; nil where that is nothing
	uniform uint     // the same: the arguments that must be the same everywhere
}

// maxName in bytes.
const maxName = 64

// keywords of the language; none can be a name. The functions and operators,
// which are reserved too, are listed where they are defined.
var keywords = []string{
	"model", "language", "domain", "const", "param", "field", "state", "let", "closure", "equation",
	"boundary", "numerics", "exact", "truth", "baseline", "cases", "observe", "report", "train",
	"case", "in", "then", "pi", "true", "false", "weights",
}

// conditionWords stand for a boundary condition each.
var conditionWords = []string{"periodic", "symmetry", "outflow"}

// reserved reports whether a name means something in the language.
func (c *checker) reserved(name string) bool {
	return slices.Contains(keywords, name) || isFunction(name) || c.derivative(name) >= 0
}

// legalName refuses what cannot be a name here or in Go.
func (c *checker) legalName(id ast.Ident, what string) bool {
	switch {
	case id.Name == "":
		c.fail("E0207", id.Span, "a %s without a name", what)
	case len(id.Name) > maxName:
		c.fail("E0207", id.Span, "the name of this %s has %d characters", what, len(id.Name)).
			help("at most %d", maxName)
	case !identifier(id.Name):
		c.fail("E0207", id.Span, "%q cannot be a name", id.Name).help("a name is letters, digits and `_`, and begins with a letter")
	case what == "model" && goKeywords[id.Name]:
		c.fail("E0207", id.Span, "`%s` is a word of Go, and cannot be the name of a package", id.Name).help("choose another name")
	case what != "model" && c.reserved(id.Name), what == "closure" && id.Name == "flux":
		c.fail("E0203", id.Span, "`%s` is a word of the language and cannot be the name of a %s", id.Name, what).
			help("choose another name, for instance `%s_0`", id.Name)
	default:
		return true
	}
	return false
}

func identifier(name string) bool {
	for i, r := range name {
		if r == utf8.RuneError || !(unicode.IsLetter(r) || i > 0 && (r == '_' || unicode.IsDigit(r))) {
			return false
		}
	}
	return name != ""
}

// define enters a name; false if it is taken or illegal.
func (c *checker) define(id ast.Ident, what string, e *entry) bool {
	if !c.legalName(id, what) {
		c.unknown[id.Name] = true // told already
		return false
	}
	if first := c.names[id.Name]; first != nil {
		c.fail("E0202", id.Span, "`%s` is declared twice", id.Name).note(first.sym.Span, "the first is here").help("rename one of them")
		return false
	}
	e.sym.Name, e.sym.Span = id.Name, id.Span
	c.names[id.Name] = e
	c.listed = append(c.listed, e)
	return true
}

// declare enters all declared names and gives them their Go names.
func (c *checker) declare() {
	comments := c.commentsByLine()
	for _, d := range c.file.Decls {
		e := &entry{sym: &model.Symbol{Min: negInf, Max: posInf, MinOpen: true, MaxOpen: true, Unit: plain}, decl: d}
		ok := false
		switch d := d.(type) {
		case *ast.Scalar:
			kind, known := scalarKinds[d.Kind]
			if !known {
				c.fail("E0208", d.Span, "unknown kind of declaration `%s`", d.Kind)
				continue
			}
			e.sym.Kind = kind
			ok = c.define(d.Name, d.Kind, e)
		case *ast.Let:
			e.sym.Kind = model.KindLet
			ok = c.define(d.Name, "let", e)
		case *ast.Closure:
			e.sym.Kind = model.KindClosure
			e.sym.Closure = &model.Closure{}
			if ok = c.define(d.Name, "closure", e); ok {
				e.sym.Index = len(c.m.Closures)
				c.m.Closures = append(c.m.Closures, e.sym)
			}
		}
		if ok {
			e.sym.Comment = comments.after(d.Place())
		}
	}
	goNames(c.listed)
}

var scalarKinds = map[string]model.Kind{
	"const": model.KindConst, "param": model.KindParam, "field": model.KindField, "state": model.KindState,
}

// lookup finds a name; an unknown one is reported once. It may have been meant to be
// one of the candidates, by default of all that are declared.
func (c *checker) lookup(id ast.Ident, candidates ...string) *entry {
	if e := c.names[id.Name]; e != nil {
		e.used = true
		return e
	}
	if c.unknown[id.Name] {
		return nil
	}
	c.unknown[id.Name] = true
	r := c.fail("E0201", id.Span, "unknown name `%s`", clip(id.Name))
	switch {
	case isFunction(id.Name) || c.derivative(id.Name) >= 0:
		r.help("`%s` is a function: write `%s(...)`", id.Name, id.Name)
	case id.Name == "case":
		r.help("`case` exists in the `cases` block only")
	case slices.Contains(conditionWords, id.Name):
		r.help("`%s` is a boundary condition by itself: write `u: %s`", id.Name, id.Name)
	default:
		if candidates == nil {
			candidates = c.declaredNames()
		}
		r.nearest(id.Name, candidates)
	}
	return nil
}

// stateNames are those of all states.
func (c *checker) stateNames() []string {
	var names []string
	for _, e := range c.listed {
		if e.sym.Kind == model.KindState {
			names = append(names, e.sym.Name)
		}
	}
	return names
}

func (c *checker) declaredNames() []string {
	var names []string
	for _, e := range c.listed {
		names = append(names, e.sym.Name)
	}
	return names
}

// clip shortens a name for a message.
func clip(s string) string {
	if len(s) > maxName {
		return strings.ToValidUTF8(s[:maxName], "") + "..."
	}
	return s
}

// unused warns of declared names that nothing refers to.
func (c *checker) unused() {
	if c.failed() {
		return
	}
	for _, e := range c.listed {
		if e.used {
			continue
		}
		switch e.sym.Kind {
		case model.KindConst, model.KindParam, model.KindField, model.KindClosure, model.KindLet:
			c.warn("W0201", e.sym.Span, "%s `%s` is not used", e.sym.Kind, e.sym.Name)
		}
	}
}

// comments by the place where they start, to find the one on a line.
type comments struct {
	source []byte
	list   []ast.Comment
}

func (c *checker) commentsByLine() comments {
	list := slices.Clone(c.file.Comments)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Start < list[j].Start })
	return comments{c.file.Source, list}
}

// after returns the text of the comment that follows a declaration on its last
// line, without `#`.
func (cs comments) after(s ast.Span) string {
	i := sort.Search(len(cs.list), func(i int) bool { return cs.list[i].Start >= s.End })
	if i == len(cs.list) || s.End < 0 || cs.list[i].Start > len(cs.source) {
		return ""
	}
	for _, b := range cs.source[s.End:cs.list[i].Start] {
		if b == '\n' {
			return ""
		}
	}
	return strings.TrimSpace(strings.TrimLeft(cs.list[i].Text, "#"))
}

func plural(n int, word string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, word)
	}
	return fmt.Sprintf("%d %ss", n, word)
}
