// Package runner starts a solver process and follows it to its end: the request
// goes in as a line of JSON, events come back as lines of JSON (runtime/job).
//
// The process runs in a group of its own, so that Ctrl-C on a terminal reaches
// only this program, which then asks the solver to stop. It must never know
// what the solver computes, nor print anything itself.
package runner
