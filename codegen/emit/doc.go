// Package emit prints a lowered program as a Go package: the kernels, the table
// that describes the system (runtime/kernel.Problem), and a small public API in
// the spec's own names.
//
// It decides nothing about numerics: what is computed, over which cells, and
// with what derivative is written in the program. What it decides is how that
// reads as Go: names, the order of statements, which subexpression becomes a
// local and in which loop it is computed (never more often than what it depends
// on changes), and slices cut so that inner loops carry no bounds checks. What a
// kernel computes once for each cell (program.Kernel.Once) is a function of its own,
// which the kernel calls a little ahead of its loop.
//
// Output depends on the program alone: no date, no version of the tool, no map
// order. Whatever comes from the spec's text is sanitised before it is printed.
// The package must never import the runtime; it knows its import paths only.
//
// What a spec says of a pointwise closure around its network (inputs, value, pin)
// is printed twice: in the kernels, where calls feed networks, and as functions of
// scalars (laws), by which a closure can be evaluated without a grid.
//
// # Bodies
//
// A kernel is printed as a prologue (grid, scalars, hoisted expressions), loops,
// and a body for the contiguous axis. The body is an interface with one
// implementation per kind, on the same plan and the same rows: scalarBody visits
// cells one by one, vectorBody a vector of them at a time.
//
// Vector bodies stand in files of their own (kernels_apply_simd.go), which only a
// build with GOEXPERIMENT=simd for amd64 takes in; an init function there puts
// them into the problem table if the processor has the instructions and the
// environment does not forbid them (vec.SIMD). A name that ends in V is a value
// that is the same at all cells, in every element of a vector. Both bodies compute
// the same operations in the same order, and the last vector of a row overlaps the
// one before, so that what is computed does not depend on how rows are cut. Light kernels
// have a third body for rows that come from memory instead of a cache (farBody).
package emit
