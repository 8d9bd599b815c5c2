// Package profile reads CPU profiles of Go programs, as runtime/pprof writes them,
// and says which part of a solver the time was spent in.
//
// It knows the packages of the runtime and what they are for; it must never know a
// particular system.
package profile
