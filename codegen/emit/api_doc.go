package emit

import (
	"slices"
	"strings"

	"github.com/pindiff/pindiffc/dsl/model"
)

// packageDoc is the package comment: the system as the spec states it, and in
// discrete form as the kernels compute it.
func (e *emitter) packageDoc() []string {
	m := e.prog.Model
	doc := []string{
		"Package " + e.pkg + " solves and differentiates the system `" + clean(m.Name) + "` of " + clean(m.File) + ":",
		"",
	}
	for _, eq := range m.Equations {
		for _, line := range strings.Split(e.source(eq), "\n") {
			doc = append(doc, "\t"+line)
		}
	}
	if k := e.prog.Kernel("apply"); k != nil && clean(k.Doc) != "" {
		doc = append(doc, "", "Its discrete form, d m/dt = f in every cell, as one kernel for all time schemes:", "")
		for _, line := range cleanLines(k.Doc) {
			doc = append(doc, "\t"+line)
		}
	}
	if slices.Contains(e.prog.Algebraic, true) {
		doc = append(doc, "", "An equation without a mass m holds at every time: 0 = f.")
	}
	doc = append(doc, "",
		"Arrays hold the interior cells in C order, axes "+e.axisText(func(a model.Axis) string { return clean(a.Name) })+", the last one",
		"contiguous. All quantities are SI. A [Solver] is for one goroutine at a time;",
		"solvers are independent of each other. Errors are those of package solver: use",
		"errors.As.")
	return doc
}

// source is the text of an equation, cleaned line by line.
func (e *emitter) source(eq *model.Equation) string {
	src := e.prog.Model.Source
	start, end := max(eq.Span.Start, 0), min(eq.Span.End, len(src))
	if start >= end {
		return clean(eq.State.Name) + ": ..."
	}
	var lines []string
	for _, line := range strings.Split(string(src[start:end]), "\n") {
		line, _, _ = strings.Cut(line, "#")
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if text := clean(line); text != "" {
			lines = append(lines, strings.Repeat(" ", min(indent, 40))+text)
		}
	}
	return strings.Join(lines, "\n")
}
