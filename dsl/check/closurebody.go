package check

import (
	"slices"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// closureBody is the body of a closure, in either form.
type closureBody struct {
	net    ast.Expr
	input  *ast.Setting
	output ast.Expr
	pin    *ast.Pin
}

// shaped tells that there is more than a network.
func (b closureBody) shaped() bool { return b.input != nil || b.output != nil || b.pin != nil }

// closureBody collects the items of a closure; each stands there once.
func (c *checker) closureBody(d *ast.Closure) (b closureBody, ok bool) {
	b.net, ok = d.Net, true
	seen := map[string]ast.Span{}
	for _, item := range slices.DeleteFunc(slices.Clone(d.Body), func(i ast.Item) bool { return i == nil }) {
		word := "pin"
		s, isSetting := item.(*ast.Setting)
		if isSetting {
			word = s.Word.Name
		}
		if first, twice := seen[word]; twice {
			c.fail("E0312", item.Place(), "a second `%s` in the closure `%s`", clip(word), d.Name.Name).note(first, "the first is here")
			ok = false
			continue
		}
		seen[word] = item.Place()
		pin, isPin := item.(*ast.Pin)
		switch {
		case isPin:
			b.pin = pin
		case isSetting && word == "input" && len(s.Values) > 0:
			b.input = s
		case isSetting && word == "net" && len(s.Values) == 1:
			b.net = s.Values[0]
		case isSetting && word == "output" && len(s.Values) == 1:
			b.output = s.Values[0]
		default:
			c.fail("E0208", item.Place(), "this does not belong in a closure").help("it holds `input`, `net`, `output` and `pin`")
			ok = false
		}
	}
	if b.net == nil && seen["net"] == (ast.Span{}) {
		c.fail("E0312", d.Name.Span, "the closure `%s` has no network", d.Name.Name).help("write `closure %s(...) = mlp(hidden: [16, 16])`", d.Name.Name)
	}
	return b, ok && b.net != nil
}
