package cli

import (
	"bytes"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
	"github.com/pindiff/pindiffc/dsl/diag"
	"github.com/pindiff/pindiffc/dsl/parse"
)

// withExpressions puts `name = expression` lines from the command into the text of
// a specification, in the place of those of its blocks: of closures into `truth`,
// all others into `exact`. The blocks are written anew at the end of the text; the
// quotations say where each part of them was written.
func withExpressions(name string, src []byte, lines []string) ([]byte, []quotation, error) {
	file, problems := parse.Parse(name, src)
	if len(lines) == 0 || file == nil || diag.HasErrors(problems) {
		return src, nil, nil // what is wrong is told by whoever reads it next
	}
	given := map[string]map[string]string{"exact": {}, "truth": {}}
	order := map[string][]string{}
	for _, line := range lines {
		left, _, ok := strings.Cut(line, "=")
		left = strings.TrimSpace(left)
		if !ok || strings.ContainsAny(line, "\n\r{}#") {
			return nil, nil, usageErrorf("-mms %s: write NAME = EXPRESSION, such as -mms 'u = sin(pi*x)*exp(-t)'", line)
		}
		block := "exact"
		if isClosure(file, left) {
			block = "truth"
		}
		if _, twice := given[block][left]; twice {
			return nil, nil, usageErrorf("-mms: `%s` is given twice", left)
		}
		given[block][left] = strings.TrimSpace(line)
		order[block] = append(order[block], left)
	}
	out := bytes.Clone(src)
	var quotes []quotation
	quote := func(from string, text []byte, part ast.Span) {
		start := len(out)
		out = append(out, text[part.Start:part.End]...)
		quotes = append(quotes, quotation{ast.Span{Start: start, End: len(out)}, from, text, part.Start})
	}
	for _, block := range []string{"exact", "truth"} {
		if len(order[block]) == 0 {
			continue
		}
		var kept []ast.Span
		word := quotation{}
		for _, d := range file.Decls {
			b, ok := d.(*ast.Block)
			if !ok || b.Kind.Name != block {
				continue
			}
			word = quotation{b.Kind.Span, name, src, b.Kind.Span.Start}
			for _, item := range b.Items {
				if a, ok := item.(*ast.Assign); ok && given[block][a.Name.Name] != "" {
					continue
				}
				kept = append(kept, item.Place())
			}
			blank(out[b.Start:b.End])
		}
		out = append(out, '\n')
		if word.text != nil {
			quote(name, src, word.span)
		} else {
			out = append(out, block...)
		}
		out = append(out, " {"...)
		for _, part := range kept {
			out = append(out, "\n  "...)
			quote(name, src, part)
		}
		for _, n := range order[block] {
			line := []byte(given[block][n])
			out = append(out, "\n  "...)
			quote("-mms", line, ast.Span{End: len(line)})
		}
		out = append(out, "\n}\n"...)
	}
	return out, quotes, nil
}

func isClosure(file *ast.File, name string) bool {
	for _, d := range file.Decls {
		if c, ok := d.(*ast.Closure); ok && c.Name.Name == name {
			return true
		}
	}
	return false
}

// blank leaves the lines of a text, without what is in them.
func blank(text []byte) {
	for i, b := range text {
		if b != '\n' {
			text[i] = ' '
		}
	}
}
