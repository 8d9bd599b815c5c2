package diag

import (
	"fmt"
	"io"
	"strings"

	"github.com/pindiff/pindiffc/dsl/ast"
)

// Render writes diagnostics on the file name with text src for a person:
//
//	specs/heat.pde:12:7: error[E0203]: unknown name `kapa`
//	   |
//	12 |   T = div(kapa*grad(T))
//	   |           ^^^^ not declared
//	   = help: did you mean `kappa`?
//
// They are sorted, and parted by an empty line. A span of several lines is
// marked to the end of its first. One without a place has the name alone.
func Render(w io.Writer, name string, src []byte, ds []Diagnostic) error {
	r := renderer{name: visible(name), src: NewSource(src)}
	for i, d := range Sort(ds) {
		if i > 0 {
			r.out.WriteByte('\n')
		}
		r.diagnostic(d)
	}
	_, err := io.WriteString(w, r.out.String())
	return err
}

type renderer struct {
	name string
	src  *Source
	out  strings.Builder
}

func (r *renderer) diagnostic(d Diagnostic) {
	margin := 1
	if d.Placed() {
		line, column := r.src.Position(d.Span.Start)
		fmt.Fprintf(&r.out, "%s:%d:%d: ", r.name, line, column)
		margin = digits(line)
	} else {
		fmt.Fprintf(&r.out, "%s: ", r.name)
	}
	fmt.Fprintf(&r.out, "%s[%s]: %s\n", d.Severity, d.Code, visible(d.Message))
	for _, n := range d.Notes {
		if n.Span != (ast.Span{}) {
			at, _ := r.src.Position(n.Span.Start)
			margin = max(margin, digits(at))
		}
	}
	if d.Placed() {
		r.excerpt(margin, d.Span, '^', d.Label)
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&r.out, "%*s = note: %s\n", margin, "", visible(n.Message))
		if n.Span != (ast.Span{}) {
			r.excerpt(margin, n.Span, '-', "")
		}
	}
	if d.Help != "" {
		fmt.Fprintf(&r.out, "%*s = help: %s\n", margin, "", visible(d.Help))
	}
}

// excerpt shows the first line of span with its marks below.
func (r *renderer) excerpt(margin int, span ast.Span, mark byte, label string) {
	line, _ := r.src.Position(span.Start)
	from, to := r.src.bounds(line)
	start := max(from, min(span.Start, to))
	end := max(start, min(span.End, to))
	before, marked, after := window(string(r.src.text[from:start]), string(r.src.text[start:end]), string(r.src.text[end:to]))
	code := strings.TrimRight(before+marked+after, " ")
	marks := strings.Repeat(" ", width(before)) + strings.Repeat(string(mark), max(1, width(marked)))
	if label != "" {
		marks += " " + visible(label)
	}
	fmt.Fprintf(&r.out, "%*s |\n%*d |", margin, "", margin, line)
	if code != "" {
		r.out.WriteString(" " + code)
	}
	fmt.Fprintf(&r.out, "\n%*s | %s\n", margin, "", marks)
}

func digits(n int) int { return len(fmt.Sprint(n)) }
