package breadth

import (
	"fmt"
	"io"
	"slices"
)

// Page is a table in Markdown: what was tried down, with what across.
type Page struct {
	rows, columns []string
	promised      map[string]string
	cells         map[[2]string]string
	good, bad     int
}

// Add puts a result into its place.
func (p *Page) Add(r Result) {
	if p.cells == nil {
		p.promised, p.cells = map[string]string{}, map[[2]string]string{}
	}
	if !slices.Contains(p.rows, r.What) {
		p.rows = append(p.rows, r.What)
	}
	if !slices.Contains(p.columns, r.With) {
		p.columns = append(p.columns, r.With)
	}
	p.promised[r.What] = fmt.Sprintf("%.0f", r.Order)
	text := fmt.Sprintf("%.2f", r.Observed)
	switch {
	case r.Err != nil:
		text = "error"
	case r.Exact:
		text = "exact"
	case !r.Good():
		text = "**" + text + "**"
	}
	p.cells[[2]string{r.What, r.With}] = text
	if r.Good() {
		p.good++
	} else {
		p.bad++
	}
}

// Count of results that keep their promise, and of those that do not.
func (p *Page) Count() (good, bad int) { return p.good, p.bad }

// Write prints the table; promised adds a column with the order of each row.
func (p *Page) Write(w io.Writer, title string, promised bool) {
	fmt.Fprintf(w, "| %s |", title)
	if promised {
		fmt.Fprint(w, " promised |")
	}
	for _, c := range p.columns {
		fmt.Fprintf(w, " %s |", c)
	}
	fmt.Fprint(w, "\n|---|")
	if promised {
		fmt.Fprint(w, "--:|")
	}
	for range p.columns {
		fmt.Fprint(w, "--:|")
	}
	for _, r := range p.rows {
		fmt.Fprintf(w, "\n| %s |", r)
		if promised {
			fmt.Fprintf(w, " %s |", p.promised[r])
		}
		for _, c := range p.columns {
			fmt.Fprintf(w, " %s |", p.cells[[2]string{r, c}])
		}
	}
	fmt.Fprint(w, "\n\n")
}
