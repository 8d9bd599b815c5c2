package mms

import (
	"fmt"
	"strings"
)

// Table of a study, for people.
type Table struct {
	Title   string
	Columns []string
	Rows    [][]string
}

// Tables of a study: errors on the grids, changes with the step, orders.
func (s *Study) Tables() []Table {
	space := Table{Title: "errors against the exact solution on finer grids, in SI units", Columns: []string{"state", "cells", "steps", "L1", "L2", "largest"}}
	time := Table{Title: "what halving the step changes on one grid, and the error, in SI units", Columns: []string{"state", "cells", "steps", "change L2", "largest", "error L2"}}
	for i, name := range s.States {
		for _, l := range s.Space {
			e := l.Errors[i]
			space.Rows = append(space.Rows, []string{name, grid(l.Cells), fmt.Sprint(l.Steps), small(e.L1), small(e.L2), small(e.Max)})
		}
		for _, l := range s.Time {
			row := []string{name, grid(l.Cells), fmt.Sprint(l.Steps), "", "", small(l.Errors[i].L2)}
			if l.Change != nil {
				row[3], row[4] = small(l.Change[i].L2), small(l.Change[i].Max)
			}
			time.Rows = append(time.Rows, row)
		}
	}
	orders := Table{Title: "orders", Columns: []string{"state", "in", "expected", "fit", "last pair", "largest error", "verdict", "by"}}
	for _, o := range s.Verdicts {
		row := []string{o.State, o.In, fmt.Sprintf("%.0f", o.Nominal), "", "", "", o.Verdict, o.Why}
		if o.Verdict != "exact" {
			row[3], row[4], row[5] = fmt.Sprintf("%.2f", o.Fit), fmt.Sprintf("%.2f", o.Last), fmt.Sprintf("%.2f", o.LastMax)
		}
		orders.Rows = append(orders.Rows, row)
	}
	return []Table{space, time, orders}
}

func grid(cells []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(cells), " ", "x"), "[]")
}

func small(v float64) string { return fmt.Sprintf("%.3g", v) }
