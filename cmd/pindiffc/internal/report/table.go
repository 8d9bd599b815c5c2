package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/pindiff/pindiffc/runtime/job"
)

// Table prints columns: the first to the left, the others to the right.
func Table(w io.Writer, t *job.Table) {
	if t.Title != "" {
		fmt.Fprintf(w, "%s\n", t.Title)
	}
	rows := t.Rows
	if len(t.Columns) > 0 {
		rows = append([][]string{t.Columns}, rows...)
	}
	var width []int
	for _, row := range rows {
		for c, cell := range row {
			if c == len(width) {
				width = append(width, 0)
			}
			width[c] = max(width[c], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		line.WriteString(" ")
		for c, cell := range row {
			pad := strings.Repeat(" ", width[c]-utf8.RuneCountInString(cell))
			if c == 0 {
				line.WriteString(" " + cell + pad)
			} else {
				line.WriteString("  " + pad + cell)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
	for _, n := range t.Notes {
		fmt.Fprintf(w, "  %s\n", n)
	}
}

// Checks prints the lines of verify in columns. Why one was skipped may be long, and
// has nothing behind it.
func Checks(w io.Writer, checks []job.Check) {
	name, detail := 0, 0
	for _, c := range checks {
		name = max(name, utf8.RuneCountInString(c.Name))
		if c.Verdict != "skipped" {
			detail = max(detail, utf8.RuneCountInString(c.Detail))
		}
	}
	for _, c := range checks {
		value, limit := Number(c.Value), Number(c.Limit)
		if c.Verdict == "skipped" {
			value, limit = "", ""
		}
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-7s  %s  %s  %10s  %10s",
			c.Verdict, pad(c.Name, name), pad(c.Detail, detail), value, limit), " "))
	}
}

// CheckHeader names the columns that Checks prints.
const CheckHeader = "verdict, check, what was compared, value, limit"

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}
